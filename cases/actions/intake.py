"""Receiving an application: the case and all that the application says, at once."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions import numbers
from cases.actions.deadlines import refresh_deadlines
from cases.actions.disputes import letter_limits, write_services
from cases.actions.duplicates import suspect_duplicates
from cases.entries import OF_APPLICATION
from cases.errors import Refused
from cases.intake import ApplicationEntry, problems
from cases.models import Application, Case, Organization, Party, UrDecision


@transaction.atomic
def receive_application(entry: ApplicationEntry, *, by: Any, at: datetime) -> Case:
    """Open a case for the application; the same form submitted twice gives the one case.

    Refused with every problem of the entry, or when its case number is taken.
    """
    access.require(by, "cases.receive_application")
    numbers.lock_numbering(at)
    earlier = case_of_submission(entry.submission_key)
    if earlier is not None:
        return earlier
    found = problems(entry, timezone.localdate(at), letter_limits())
    if found:
        raise Refused(*[problem.sentence for problem in found])
    case = _create_case(entry, by=by, at=at)
    _create_application(case, entry)
    for party in entry.parties:
        Party.objects.create(case=case, **asdict(party))
    write_services(case, entry.services)
    refresh_deadlines(case, by=by, at=at, reason="application.received")
    audit.append(
        "application.received",
        case,
        by=by,
        reached=case.status,
        priority=case.priority,
        services=len(entry.services),
        document_sha256=entry.document_sha256,
    )
    suspect_duplicates(case, by=by, at=at)
    return case


def case_of_submission(submission_key: UUID | None) -> Case | None:
    """Return the case that the form with this key has opened already, if any."""
    if submission_key is None:
        return None
    return Case.objects.filter(application__submission_key=submission_key).first()


def _create_case(entry: ApplicationEntry, *, by: Any, at: datetime) -> Case:
    return Case.objects.create(
        case_number=_case_number(entry, at),
        organization=_organization(entry),
        priority=entry.priority,
        date_of_injury=entry.date_of_injury,
        date_of_injury_to=entry.date_of_injury_to,
        application_received_on=entry.application_received_on,
        claim_number=entry.claim_number,
        adj_number=entry.adj_number,
        is_formulary_dispute=entry.is_formulary_dispute,
        created_by=by,
        status_at=at,
    )


def _case_number(entry: ApplicationEntry, at: datetime) -> str:
    if entry.case_number:
        return numbers.claim_case_number(entry.case_number)
    return numbers.next_case_number(settings.CASE_NUMBER_PREFIX, numbers.number_year(at))


def _organization(entry: ApplicationEntry) -> Organization:
    wanted = {"pk": entry.organization_id} if entry.organization_id else {"is_own": True}
    organization = Organization.objects.filter(**wanted).first()
    if organization is None:
        raise Refused(
            "This site has no organization yet, and a case needs one. An administrator enters it "
            "on the organization page.",
            fix_url_name="cases:organization",
        )
    return organization


def _create_application(case: Case, entry: ApplicationEntry) -> None:
    Application.objects.create(
        case=case,
        **{name: getattr(entry, name) for name in OF_APPLICATION},
        document=entry.document,
        document_sha256=entry.document_sha256,
        imported_determination=entry.imported_determination,
        submission_key=entry.submission_key,
    )
    UrDecision.objects.create(case=case, **asdict(entry.ur_decision))

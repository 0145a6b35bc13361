"""Stand-ins of the demonstration: a reviewer, a director and files that a case file lacks.

Each is marked synthetic, and none is made outside demonstration mode.
"""

import hashlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.actions.records import attach_file
from cases.casefiles.determination import CredentialEntry
from cases.errors import Refused
from cases.models import Case, MedicalRecord, Organization
from cases.pipelines.synthetic import synthetic_record
from reviews.actions.accounts import service_account
from reviews.actions.roster import CertificationEntry, LicenceEntry, ReviewerEntry, add_reviewer
from reviews.models import Reviewer

VALID_FOR = timedelta(days=2 * 365)
CAPACITY = 1000
DEGREE_BY_STEM = {
    "chiropract": Reviewer.Degree.DC,
    "podiatr": Reviewer.Degree.DPM,
    "psycholog": Reviewer.Degree.PSYCHOLOGIST,
    "dentist": Reviewer.Degree.DENTIST,
    "optometr": Reviewer.Degree.OPTOMETRIST,
    "acupunct": Reviewer.Degree.ACUPUNCTURIST,
}


def require_demonstration(what: str) -> None:
    """Raise Refused outside demonstration mode."""
    if not settings.DEMONSTRATION:
        raise Refused(f"{what} Nothing is made up for it outside demonstration mode.")


@transaction.atomic
def synthetic_reviewer(credentials: CredentialEntry, *, by: Any, at: datetime) -> Reviewer:
    """Return the synthetic reviewer with exactly these credentials, made if need be."""
    require_demonstration("No reviewer of the roster has the credentials in the case file.")
    account = service_account(
        "reviewer",
        f"synthetic-reviewer-{_digest(credentials)}",
        "Synthetic reviewer",
        operator=by.operator,
        is_demonstration=True,
    )
    reviewer = Reviewer.objects.filter(user=account).first()
    if reviewer is not None:
        return reviewer
    entry = _entry(credentials, timezone.localdate(at))
    return add_reviewer(account, entry, by=by, at=at)


@transaction.atomic
def synthetic_director(organization: Organization, *, by: Any) -> Organization:
    """Name a demonstration director for an organization that came in with a case file."""
    require_demonstration(f"{organization.name} has no medical director to sign for it.")
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.medical_director is None:
        organization.medical_director = service_account(
            "medical_director",
            "synthetic-director",
            "Demonstration Director, MD",
            operator=by.operator,
            is_demonstration=True,
            licensing_board="medical_board",
            licence_number="SYNTHETIC",
            licence_verified_on=date(2026, 1, 2),
        )
        organization.save(update_fields=["medical_director"])
        audit.append("organization.changed", organization, by=by, changed=["medical_director"])
    return organization


def add_synthetic_files(case: Case, *, by: Any, at: datetime) -> int:
    """Give each listed record without a file one page marked SYNTHETIC; return how many."""
    waiting = list(case.records.current().filter(file_sha256=""))
    if waiting:
        require_demonstration(f"{len(waiting)} records of the case file have no file.")
    for record in waiting:
        stored = synthetic_record(
            record.title, _words(record), f"{case.case_number}, record {record.position}"
        )
        attach_file(record, by=by, at=at, content=stored, is_synthetic=True)
    return len(waiting)


def _words(record: MedicalRecord) -> list[str]:
    lines = [f"Stands for: {record.get_kind_display()}"]
    if record.author:
        lines.append(f"Author: {record.author}")
    if record.date_of_service:
        lines.append(f"Date of service: {record.date_of_service:%m/%d/%Y}")
    return [*lines, "The case file that this case came from lists the document without its file."]


def _entry(credentials: CredentialEntry, today: date) -> ReviewerEntry:
    years, hours = credentials.practice_years, credentials.practice_weekly_hours
    has_practice = years is not None or hours is not None
    return ReviewerEntry(
        degree=_degree(credentials.certifications),
        licences=tuple(
            LicenceEntry(state, f"SYNTHETIC {place}", today + VALID_FOR, today)
            for place, state in enumerate(credentials.licensed_states, 1)
        ),
        certifications=tuple(
            CertificationEntry(specialty, today, "Synthetic board", today + VALID_FOR)
            for specialty in credentials.certifications
        ),
        practice_years=_decimal(years),
        practice_weekly_hours=_decimal(hours),
        practice_recorded_on=today if has_practice else None,
        qme_checked_on=today,
        discipline_checked_on=today,
        case_capacity=CAPACITY,
        is_synthetic=True,
    )


def _degree(certifications: tuple[str, ...]) -> str:
    words = " ".join(certifications).casefold()
    for stem, degree in DEGREE_BY_STEM.items():
        if stem in words:
            return degree
    return Reviewer.Degree.MD


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _digest(credentials: CredentialEntry) -> str:
    values = [
        credentials.licensed_states,
        credentials.certifications,
        str(_decimal(credentials.practice_years)),
        str(_decimal(credentials.practice_weekly_hours)),
    ]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]

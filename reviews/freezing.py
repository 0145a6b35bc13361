"""From rows to the content of a letter: read once when the director signs, and for previews."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from cases.consolidations import led_by
from cases.models import Case, Citation, MedicalRecord, Organization, Party
from reviews import credentials
from reviews.coverage import coverage_of
from reviews.letters.comparison import Change, compare
from reviews.letters.content import (
    CitationContent,
    ConsolidatedContent,
    DocumentContent,
    GuidelineContent,
    LetterContent,
    OrganizationContent,
    RecipientContent,
    ServiceContent,
)
from reviews.letters.outcome import Outcome
from reviews.letters.wording import TEMPLATE_VERSION
from reviews.lifecycle import WORKING
from reviews.models import Determination, Draft, Review, ServiceDecision, ServiceDraft

# Who is served after the worker, in the letter's order; the Administrative Director comes last.
SERVED_ROLES = (
    Party.Role.INJURED_WORKER,
    Party.Role.ATTORNEY,
    Party.Role.CLAIMS_ADMINISTRATOR,
    Party.Role.REQUESTING_PHYSICIAN,
)
ADMINISTRATIVE_DIRECTOR = "administrative_director"


def build_content(
    determination: Determination,
    *,
    signed_at: datetime,
    letter_date: date,
    decision_on: date,
    signer: Any,
) -> LetterContent:
    """Return everything both forms of the letter say about one submitted version.

    What has ended since it was submitted is decided no more (LC 4610.5(g)).
    """
    in_review = determination.case.services.in_review()
    decisions = (
        determination.decisions.filter(service__in=in_review)
        .select_related("service")
        .prefetch_related("guideline_citations", "service__administrator_citations")
    )
    return LetterContent(
        **_case_facts(determination.case),
        **_dates(signed_at=signed_at, letter_date=letter_date, decision_date=decision_on),
        determination_version=determination.version,
        organization=_organization(determination.case.organization, signer),
        documents=tuple(_document(record) for record in documents_reviewed(determination)),
        reviewer=credentials.reviewer_content(determination.review, on=letter_date),
        clinical_case_summary=determination.clinical_case_summary,
        services=tuple(_decided_service(decision) for decision in decisions),
        rests_on_all_records=determination.rests_on_all_records,
    )


def draft_content(review: Review, *, at: datetime, signer: Any = None) -> LetterContent:
    """Return the content as it would be if it were signed at `at`, for a preview.

    A review that is being written is read from its draft, with the services decided so far; any
    other from its latest submitted version.
    """
    signer = signer or review.case.organization.medical_director
    today = timezone.localdate(at)
    dates = {"signed_at": at, "letter_date": today, "decision_on": today}
    draft = getattr(review, "draft", None)
    if review.status in WORKING and draft is not None:
        return _written_so_far(review, draft, signer=signer, **dates)
    return build_content(latest_version(review), signer=signer, **dates)


def latest_version(review: Review) -> Determination:
    """Return the version that was submitted last; Determination.DoesNotExist before the first."""
    return review.determinations.latest("version")


def documents_reviewed(determination: Determination) -> list[MedicalRecord]:
    """Return the records that this version is based on, in the order of the file."""
    return list(determination.documents_reviewed.order_by("position", "pk"))


def _written_so_far(
    review: Review,
    draft: Draft,
    *,
    signer: Any,
    signed_at: datetime,
    letter_date: date,
    decision_on: date,
) -> LetterContent:
    in_review = draft.services.filter(service__in=review.case.services.in_review())
    parts = in_review.exclude(outcome="").select_related("service")
    parts = parts.prefetch_related("citations", "service__administrator_citations")
    coverage = coverage_of(review)
    return LetterContent(
        **_case_facts(review.case),
        **_dates(signed_at=signed_at, letter_date=letter_date, decision_date=decision_on),
        determination_version=review.case.determinations.count() + 1,
        organization=_organization(review.case.organization, signer),
        documents=tuple(_document(record) for record in coverage.reviewed),
        reviewer=credentials.reviewer_content(review, on=letter_date),
        clinical_case_summary=draft.clinical_case_summary,
        services=tuple(_drafted_service(part) for part in parts),
        rests_on_all_records=coverage.is_whole,
    )


def _dates(*, signed_at: datetime, letter_date: date, decision_date: date) -> dict[str, Any]:
    return {
        "template_version": TEMPLATE_VERSION,
        "signed_at": signed_at,
        "letter_date": letter_date,
        "decision_date": decision_date,
    }


def _case_facts(case: Case) -> dict[str, Any]:
    parties = {party.role: party for party in case.parties.all()}
    return {
        "case_number": case.case_number,
        "adj_number": case.adj_number,
        "claim_number": case.claim_number,
        "priority": case.priority,
        "date_assigned": case.assigned_on,
        "date_of_injury": case.date_of_injury,
        "date_of_injury_to": case.date_of_injury_to,
        "ur_denial_date": case.ur_decision.decided_on,
        "application_received": case.application_received_on,
        "injured_worker": _name(parties, Party.Role.INJURED_WORKER),
        "employer": _name(parties, Party.Role.EMPLOYER),
        "requesting_physician": _name(parties, Party.Role.REQUESTING_PHYSICIAN),
        "is_liability_disputed": bool(case.application.has_outside_dispute),
        "recipients": _recipients(parties),
        "records_not_received": case.records_not_received,
        "consolidated": tuple(_consolidated(one.case) for one in led_by(case)),
    }


def _consolidated(case: Case) -> ConsolidatedContent:
    return ConsolidatedContent(
        case.case_number, case.application_received_on, case.ur_decision.decided_on
    )


def _name(parties: dict[str, Party], role: str) -> str:
    return parties[role].name if role in parties else ""


def _recipients(parties: dict[str, Party]) -> tuple[RecipientContent, ...]:
    served = (parties[role] for role in SERVED_ROLES if role in parties)
    return (
        *(RecipientContent(party.role, party.name, party.address) for party in served),
        RecipientContent(
            ADMINISTRATIVE_DIRECTOR,
            settings.ADMINISTRATIVE_DIRECTOR_NAME,
            settings.ADMINISTRATIVE_DIRECTOR_ADDRESS,
        ),
    )


def _organization(organization: Organization, signer: Any) -> OrganizationContent:
    return OrganizationContent(
        name=organization.name,
        short_name=organization.short_name,
        address=organization.address,
        telephone=organization.telephone,
        director_name=signer.full_name if signer is not None else "",
        director_title=organization.director_title,
        logo_svg=organization.logo_svg,
    )


def _document(record: MedicalRecord) -> DocumentContent:
    return DocumentContent(
        kind=record.get_kind_display(),
        title=record.title,
        author=record.author,
        date_of_service=record.date_of_service,
        pages=record.pages,
        source=record.get_source_display(),
        received_on=record.received_on,
    )


def _decided_service(decision: ServiceDecision) -> ServiceContent:
    return _service(decision, list(decision.guideline_citations.all()))


def _drafted_service(part: ServiceDraft) -> ServiceContent:
    return _service(part, list(part.citations.all()))


def _service(judged: ServiceDecision | ServiceDraft, citations: list[Citation]) -> ServiceContent:
    service = judged.service
    return ServiceContent(
        position=service.position,
        requested=service.requested,
        ur_action=service.ur_action,
        outcome=Outcome(judged.outcome),
        administrator_guideline=_guideline(
            service.administrator_basis, list(service.administrator_citations.all())
        ),
        imro_guideline=_guideline(judged.imro_basis, citations),
        decision_rationale=judged.decision_rationale,
        modification=service.modification,
        authorized=service.authorized,
        eligible_portion=service.eligible_portion,
        has_opioid_notice=judged.has_opioid_notice,
    )


def _guideline(basis: str, citations: list[Citation]) -> GuidelineContent:
    return GuidelineContent(
        basis=basis,
        citations=tuple(
            CitationContent(
                source=row.source,
                title=row.title,
                year=row.year,
                sections=tuple(row.sections),
                pages=tuple(row.pages),
                text=row.text,
            )
            for row in citations
        ),
    )


def changes_of(version: Determination, *, at: datetime, signer: Any = None) -> tuple[Change, ...]:
    """Return what changed from the version before to this one; empty for the first of a review."""
    earlier = version.review.determinations.filter(version__lt=version.version).last()
    if earlier is None:
        return ()
    today = timezone.localdate(at)
    dates = {"signed_at": at, "letter_date": today, "decision_on": today, "signer": signer}
    return compare(build_content(earlier, **dates), build_content(version, **dates))

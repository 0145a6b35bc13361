"""Makers of the judgement on a case: reviewers, offers, reviews, determinations, letters."""

import itertools
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases import audit, blobs
from cases.lifecycle import CaseStatus
from cases.models import Case, CaseGrant, MedicalRecord
from cases.press.snapshots import snapshot_sha256
from imrportal.accounts.models import User
from imrportal.accounts.roles import Role
from reviews.conflicts.questions import Affiliation
from reviews.letters.content import to_snapshot
from reviews.lifecycle import OPEN_OFFERS, OfferStatus, ReviewStatus
from reviews.models import (
    Certification,
    ConflictAttestation,
    Delivery,
    Determination,
    DeterminationLetter,
    Draft,
    DraftCitation,
    DraftRevision,
    GuidelineCitation,
    GuidelineLoad,
    Licence,
    LoadedEdition,
    Phrase,
    QualityCheck,
    Review,
    Reviewer,
    ReviewerQuestion,
    ReviewOffer,
    ServiceDecision,
    ServiceDraft,
)
from tests.factories.case_file import citation_fields, make_case, make_director, make_user, tiny_pdf
from tests.factories.letter_content import (
    CONCLUSION_BY_OUTCOME,
    NOON,
    PARTIES,
    RATIONALE,
    SUMMARY,
    make_content,
)

FAR_OFF = date(2099, 12, 31)
CASE_STATUS_BY_REVIEW_STATUS = {
    ReviewStatus.DRAFTING: CaseStatus.IN_REVIEW,
    ReviewStatus.SUBMITTED: CaseStatus.IN_QUALITY_CHECK,
    ReviewStatus.RETURNED: CaseStatus.IN_REVIEW,
    ReviewStatus.APPROVED: CaseStatus.APPROVED,
    ReviewStatus.SIGNED: CaseStatus.SIGNED,
    ReviewStatus.WITHDRAWN: CaseStatus.READY_FOR_REVIEW,
    ReviewStatus.RECALLED: CaseStatus.READY_FOR_REVIEW,
    ReviewStatus.CANCELLED: CaseStatus.WITHDRAWN,
}
_numbers = itertools.count(1)


def make_reviewer(
    user: User | None = None,
    *,
    state: str = "California",
    specialty: str = "Orthopedic Surgery",
    **fields: Any,
) -> Reviewer:
    """Make a reviewer with a valid licence, certification and practice record."""
    known = {
        "user": user or make_user(Role.REVIEWER),
        "pseudonym": f"R-{next(_numbers):04d}",
        "degree": Reviewer.Degree.MD,
        "practice_years": 12,
        "practice_weekly_hours": 32,
        "practice_recorded_on": days_ago(30),
        "qme_checked_on": days_ago(30),
        "discipline_checked_on": days_ago(30),
    } | fields
    reviewer = Reviewer.objects.create(**known)
    Licence.objects.create(
        reviewer=reviewer,
        state=state,
        number=f"A {next(_numbers) + 50_000}",
        expires_on=FAR_OFF,
        verified_on=days_ago(30),
    )
    Certification.objects.create(
        reviewer=reviewer,
        specialty=specialty,
        board="American Board of Orthopaedic Surgery",
        expires_on=FAR_OFF,
        verified_on=days_ago(30),
    )
    return reviewer


def make_offer(
    case: Case | None = None,
    reviewer: Reviewer | None = None,
    status: str = OfferStatus.OFFERED,
    **fields: Any,
) -> ReviewOffer:
    """Make an offer of a case that is ready for review."""
    case = case or make_case(CaseStatus.READY_FOR_REVIEW)
    known = {
        "offered_by": fields.pop("offered_by", None) or case.assigned_by or _coordinator(),
        "offered_at": NOON,
        "fit_specialty": "Orthopedic Surgery",
        "fit_reason": "The disputed care treats the spine, which the specialty covers.",
        "ended_reason": "" if status in OPEN_OFFERS else "Too much to do.",
        "answered_at": None if status == OfferStatus.OFFERED else NOON,
    } | fields
    Case.objects.filter(pk=case.pk).update(assigned_by=known["offered_by"])
    case.refresh_from_db()
    return ReviewOffer.objects.create(
        case=case, reviewer=reviewer or make_reviewer(), status=status, **known
    )


def make_review(
    case: Case | None = None,
    reviewer: Reviewer | None = None,
    status: str = ReviewStatus.DRAFTING,
    *,
    is_written: bool = True,
    **fields: Any,
) -> Review:
    """Make a review with offer, attestation, grant of records and draft, written or empty."""
    case = case or make_case(CASE_STATUS_BY_REVIEW_STATUS[ReviewStatus(status)])
    has_ended = status in (ReviewStatus.WITHDRAWN, ReviewStatus.RECALLED, ReviewStatus.CANCELLED)
    offer_status = OfferStatus.ENDED if has_ended else OfferStatus.ATTESTED
    offer = make_offer(case, reviewer, offer_status)
    case, user = offer.case, offer.reviewer.user
    ConflictAttestation.objects.create(
        offer=offer,
        attested_by=user,
        attested_at=NOON,
        is_free_of_conflict=True,
        answers=_clean_answers(case),
        wording_version="1",
    )
    CaseGrant.objects.create(
        case=case,
        user=user,
        scope=CaseGrant.Scope.RECORDS,
        reason="Attested to no conflict of interest.",
        granted_by=offer.offered_by,
        granted_at=NOON,
        ended_at=NOON + timedelta(days=1) if has_ended else None,
    )
    known = {
        "began_at": NOON,
        "submitted_at": None if status == ReviewStatus.DRAFTING else NOON,
        "ended_at": NOON + timedelta(days=1) if has_ended else None,
        "ended_reason": "Fell ill." if has_ended else "",
    } | fields
    review = Review.objects.create(
        case=case, offer=offer, reviewer=offer.reviewer, status=status, **known
    )
    _make_draft(review, is_written)
    return review


def make_revision(review: Review, revision: int = 1, **fields: Any) -> DraftRevision:
    """Make a kept save of the summary, or of a service if one is given."""
    known = {"draft": review.draft, "revision": revision, "text": SUMMARY, "saved_at": NOON}
    return DraftRevision.objects.create(**known | fields)


def make_loaded_edition(**fields: Any) -> LoadedEdition:
    """Make an edition of a guideline that the organization loaded."""
    load = fields.pop("load", None) or GuidelineLoad.objects.create(
        sha256=secrets.token_hex(32), loaded_by=_coordinator(), loaded_at=NOON
    )
    known = {"kind": "mtus", "title": "Thumb Disorders", "year": 2024} | fields
    return LoadedEdition.objects.create(load=load, **known)


def make_phrase(reviewer: Reviewer | None = None, **fields: Any) -> Phrase:
    """Make a phrase of a reviewer's own."""
    known = {"name": "No red flag", "text": "No red flag is recorded.", "saved_at": NOON} | fields
    return Phrase.objects.create(reviewer=reviewer or make_reviewer(), **known)


def make_question(review: Review | None = None, **fields: Any) -> ReviewerQuestion:
    """Make a question of a reviewer that waits for its answer."""
    review = review or make_review()
    known = {"about": "unreadable", "text": "Page 3 is black.", "asked_at": NOON}
    known |= {"asked_by": review.reviewer.user} | fields
    return ReviewerQuestion.objects.create(review=review, **known)


def open_records(review: Review, records: Iterable[MedicalRecord] | None = None) -> None:
    """Leave the rows of the reviewer's look at documents: at all of them, or at these."""
    for record in review.case.records.current() if records is None else records:
        audit.append("record.viewed", record, by=review.reviewer.user, case=review.case)


def make_determination(
    review: Review | None = None, status: str = ReviewStatus.SUBMITTED, **fields: Any
) -> Determination:
    """Make a version: submitted, approved (by somebody in quality) or signed (by a director)."""
    review = review or make_review(status=status)
    is_approved = status in (ReviewStatus.APPROVED, ReviewStatus.SIGNED)
    known = {
        "version": review.case.determinations.count() + 1,
        "clinical_case_summary": SUMMARY,
        "submitted_by": review.reviewer.user,
        "submitted_at": NOON,
    }
    if is_approved:
        known |= {"approved_by": fields.pop("approved_by", None) or make_user(Role.QUALITY)}
        known |= {"approved_at": NOON}
    if status == ReviewStatus.SIGNED:
        known |= {"signed_by": fields.pop("signed_by", None) or make_director(), "signed_at": NOON}
        known |= _frozen(review.case)
    search = fields.pop("evidence_search", {})
    version = Determination.objects.create(review=review, case=review.case, **(known | fields))
    version.documents_reviewed.set(review.case.records.current())
    for service in review.case.services.all():
        decision = ServiceDecision.objects.create(
            determination=version,
            service=service,
            evidence_search=search,
            **written_on(service.position),
        )
        GuidelineCitation.objects.create(decision=decision, **citation_fields("Low Back Disorders"))
    QualityCheck.objects.create(
        determination=version,
        opened_at=NOON,
        outcome="approved" if is_approved else "",
        checked_by=version.approved_by,
        checked_at=version.approved_at,
    )
    return version


def make_letter(
    determination: Determination | None = None,
    form: str = "served",
    status: str = "queued",
    **fields: Any,
) -> DeterminationLetter:
    """Make a letter of a signed determination; a ready one has a small file in the blob store."""
    determination = determination or make_determination(status=ReviewStatus.SIGNED)
    known: dict[str, Any] = {"queued_at": NOON}
    if status == "ready":
        sha256, size = blobs.store([tiny_pdf(f"{form} letter of {determination}")])
        known |= {"file_sha256": sha256, "file_size": size, "pages": 1, "ready_at": NOON}
    return DeterminationLetter.objects.create(
        determination=determination, form=form, status=status, **(known | fields)
    )


def make_delivery(letter: DeterminationLetter, **fields: Any) -> Delivery:
    """Make the proof of service that one recipient waits for."""
    name, address = PARTIES["injured_worker"]
    known = {
        "position": letter.deliveries.count() + 1,
        "recipient_role": "injured_worker",
        "recipient_name": name,
        "address": address,
    } | fields
    return Delivery.objects.create(letter=letter, **known)


def written_on(position: int) -> dict[str, str]:
    """Return what is written on the service in a place: the first is overturned, others upheld."""
    outcome = "overturned" if position == 1 else "upheld"
    return {
        "outcome": outcome,
        "imro_basis": "mtus",
        "decision_rationale": f"{RATIONALE} {CONCLUSION_BY_OUTCOME[outcome]}",
    }


def _clean_answers(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "party_role": party.role,
            "party_id": party.pk,
            "affiliation": kind.value,
            "has_affiliation": False,
        }
        for party in case.parties.all()
        for kind in Affiliation
    ]


def _make_draft(review: Review, is_written: bool) -> None:
    draft = Draft.objects.create(review=review, clinical_case_summary=SUMMARY if is_written else "")
    for service in review.case.services.all():
        written = written_on(service.position)
        part = ServiceDraft.objects.create(
            draft=draft, service=service, **(written if is_written else {})
        )
        if is_written:
            DraftCitation.objects.create(
                service_draft=part, **citation_fields("Low Back Disorders")
            )


def _frozen(case: Case) -> dict[str, Any]:
    snapshot = to_snapshot(make_content(case))
    return {
        "snapshot": snapshot,
        "snapshot_sha256": snapshot_sha256(snapshot),
        "template_version": "test",
    }


def _coordinator() -> User:
    return User.objects.filter(role=Role.COORDINATOR).first() or make_user(Role.COORDINATOR)


def days_ago(days: int) -> date:
    """Return the Pacific day so many days ago."""
    return timezone.localdate() - timedelta(days=days)

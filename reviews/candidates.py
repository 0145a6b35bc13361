"""The roster seen from one case: facts read from rows, then gates, fit and order."""

from datetime import date

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from cases.duedates import determination_due
from cases.models import Case, Party
from reviews.lifecycle import WORKING, OfferStatus, ReviewStatus
from reviews.matching.due import credentials_through
from reviews.matching.facts import (
    CertificationFacts,
    DisputeFacts,
    EarlierPart,
    LicenceFacts,
    Question,
    ReviewerFacts,
)
from reviews.matching.rank import Candidate, candidate, ranked
from reviews.models import Review, Reviewer, ReviewOffer

WAITING_OFFERS = (OfferStatus.OFFERED, OfferStatus.ACCEPTED)

# The heaviest part that a reviewer had in the dispute counts.
_PART_OF_REVIEW = {
    ReviewStatus.WITHDRAWN: EarlierPart.WITHDREW,
    ReviewStatus.RECALLED: EarlierPart.RECALLED,
    ReviewStatus.CANCELLED: EarlierPart.RECALLED,
}
_PART_OF_OFFER = {
    OfferStatus.DECLINED: EarlierPart.DECLINED,
    OfferStatus.CONFLICTED: EarlierPart.CONFLICTED,
    OfferStatus.RECALLED: EarlierPart.RECALLED,
}
_WEIGHT = tuple(EarlierPart)


def candidates(case: Case, *, on: date) -> tuple[Candidate, ...]:
    """Return everybody on the roster as a candidate for the case, the best first."""
    dispute, question = dispute_facts(case), question_for(case, on=on)
    parts = _earlier_parts(case)
    return ranked(
        dispute,
        (
            candidate(row.pk, reviewer_facts(row, parts.get(row.pk)), dispute, question)
            for row in roster()
        ),
    )


def candidate_for(case: Case, reviewer: Reviewer, *, on: date) -> Candidate:
    """Return one reviewer as a candidate for the case, read afresh."""
    row = roster().get(pk=reviewer.pk)
    facts = reviewer_facts(row, _earlier_parts(case).get(row.pk))
    return candidate(row.pk, facts, dispute_facts(case), question_for(case, on=on))


def roster() -> QuerySet[Reviewer]:
    """Return the reviewers with everything the gates look at, and how many cases each has open."""
    return (
        Reviewer.objects.select_related("user")
        .prefetch_related("licences", "certifications")
        .annotate(
            open_reviews=Count("reviews", filter=Q(reviews__status__in=WORKING), distinct=True),
            open_offers=Count("offers", filter=Q(offers__status__in=WAITING_OFFERS), distinct=True),
        )
    )


def question_for(case: Case, *, on: date) -> Question:
    """Return what the case asks of a reviewer from the day `on`."""
    expected = determination_due(case)
    through = credentials_through(expected.on if expected else None, day=on)
    return question(on=on, through=through)


def question(*, on: date, through: date) -> Question:
    """Return what is asked of a reviewer between two days, with the organization's numbers."""
    return Question(
        day=on,
        through=through,
        min_years=settings.PRACTICE_MIN_YEARS,
        min_weekly_hours=settings.PRACTICE_MIN_WEEKLY_HOURS,
    )


def dispute_facts(case: Case) -> DisputeFacts:
    """Return what is disputed, in words."""
    physician = case.parties.filter(role=Party.Role.REQUESTING_PHYSICIAN).first()
    return DisputeFacts(
        case_number=case.case_number,
        services=tuple(
            f"{service.category} {service.subcategory} {service.requested}"
            for service in case.services.in_review()
        ),
        requesting_specialty=physician.specialty if physician else "",
    )


def reviewer_facts(reviewer: Reviewer, earlier_part: EarlierPart | None = None) -> ReviewerFacts:
    """Return a reviewer's record as values; the load is known for rows of `roster()`."""
    return ReviewerFacts(
        pseudonym=reviewer.pseudonym,
        degree=reviewer.degree,
        licences=tuple(
            LicenceFacts(
                row.state,
                row.is_restricted,
                row.is_in_good_standing,
                row.expires_on,
                row.verified_on,
            )
            for row in reviewer.licences.all()
        ),
        certifications=tuple(
            CertificationFacts(row.specialty, row.board, row.expires_on, row.verified_on)
            for row in reviewer.certifications.all()
        ),
        practice_years=reviewer.practice_years,
        practice_weekly_hours=reviewer.practice_weekly_hours,
        practice_recorded_on=reviewer.practice_recorded_on,
        is_qme=reviewer.is_qme,
        qme_checked_on=reviewer.qme_checked_on,
        has_disciplinary_history=reviewer.has_disciplinary_history,
        discipline_checked_on=reviewer.discipline_checked_on,
        is_account_active=reviewer.user.is_active,
        is_available=reviewer.is_available,
        unavailable_until=reviewer.unavailable_until,
        open_cases=getattr(reviewer, "open_reviews", 0) + getattr(reviewer, "open_offers", 0),
        case_capacity=reviewer.case_capacity,
        earlier_part=earlier_part or EarlierPart.NONE,
    )


def _earlier_parts(case: Case) -> dict[int, EarlierPart]:
    """Return the heaviest part each reviewer had in this case before."""
    parts: dict[int, EarlierPart] = {}
    offers = ReviewOffer.objects.filter(case=case, status__in=_PART_OF_OFFER)
    for reviewer_id, status in offers.values_list("reviewer_id", "status"):
        _note(parts, reviewer_id, _PART_OF_OFFER[OfferStatus(status)])
    for reviewer_id, status in Review.objects.filter(case=case).values_list(
        "reviewer_id", "status"
    ):
        part = _PART_OF_REVIEW.get(ReviewStatus(status), EarlierPart.DECIDED)
        _note(parts, reviewer_id, part)
    return parts


def _note(parts: dict[int, EarlierPart], reviewer_id: int, part: EarlierPart) -> None:
    before = parts.get(reviewer_id, EarlierPart.NONE)
    parts[reviewer_id] = max(before, part, key=_WEIGHT.index)

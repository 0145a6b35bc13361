"""Offers: a case is offered to a reviewer, who takes it, declines it, or has it recalled."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.access import require
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.lifecycle import CASE
from cases.models import Case, Message
from cases.pipelines.messages import tell
from reviews import access, candidates, credentials
from reviews.lifecycle import OFFER, OPEN_OFFERS, ReviewStatus
from reviews.matching.rank import Candidate
from reviews.models import Reviewer, ReviewOffer

ANSWER_WITHIN = {
    Case.Priority.STANDARD: timedelta(days=2),
    Case.Priority.EXPEDITED: timedelta(hours=4),
}


@transaction.atomic
def offer_review(
    case: Case, reviewer: Reviewer, *, by: Any, at: datetime, fit_specialty: str, fit_reason: str
) -> ReviewOffer:
    """Offer the case; refused unless every gate is open and the fit is recorded."""
    case = lock_case(case)
    require(by, "reviews.offer_review")
    CASE.step("begin_review", case.status)
    Reviewer.objects.select_for_update().get(pk=reviewer.pk)
    found = candidates.candidate_for(case, reviewer, on=timezone.localdate(at))
    _refuse_second_offer(case)
    if reviewer.user_id == by.pk:
        raise Refused("Nobody offers a case to himself: ask a colleague.")
    _refuse_unfit(case, found, reviewer, fit_specialty, fit_reason, on=timezone.localdate(at))
    offer = ReviewOffer.objects.create(
        case=case,
        reviewer=reviewer,
        round=1 + case.reviews.filter(status=ReviewStatus.SIGNED).count(),
        fit_specialty=fit_specialty.strip(),
        fit_reason=fit_reason.strip(),
        matching=_matching(found),
        offered_by=by,
        offered_at=at,
        respond_by=at + ANSWER_WITHIN[Case.Priority(case.priority)],
    )
    case.assigned_by = by
    case.save(update_fields=["assigned_by"])
    audit.append("offer.made", offer, by=by, reviewer_id=reviewer.pk, fit=found.fit.level.name)
    tell([reviewer.user], Message.Kind.OFFER, case, key=f"offer-{offer.pk}", at=at)
    return offer


def hasten_offers(case: Case, *, by: Any, at: datetime) -> None:
    """Ask for the answer to an open offer within the hours of an expedited case, and say so."""
    soon = at + ANSWER_WITHIN[Case.Priority.EXPEDITED]
    for offer in case.review_offers.filter(status__in=candidates.WAITING_OFFERS).order_by("pk"):
        offer = lock_offer(offer)
        offer.respond_by = min(offer.respond_by or soon, soon)
        offer.save(update_fields=["respond_by"])
        audit.append("offer.hastened", offer, by=by)
        key = f"offer-{offer.pk}-expedited"
        tell([offer.reviewer.user], Message.Kind.OFFER, case, key=key, at=at)


def _refuse_second_offer(case: Case) -> None:
    held = case.review_offers.filter(status__in=OPEN_OFFERS).select_related("reviewer").first()
    if held is not None:
        raise Refused(
            f"The case is offered to {held.reviewer.pseudonym} since "
            f"{timezone.localdate(held.offered_at).isoformat()}. Recall that offer before making "
            "another."
        )


def _refuse_unfit(
    case: Case,
    found: Candidate,
    reviewer: Reviewer,
    fit_specialty: str,
    fit_reason: str,
    *,
    on: date,
) -> None:
    reasons = [f"{row.reason} ({row.rule})" for row in found.refused]
    fitting = credentials.fitting_specialties(
        candidates.reviewer_facts(reviewer), candidates.question_for(case, on=on)
    )
    if fit_specialty.strip() not in fitting:
        reasons.append(
            "Choose the certification that fits these services; the letter says that the "
            f"specialty is the same or similar. On record: {', '.join(fitting) or 'none'}."
        )
    if not fit_reason.strip():
        reasons.append("Say why the specialty fits: the reason is kept with the offer.")
    reasons.append(character_refusal("The reason", fit_reason))
    if any(reasons):
        raise Refused(*filter(None, reasons))


def _matching(found: Candidate) -> dict[str, Any]:
    """Return the findings as they were at the offer, for whoever asks later."""
    return {
        "findings": [
            {"gate": row.gate, "verdict": row.verdict.value, "reason": row.reason}
            for row in found.findings
        ],
        "fit": {"level": found.fit.level.name.lower(), "words": found.fit.words},
    }


@transaction.atomic
def accept_offer(offer: ReviewOffer, *, by: Any, at: datetime) -> ReviewOffer:
    """Take the offer; the conflict attestation follows."""
    offer = lock_offer(offer)
    require(by, OFFER.named("accept").permission)
    access.require_holder(offer.reviewer, by)
    return move_offer(offer, "accept", by=by, at=at)


@transaction.atomic
def decline_offer(offer: ReviewOffer, *, by: Any, at: datetime, reason: str) -> ReviewOffer:
    """Decline the offer with a reason; the coordinator offers it to another."""
    offer = lock_offer(offer)
    require(by, OFFER.named("decline").permission)
    access.require_holder(offer.reviewer, by)
    OFFER.step("decline", offer.status)
    refuse_without_reason(reason, "Say why you decline, so that the next offer fits better.")
    return move_offer(offer, "decline", by=by, at=at, reason=reason)


@transaction.atomic
def recall_offer(offer: ReviewOffer, *, by: Any, at: datetime, reason: str) -> ReviewOffer:
    """Take an unanswered or unattested offer back."""
    offer = lock_offer(offer)
    require(by, OFFER.named("recall").permission)
    OFFER.step("recall", offer.status)
    refuse_without_reason(reason, "Say why the offer is recalled.")
    return move_offer(offer, "recall", by=by, at=at, reason=reason)


def lock_offer(offer: ReviewOffer) -> ReviewOffer:
    """Return the offer with its case's row locked first, then its own."""
    case = lock_case(offer.case)
    offer = ReviewOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    offer.case = case
    return offer


def move_offer(
    offer: ReviewOffer, step_name: str, *, by: Any, at: datetime, reason: str = ""
) -> ReviewOffer:
    """Write one step of an offer: the only writer of its status; the caller asked permission."""
    step = OFFER.step(step_name, offer.status)
    offer.status, offer.ended_reason = step.target, reason.strip()
    offer.answered_at = offer.answered_at or at
    offer.save(update_fields=["status", "ended_reason", "answered_at"])
    audit.append(f"offer.{step.name}", offer, by=by, reached=step.target)
    return offer


def refuse_without_reason(reason: str, sentence: str) -> None:
    """Raise Refused with `sentence` when no reason is given, or for characters it may not hold."""
    if not reason.strip():
        raise Refused(sentence)
    refusal = character_refusal("The reason", reason)
    if refusal:
        raise Refused(refusal)

"""How a review ends undecided: the reviewer withdraws, or a silent one is recalled."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require
from cases.actions.lifecycle import lock_case, transition_case
from cases.errors import Refused
from cases.models import CaseGrant
from reviews import access
from reviews.actions.offers import lock_offer, move_offer, refuse_without_reason
from reviews.lifecycle import OPEN_OFFERS, REVIEW
from reviews.models import Review


@transaction.atomic
def withdraw_review(review: Review, *, by: Any, at: datetime, reason: str) -> Review:
    """End one's own review with a reason; the case is ready for another reviewer."""
    review = lock_review(review)
    require(by, REVIEW.named("withdraw").permission)
    access.require_holder(review.reviewer, by)
    REVIEW.step("withdraw", review.status)
    refuse_without_reason(reason, "Say why you withdraw; the coordinator reads it.")
    return _give_back(review, "withdraw", by=by, at=at, reason=reason)


@transaction.atomic
def recall_review(review: Review, *, by: Any, at: datetime, reason: str) -> Review:
    """End a silent reviewer's work; the case is ready for another reviewer."""
    review = lock_review(review)
    require(by, REVIEW.named("recall").permission)
    REVIEW.step("recall", review.status)
    refuse_without_reason(reason, "Say why the review is recalled.")
    return _give_back(review, "recall", by=by, at=at, reason=reason)


def lock_review(review: Review) -> Review:
    """Return the review with its case's row locked first, then its own."""
    case = lock_case(review.case)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    review.case = case
    return review


def lock_written(review: Review, by: Any) -> Review:
    """Return the review locked, if it is this user's and still being written."""
    review = lock_review(review)
    require(by, "reviews.draft_review")
    access.require_holder(review.reviewer, by)
    REVIEW.step("submit", review.status)
    refuse_unanswered(review)
    return review


def refuse_unanswered(review: Review) -> None:
    """Raise Refused while a check is open: nobody goes on before it is answered."""
    if review.rechecks.open().exists():
        raise Refused(
            "The claims administrator has changed. Answer for conflicts with the new one before "
            "going on; what you wrote is kept.",
            fix_url_name="reviews:answer_recheck",
        )


def move_review(review: Review, step_name: str, *, by: Any, **changes: Any) -> Review:
    """Write one step of a review. The caller has asked permission and locked it."""
    step = REVIEW.step(step_name, review.status)
    review.status = step.target
    for name, value in changes.items():
        setattr(review, name, value)
    review.save(update_fields=["status", *changes])
    audit.append(f"review.{step.name}", review, by=by, changed=changes, reached=step.target)
    return review


def end_review(review: Review, step_name: str, *, by: Any, at: datetime, reason: str) -> Review:
    """End the review with its offer and its grant; the case is the caller's affair."""
    review = move_review(review, step_name, by=by, ended_at=at, ended_reason=reason.strip())
    offer = lock_offer(review.offer)
    if offer.status in OPEN_OFFERS:
        move_offer(offer, "end", by=by, at=at, reason=review.get_status_display())
    grants = CaseGrant.objects.filter(case=review.case, user=review.reviewer.user, ended_at=None)
    for grant in grants:
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
        audit.append("grant.ended", grant, by=by)
    return review


def _give_back(review: Review, step_name: str, *, by: Any, at: datetime, reason: str) -> Review:
    review = end_review(review, step_name, by=by, at=at, reason=reason)
    review.case = transition_case(review.case, "end_review", by=by, at=at)
    return review

"""What the judgement does when the file of a case ends: open offers and reviews end with it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cases.lifecycle import CaseStatus
from cases.models import Case
from cases.signals import case_transitioned
from cases.statemachine import Step
from reviews.actions.endings import end_review, lock_review
from reviews.actions.offers import lock_offer, move_offer
from reviews.lifecycle import OPEN_OFFERS, REVIEW
from reviews.models import Review, ReviewOffer

ENDED_WITHOUT_DETERMINATION = frozenset(
    {CaseStatus.WITHDRAWN, CaseStatus.TERMINATED, CaseStatus.INELIGIBLE}
)


@receiver(case_transitioned, dispatch_uid="reviews.end_work_with_the_case")
def end_work_with_the_case(
    sender: type[Case], case: Case, step: Step, by: Any, at: datetime, **kwargs: Any
) -> None:
    """Cancel what a reviewer holds of a case that ended without a determination."""
    if step.target not in ENDED_WITHOUT_DETERMINATION:
        return
    reason = f"The case was {CaseStatus(step.target).label.lower()}."
    for review in Review.objects.filter(
        case=case, status__in=REVIEW.named("cancel").sources
    ).order_by("pk"):
        end_review(lock_review(review), "cancel", by=by, at=at, reason=reason)
    for offer in ReviewOffer.objects.filter(case=case, status__in=OPEN_OFFERS).order_by("pk"):
        move_offer(lock_offer(offer), "end", by=by, at=at, reason=reason)

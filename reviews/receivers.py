"""What the judgement does when something happens elsewhere: a case ends, a letter is finished.

With a case that ends, open offers and reviews end; with its last letter, a case is sealed.
"""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cases.lifecycle import CaseStatus
from cases.models import Case
from cases.signals import case_transitioned
from cases.statemachine import Step
from reviews.actions.endings import end_review, lock_review
from reviews.actions.letters import seal_case
from reviews.actions.offers import lock_offer, move_offer
from reviews.lifecycle import OPEN_OFFERS, REVIEW
from reviews.models import DeterminationLetter, Review, ReviewOffer
from reviews.signals import letter_finished

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


@receiver(letter_finished, dispatch_uid="reviews.seal_the_case_with_its_letters")
def seal_the_case_with_its_letters(
    sender: type[DeterminationLetter], letter: DeterminationLetter, at: datetime, **kwargs: Any
) -> None:
    """Take the case to sealed with its last letter, in the transaction that stores that one."""
    seal_case(letter.determination.case, at=at)

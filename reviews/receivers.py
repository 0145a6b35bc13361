"""What the judgement does when something happens elsewhere: a case ends, a letter is finished.

With a case that ends, open offers and reviews end, and its fee is noted by how far a reviewer had
come; services that are in dispute again get their place in the draft; with its last letter, a case
is sealed.
"""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cases.actions.fees import Closure, raise_fee
from cases.fees.rules import Stage
from cases.lifecycle import CaseStatus
from cases.models import Case
from cases.signals import Change, case_changed, case_transitioned, services_reopened
from cases.statemachine import Step
from reviews.actions.endings import end_review, lock_review
from reviews.actions.letters import seal_case
from reviews.actions.offers import hasten_offers, lock_offer, move_offer
from reviews.actions.rechecks import ask_recheck
from reviews.lifecycle import OPEN_OFFERS, REVIEW, WORKING
from reviews.models import (
    ConflictRecheck,
    DeterminationLetter,
    Draft,
    Review,
    Reviewer,
    ReviewOffer,
    ServiceDraft,
)
from reviews.signals import letter_finished

CHARGED = frozenset({CaseStatus.ISSUED, CaseStatus.WITHDRAWN, CaseStatus.TERMINATED})
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


@receiver(case_transitioned, dispatch_uid="reviews.note_the_fee_of_a_case_that_closes")
def note_the_fee_of_a_case_that_closes(
    sender: type[Case], case: Case, step: Step, by: Any, at: datetime, **kwargs: Any
) -> None:
    """Note the fee: determined, or ended before or after a reviewer had the case."""
    if step.target not in CHARGED:
        return
    review = Review.objects.filter(case=case).select_related("reviewer").order_by("-pk").first()
    if review is None:
        raise_fee(case, Closure(Stage.BEFORE_REVIEWER), by=by, at=at)
        return
    is_determined = step.target == CaseStatus.ISSUED
    stage = Stage.DETERMINED if is_determined else Stage.AFTER_REVIEWER
    raise_fee(case, Closure(stage, _degree(review), reviewers=1), by=by, at=at)


@receiver(services_reopened, dispatch_uid="reviews.draft_what_is_in_dispute_again")
def draft_what_is_in_dispute_again(sender: type[Case], case: Case, **kwargs: Any) -> None:
    """Give services that came back into dispute their place in the draft that is being written."""
    for draft in Draft.objects.filter(review__case=case, review__status__in=WORKING):
        there = draft.services.values("service")
        missing = case.services.in_review().exclude(pk__in=there)
        ServiceDraft.objects.bulk_create(ServiceDraft(draft=draft, service=one) for one in missing)


def _degree(review: Review) -> str:
    is_physician = review.reviewer.degree in (Reviewer.Degree.MD, Reviewer.Degree.DO)
    return "md_do" if is_physician else "other"


@receiver(case_changed, dispatch_uid="reviews.follow_a_change_of_the_case")
def follow_a_change_of_the_case(
    sender: type[Case], case: Case, change: str, by: Any, at: datetime, **kwargs: Any
) -> None:
    """Open the conflict check for a new administrator; ask for quicker answers to an urgent case.

    Who has not attested yet is asked about every party anyway.
    """
    if change == Change.CLAIMS_ADMINISTRATOR:
        for review in Review.objects.open().filter(case=case).order_by("pk"):
            ask_recheck(review, by=by, at=at, reason=ConflictRecheck.Reason.CLAIMS_ADMINISTRATOR)
    if change == Change.EXPEDITED:
        hasten_offers(case, by=by, at=at)


@receiver(letter_finished, dispatch_uid="reviews.seal_the_case_with_its_letters")
def seal_the_case_with_its_letters(
    sender: type[DeterminationLetter], letter: DeterminationLetter, at: datetime, **kwargs: Any
) -> None:
    """Take the case to sealed with its last letter, in the transaction that stores that one."""
    seal_case(letter.determination.case, at=at)

"""The conflict check opened again: the records are closed until the reviewer has answered.

LC 139.5(d)(5): nobody goes on who has an affiliation with a party, whenever it came.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require
from cases.actions.lifecycle import transition_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.messages import COORDINATOR, Staff
from cases.models import CaseGrant, Message
from cases.pipelines.messages import tell
from reviews import access
from reviews.actions.endings import end_review, lock_review
from reviews.conflicts.questions import WORDING_VERSION, Answer, Asked, is_clean, unanswered
from reviews.credentials import unsworn_parties
from reviews.lifecycle import WORKING, ReviewStatus
from reviews.models import ConflictRecheck, Review

BEFORE_SIGNATURE = (*WORKING, ReviewStatus.SUBMITTED, ReviewStatus.APPROVED)
DECLARED = "The reviewer declared a conflict with a party that came later."
PAUSED = "Waits for the conflict check of a party that came later."
ANSWERED = "Attested again to be free of conflict."


def ask_recheck(review: Review, *, by: Any, at: datetime, reason: str) -> ConflictRecheck | None:
    """Open the check again and close the records, inside the transaction of what made it needed."""
    review = lock_review(review)
    open_one = review.rechecks.open().first()
    if open_one is not None or review.status not in BEFORE_SIGNATURE:
        return open_one
    recheck = ConflictRecheck.objects.create(review=review, reason=reason, asked_at=at)
    audit.append("recheck.asked", recheck, by=by, case=review.case, reason=reason)
    _change_grant(review, CaseGrant.Scope.RECORDS, CaseGrant.Scope.FILE, PAUSED, by=by, at=at)
    return recheck


@transaction.atomic
def answer_recheck(
    recheck: ConflictRecheck,
    *,
    by: Any,
    at: datetime,
    answers: Sequence[Answer],
    explanation: str = "",
) -> ConflictRecheck:
    """Sign the answers: clean opens the records again, a conflict ends the work being written."""
    review = lock_review(recheck.review)
    require(by, "reviews.attest_offer")
    access.require_holder(review.reviewer, by)
    recheck = ConflictRecheck.objects.select_for_update(of=("self",)).get(pk=recheck.pk)
    if recheck.answered_at is not None:
        raise Refused("This check was answered already.")
    asked = [Asked(party.pk, party.role) for party in unsworn_parties(review)]
    is_free = is_clean(answers)
    _refuse_faults(asked, answers, is_free, explanation)
    recheck.answered_at, recheck.is_free_of_conflict = at, is_free
    recheck.answers = _stored(asked, answers)
    recheck.wording_version, recheck.explanation = WORDING_VERSION, explanation.strip()
    recheck.save()
    audit.append("recheck.answered", recheck, by=by, case=review.case, is_free_of_conflict=is_free)
    if is_free:
        _change_grant(review, CaseGrant.Scope.FILE, CaseGrant.Scope.RECORDS, ANSWERED, by=by, at=at)
    else:
        _give_up(review, by=by, at=at)
    return recheck


def _give_up(review: Review, *, by: Any, at: datetime) -> None:
    """Tell the coordinator; work that is still being written ends, a version is returned first."""
    case = review.case
    people = Staff().of(case, COORDINATOR)
    tell(people, Message.Kind.CONFLICT_DECLARED, case, key=f"conflict-{review.pk}", at=at)
    if review.status not in WORKING:
        return
    review = end_review(review, "withdraw", by=by, at=at, reason=DECLARED)
    transition_case(case, "end_review", by=by, at=at)


def _change_grant(
    review: Review, closed: str, opened: str, reason: str, *, by: Any, at: datetime
) -> None:
    """End the reviewer's grant of one scope and open one of another."""
    grants = CaseGrant.objects.filter(
        case=review.case, user=review.reviewer.user, scope=closed, ended_at=None
    )
    for grant in grants:
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
        audit.append("grant.ended", grant, by=by)
        new = CaseGrant.objects.create(
            case=review.case,
            user=grant.user,
            scope=opened,
            reason=reason,
            granted_by=grant.granted_by,
            granted_at=at,
        )
        audit.append("grant.opened", new, by=by, scope=opened)


def _refuse_faults(
    asked: Sequence[Asked], answers: Sequence[Answer], is_free: bool, explanation: str
) -> None:
    if unanswered(asked, answers) or not answers:
        raise Refused("Answer all three questions for each party that is asked about.")
    if not is_free and not explanation.strip():
        raise Refused("Say in a sentence what the affiliation is; nobody outside sees it.")
    refusal = character_refusal("The explanation", explanation)
    if refusal:
        raise Refused(refusal)


def _stored(asked: Sequence[Asked], answers: Sequence[Answer]) -> list[dict[str, Any]]:
    role_by_id = {party.party_id: party.party_role for party in asked}
    return [
        {
            "party_id": answer.party_id,
            "party_role": role_by_id[answer.party_id],
            "affiliation": answer.affiliation,
            "has_affiliation": answer.has_affiliation,
        }
        for answer in answers
        if answer.party_id in role_by_id
    ]

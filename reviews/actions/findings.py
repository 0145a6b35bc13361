"""What is answered to the checks: a finding kept with its reason, and runs that let a step pass."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.access import require
from cases.characters import character_refusal
from cases.errors import Refused
from reviews import access
from reviews.actions.endings import lock_review
from reviews.checks import ENGINE
from reviews.checks.findings import Finding, Severity
from reviews.findings import Checked, as_json, check_review
from reviews.lifecycle import WORKING
from reviews.models import CheckRun, Determination, FindingAnswer, Review

MOST_WORDS = 2_000
NOT_KEPT = (
    "This finding stops the letter and is not kept with a reason: look at the words it stands on, "
    "and change them."
)
GONE = "The letter no longer has this finding: what it stood on was changed meanwhile."
MAY_ANSWER = {"submitted": "reviews.approve_review", "approved": "reviews.sign_determination"}


@transaction.atomic
def keep_finding(
    review: Review,
    key: str,
    *,
    by: Any,
    at: datetime,
    reason: str,
    keeps_blocks: bool = False,
    on: date | None = None,
) -> FindingAnswer:
    """Keep one finding as it stands, with the reason; asked again, the reason is replaced.

    A finding that stops the letter is kept by a command alone, where its operator says so. `on` is
    the day of the decision, where it is another than today.
    """
    review = lock_review(review)
    require_turn(review, by)
    finding = check_review(review, on=on or timezone.localdate(at)).find(key)
    if finding is None:
        raise Refused(GONE)
    if finding.severity == Severity.BLOCKS and not (keeps_blocks and by.is_service):
        raise Refused(NOT_KEPT)
    return _keep(review, finding, by=by, at=at, reason=_clean(reason))


@transaction.atomic
def keep_findings(
    review: Review, reason_by_key: Mapping[str, str], *, by: Any, at: datetime
) -> int:
    """Keep every ask to which a reason was typed; what the letter no longer has is passed over."""
    review = lock_review(review)
    require_turn(review, by)
    typed = {key: reason for key, reason in reason_by_key.items() if reason.strip()}
    if not typed:
        return 0
    checked = check_review(review, on=timezone.localdate(at))
    kept = 0
    for key, reason in typed.items():
        finding = checked.find(key)
        if finding is not None and finding.severity == Severity.ASKS:
            _keep(review, finding, by=by, at=at, reason=_clean(reason))
            kept += 1
    return kept


def require_turn(review: Review, by: Any) -> None:
    """Let the one whose step it is answer: the reviewer, then quality, then the director."""
    if review.status in WORKING:
        require(by, "reviews.draft_review")
        access.require_holder(review.reviewer, by)
        return
    permission = MAY_ANSWER.get(review.status)
    if permission is None:
        raise Refused("The review is finished: nothing is answered any more.")
    require(by, permission)


def may_answer(review: Review, by: Any) -> bool:
    """Whether it is this user's turn to answer what the checks ask of a submitted version."""
    permission = MAY_ANSWER.get(review.status)
    return bool(permission) and by.has_perm(permission)


def refuse_open(checked: Checked) -> None:
    """Raise Refused with the list of what stops the letter or waits for a reason."""
    if checked.open_rows:
        raise Refused(*checked.refusals)


def record_run(
    version: Determination, stage: str, checked: Checked, *, by: Any, at: datetime
) -> CheckRun:
    """Keep that all checks were asked at a step, with what they found and searched."""
    outcome = checked.outcome
    run = CheckRun.objects.create(
        determination=version,
        stage=stage,
        ran_by=by,
        ran_at=at,
        engine=ENGINE,
        blocks=len(outcome.blocks),
        asks=len(outcome.asks),
        notes=len(outcome.notes),
        unanswered=len(checked.open_rows),
        outcome=as_json(checked),
    )
    audit.append(
        "determination.checked",
        version,
        by=by,
        version=version.version,
        stage=stage,
        engine=ENGINE,
        blocks=run.blocks,
        asks=run.asks,
        notes=run.notes,
    )
    return run


def _clean(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused("Say why it stays as it is.")
    if len(reason) > MOST_WORDS:
        raise Refused(
            f"The reason is {len(reason):,} characters long. The limit is {MOST_WORDS:,}."
        )
    refusal = character_refusal("The reason", reason)
    if refusal:
        raise Refused(refusal)
    return reason


def _keep(review: Review, finding: Finding, *, by: Any, at: datetime, reason: str) -> FindingAnswer:
    given = FindingAnswer.objects.filter(review=review, key=finding.key).first()
    if given is not None and given.answered_by_id != by.pk:
        raise Refused("This finding has its reason already, and whoever gave it stands by it.")
    answer, _ = FindingAnswer.objects.update_or_create(
        review=review,
        key=finding.key,
        defaults={
            "check_id": finding.check_id,
            "severity": finding.severity.value,
            "place": finding.place.words,
            "words": finding.words,
            "sentence": finding.sentence,
            "reason": reason,
            "answered_by": by,
            "answered_at": at,
        },
    )
    audit.append(
        "finding.kept",
        answer,
        by=by,
        case=review.case,
        check_id=finding.check_id,
        severity=finding.severity.value,
        service=finding.place.service or 0,
    )
    return answer

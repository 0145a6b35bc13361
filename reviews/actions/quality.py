"""The second look at a submitted version: returned with reasons, or approved.

Whoever checks did not write it and did not bring the reviewer to the case; the reviewer's words
are never edited here (LC 139.5(d)(3)(B)).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import transition_case
from cases.characters import character_refusal
from cases.errors import Refused
from reviews.actions.determination import faults_of_version
from reviews.actions.duties import reasons_not_to_check
from reviews.actions.endings import lock_review, move_review
from reviews.actions.findings import record_run, refuse_open
from reviews.findings import check_version
from reviews.freezing import latest_version
from reviews.lifecycle import REVIEW
from reviews.models import CheckRun, Determination, QualityCheck, Review


@transaction.atomic
def return_review(review: Review, *, by: Any, at: datetime, reasons: str) -> Review:
    """Give the version back to its reviewer, saying what has to change."""
    review = lock_review(review)
    version = _version_to_check(review, "return", by)
    if not reasons.strip():
        raise Refused("Say what the reviewer has to change: the reasons are all that is sent back.")
    refusal = character_refusal("The reasons", reasons)
    if refusal:
        raise Refused(refusal)
    _finish_check(version, QualityCheck.Outcome.RETURNED, by=by, at=at, reasons=reasons.strip())
    review = move_review(review, "return", by=by)
    review.case = transition_case(review.case, "return", by=by, at=at)
    audit.append("determination.returned", version, by=by, version=version.version)
    return review


@transaction.atomic
def approve_review(review: Review, *, by: Any, at: datetime) -> Review:
    """Say that the director may sign the version."""
    review = lock_review(review)
    version = _version_to_check(review, "approve", by)
    faults = faults_of_version(version)
    if faults:
        raise Refused(*faults)
    checked = check_version(version, on=timezone.localdate(at))
    refuse_open(checked)
    record_run(version, CheckRun.Stage.QUALITY, checked, by=by, at=at)
    _finish_check(version, QualityCheck.Outcome.APPROVED, by=by, at=at)
    version.approved_by, version.approved_at = by, at
    version.save(update_fields=["approved_by", "approved_at"])
    review = move_review(review, "approve", by=by)
    review.case = transition_case(review.case, "approve", by=by, at=at)
    audit.append("determination.approved", version, by=by, version=version.version)
    return review


def _version_to_check(review: Review, step_name: str, by: Any) -> Determination:
    access.require(by, REVIEW.named(step_name).permission)
    REVIEW.step(step_name, review.status)
    version = latest_version(review)
    reasons = reasons_not_to_check(version, by)
    if reasons:
        raise Refused(*reasons)
    return version


def _finish_check(
    version: Determination, outcome: str, *, by: Any, at: datetime, reasons: str = ""
) -> None:
    check = QualityCheck.objects.filter(determination=version).first() or QualityCheck(
        determination=version, opened_at=version.submitted_at
    )
    check.outcome, check.reasons = outcome, reasons
    check.checked_by, check.checked_at = by, at
    check.save()

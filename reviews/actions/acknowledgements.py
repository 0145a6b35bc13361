"""Acknowledges a record that came after the review began: by the reviewer, or by the director."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require
from cases.errors import Refused
from reviews.actions.endings import lock_review
from reviews.latecomers import late_records, opened_by, unacknowledged
from reviews.lifecycle import REVIEW, WORKING, ReviewStatus
from reviews.models import RecordAcknowledgement, Review

OF_DIRECTOR = frozenset({ReviewStatus.SUBMITTED, ReviewStatus.APPROVED})
READ_FIRST = "Open the record first: acknowledging it says that you have read it."


@transaction.atomic
def acknowledge_record(
    review: Review, position: int, *, by: Any, at: datetime
) -> RecordAcknowledgement:
    """Say that the late record in this place of the file was read by this person."""
    review = lock_review(review)
    _require_part(review, by)
    record = next((one for one in late_records(review) if one.position == position), None)
    if record is None:
        raise Refused(
            "This record did not come after the review began, or it has been superseded: nothing "
            "has to be acknowledged."
        )
    if record not in unacknowledged(review, by.pk):
        raise Refused("You have acknowledged this record already.")
    if record.pk not in opened_by(by, [record]):
        raise Refused(READ_FIRST)
    row = RecordAcknowledgement.objects.create(
        review=review, record=record, user=by, acknowledged_at=at
    )
    audit.append("record.acknowledged", record, by=by, case=review.case)
    return row


def _require_part(review: Review, by: Any) -> None:
    """Ask the permission of the part that this person has, and the status it may be done in."""
    if review.reviewer.user_id == by.pk:
        require(by, "reviews.draft_review")
        if review.status in WORKING:
            return
        raise Refused("Your review is submitted: if a record changes it, it comes back to you.")
    require(by, "reviews.sign_determination")
    if review.status not in OF_DIRECTOR:
        words = REVIEW.words_by_status[review.status]
        raise Refused(f"The review is {words}: nothing has to be acknowledged now.")

"""Acknowledges a record that came after the review began: by the reviewer, or by the director."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require
from cases.characters import character_refusal, with_plain_lines
from cases.errors import Refused
from reviews.actions.endings import lock_review
from reviews.latecomers import late_records, opened_by, unacknowledged, unshown_pages
from reviews.lifecycle import REVIEW, WORKING, ReviewStatus
from reviews.models import RecordAcknowledgement, Review

OF_DIRECTOR = frozenset({ReviewStatus.SUBMITTED, ReviewStatus.APPROVED})
READ_FIRST = "Open the record first: acknowledging it says that you have read it."
NO_PAGES_YET = (
    "The pages of this record are still being made: it can be read, and acknowledged, in a moment."
)
LONGEST_REASON = 1000


@transaction.atomic
def acknowledge_record(
    review: Review, position: int, *, by: Any, at: datetime, reason: str = ""
) -> RecordAcknowledgement:
    """Say that the late record in this place of the file was read by this person.

    Where pages of it were not shown legibly, `reason` says why they need not be; it is kept then.
    """
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
        file = record.received_file
        raise Refused(NO_PAGES_YET if file is not None and file.awaits_pages else READ_FIRST)
    kept = _reason(reason, unshown_pages(by, record))
    row = RecordAcknowledgement.objects.create(
        review=review, record=record, user=by, acknowledged_at=at, reason=kept
    )
    audit.append("record.acknowledged", record, by=by, case=review.case, has_reason=bool(kept))
    return row


def _reason(typed: str, unshown: int) -> str:
    """Return the reason to keep; nothing where every page was shown, for then it was read."""
    if not unshown:
        return ""
    reason = with_plain_lines(typed).strip()
    if not reason:
        words = "1 page of it was" if unshown == 1 else f"{unshown} pages of it were"
        raise Refused(
            f"{words} not shown to you yet: read on, or say why you need not. Nothing was "
            "acknowledged."
        )
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Say in at most {LONGEST_REASON:,} characters why you need not read on.")
    refusal = character_refusal("The reason", reason)
    if refusal:
        raise Refused(refusal)
    return reason


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

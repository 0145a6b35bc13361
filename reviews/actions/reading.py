"""Writes which documents stay unopened, and opens them for a command that stands in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require_records
from cases.actions.reading import read_documents
from cases.characters import character_refusal, with_plain_lines
from cases.errors import Refused
from reviews import access
from reviews.coverage import coverage_of
from reviews.models import Review, SetAside

LONGEST_REASON = 1000


def set_documents_aside(
    review: Review, reasons: Mapping[int, str], *, by: Any, at: datetime
) -> None:
    """Write down why documents stay unopened; an empty reason takes it back.

    The caller has the transaction and has locked the review.
    """
    known = {each.record.pk for each in coverage_of(review).documents if not each.is_opened}
    for record_id in sorted(known.intersection(reasons)):
        reason = _reason(reasons[record_id])
        rows = SetAside.objects.filter(review=review, record_id=record_id)
        if not reason:
            rows.delete()
        elif not rows.filter(reason=reason).exists():
            SetAside.objects.update_or_create(
                review=review,
                record_id=record_id,
                defaults={"reason": reason, "set_aside_at": at},
            )
            audit.append("record.set_aside", review, by=by, record_id=record_id)


@transaction.atomic
def open_documents(review: Review, *, by: Any, at: datetime) -> int:
    """Open every document, as the book does page by page; return how many there are."""
    access.require_holder(review.reviewer, by)
    require_records(review.reviewer.user, review.case)
    records = [each.record for each in coverage_of(review).documents]
    read_documents(review.case, records, by=by, at=at, reader=review.reviewer.user)
    for record in records:
        audit.append("record.viewed", record, by=by, case=review.case)
    return len(records)


def _reason(typed: str) -> str:
    reason = with_plain_lines(typed).strip()
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Say in at most {LONGEST_REASON:,} characters why a document is set aside.")
    refusal = character_refusal("The reason", reason)
    if refusal:
        raise Refused(refusal)
    return reason

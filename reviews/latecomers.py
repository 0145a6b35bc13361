"""Records that came after a review began: who has acknowledged them, and why nothing is signed yet.

A record is late when its bytes came into the file after the review began; one that was only
described anew is not. The reviewer acknowledges it before the submission, the director before the
signature; each has to have opened it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.models import AuditEvent, MedicalRecord, PageReading
from reviews.models import Review


@dataclass(frozen=True)
class LateRecord:
    """A late record as one person sees it."""

    record: MedicalRecord
    is_acknowledged: bool
    is_opened: bool


def late_records(review: Review) -> list[MedicalRecord]:
    """Return the records that count and came after the review began, in the order of the file."""
    files = review.case.records.exclude(file_sha256="")
    there_before = set(
        files.filter(uploaded_at__lte=review.began_at).values_list("file_sha256", flat=True)
    )
    late = files.current().filter(uploaded_at__gt=review.began_at).order_by("position", "pk")
    return [record for record in late if record.file_sha256 not in there_before]


def unacknowledged(review: Review, user_id: int) -> list[MedicalRecord]:
    """Return the late records that this person has not acknowledged, by their bytes."""
    late = late_records(review)
    if not late:
        return []
    known = set(
        review.acknowledgements.filter(user_id=user_id).values_list(
            "record__file_sha256", flat=True
        )
    )
    return [record for record in late if record.file_sha256 not in known]


def seen_by(review: Review, user: Any) -> list[LateRecord]:
    """Return every late record with what this person has done with it."""
    late = late_records(review)
    if not late:
        return []
    waiting = {record.pk for record in unacknowledged(review, user.pk)}
    opened = opened_by(user, late)
    return [LateRecord(record, record.pk not in waiting, record.pk in opened) for record in late]


def opened_by(user: Any, records: Iterable[MedicalRecord]) -> set[int]:
    """Return which of the records this person has opened, alone or in the book."""
    keys = [record.pk for record in records]
    looks = AuditEvent.objects.filter(
        kind="record.viewed", actor=user, object_type="cases.medicalrecord", object_id__in=keys
    )
    pages = PageReading.objects.filter(user=user, page__record__in=keys)
    return {
        *looks.values_list("object_id", flat=True),
        *pages.values_list("page__record", flat=True),
    }


def faults_of_reviewer(review: Review) -> list[str]:
    """Return why the reviewer cannot submit: each late record that is not acknowledged."""
    return [
        f"{_named(record)} came after your review began: open it and acknowledge it, or change "
        "what you wrote."
        for record in unacknowledged(review, review.reviewer.user_id)
    ]


def faults_of_version(review: Review) -> list[str]:
    """Return why the submitted version cannot go on: what its reviewer has not acknowledged."""
    return [
        f"{_named(record)} came after the review began, and the reviewer has not acknowledged it: "
        "return the review, so that it is read."
        for record in unacknowledged(review, review.reviewer.user_id)
    ]


def faults_of_director(review: Review, user: Any) -> list[str]:
    """Return why this person cannot sign: each late record that he has not acknowledged."""
    return [
        f"{_named(record)} came after the review began: open it and acknowledge it before you sign."
        for record in unacknowledged(review, user.pk)
    ]


def _named(record: MedicalRecord) -> str:
    pages = record.pages or 0
    return f"Record {record.position}, “{record.title}” ({pages} page{'' if pages == 1 else 's'}),"

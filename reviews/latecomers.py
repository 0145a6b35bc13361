"""Records that came after a review began: who has acknowledged them, and why nothing is signed yet.

A record is late when its bytes came into the file after the review began; one that was only
described anew is not. The reviewer acknowledges it before the submission, the director before the
signature; each has to have opened it, and says why where not every page of it was shown legibly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef

from cases.models import AuditEvent, MedicalRecord, PageReading, RecordPage
from reviews.coverage import NO_READING
from reviews.models import RecordAcknowledgement, Review


@dataclass(frozen=True)
class LateRecord:
    """A late record as one person sees it."""

    record: MedicalRecord
    is_acknowledged: bool
    is_opened: bool
    unshown: int = 0
    first_unshown: int | None = None
    first: int | None = None

    @property
    def awaits_pages(self) -> bool:
        """Whether its pages are still being made, so that it cannot be opened yet."""
        file = self.record.received_file
        return self.first is None and file is not None and file.awaits_pages


def late_records(review: Review) -> list[MedicalRecord]:
    """Return the records that count and came after the review began, in the order of the file."""
    files = review.case.records.exclude(file_sha256="")
    there_before = set(
        files.filter(uploaded_at__lte=review.began_at).values_list("file_sha256", flat=True)
    )
    late = files.current().filter(uploaded_at__gt=review.began_at).order_by("position", "pk")
    late = late.select_related("received_file")
    return [record for record in late if record.file_sha256 not in there_before]


def unacknowledged(review: Review, user_id: int) -> list[MedicalRecord]:
    """Return the late records that this person has not acknowledged."""
    late = late_records(review)
    if not late:
        return []
    known = words_by_record(review, user_id)
    return [record for record in late if record.pk not in known]


def words_by_record(review: Review, user_id: int) -> dict[int, RecordAcknowledgement]:
    """Return this person's acknowledgement by the key of each record that it is about.

    It goes on for a record described anew, and for the documents into which one was divided later;
    not for the other documents of the same file.
    """
    rows = review.acknowledgements.filter(user_id=user_id).select_related("record")
    word_by_key = {row.record_id: row for row in rows}
    if word_by_key:
        _follow_descriptions(review, word_by_key)
        _follow_divisions(review, word_by_key)
        _follow_descriptions(review, word_by_key)
    return word_by_key


def _follow_descriptions(review: Review, word_by_key: dict[int, RecordAcknowledgement]) -> None:
    """Go on to the later record that took the place of one with the same bytes."""
    replaced = review.case.records.filter(superseded_by_id__gt=F("pk")).exclude(file_sha256="")
    same = replaced.filter(superseded_by__file_sha256=F("file_sha256")).order_by("pk")
    for key, later in same.values_list("pk", "superseded_by_id"):
        if key in word_by_key:
            word_by_key.setdefault(later, word_by_key[key])


def _follow_divisions(review: Review, word_by_key: dict[int, RecordAcknowledgement]) -> None:
    divisions = AuditEvent.objects.filter(
        kind="record.split", case_number=review.case.case_number
    ).order_by("pk")
    for key, at, data in divisions.values_list("object_id", "at", "data"):
        row = word_by_key.get(key)
        if row is not None and row.acknowledged_at <= at:
            word_by_key.update((part, row) for part in data["records"] if part != key)


def seen_by(review: Review, user: Any) -> list[LateRecord]:
    """Return every late record with what this person has done with it."""
    late = late_records(review)
    if not late:
        return []
    known = words_by_record(review, user.pk)
    opened = opened_by(user, late)
    pages = _pages_by_record(user, late)
    return [
        LateRecord(record, record.pk in known, record.pk in opened, **pages.get(record.pk, {}))
        for record in late
    ]


def unshown_pages(user: Any, record: MedicalRecord) -> int:
    """Return how many pages of a record were not shown legibly to this person yet."""
    return int(_pages_by_record(user, [record]).get(record.pk, {}).get("unshown", 0))


def _pages_by_record(user: Any, records: Iterable[MedicalRecord]) -> dict[int, dict[str, Any]]:
    """Count the pages not shown to this person yet, and name the first; copies and blanks apart."""
    shown = PageReading.objects.filter(user=user, page=OuterRef("pk"), read_at__isnull=False)
    is_left = ~Exists(shown)
    rows = (
        RecordPage.objects.live()
        .filter(record__in=[record.pk for record in records], is_folded=False)
        .values("record_id")
        .annotate(
            unshown=Count("pk", filter=is_left),
            first_unshown=Min("number", filter=is_left),
            first=Min("number"),
        )
        .order_by()
    )
    return {row.pop("record_id"): row for row in rows}


def opened_by(user: Any, records: Iterable[MedicalRecord]) -> set[int]:
    """Return which of the records this person has opened, alone or in the book."""
    keys = [record.pk for record in records]
    looks = AuditEvent.objects.filter(
        kind="record.viewed", actor=user, object_type="cases.medicalrecord", object_id__in=keys
    ).exclude(data__has_any_keys=NO_READING)
    pages = PageReading.objects.filter(user=user, page__record__in=keys, read_at__isnull=False)
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

"""What the reviewer has read of the records: the reviewer's own to see, and what a letter may say.

Counted are documents opened and pages shown legibly, with duplicates and blanks folded away; never
for how long. A look at a document before its pages are made opens nothing, and no document is read
to its end while it has no pages that could be counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from cases.models import AuditEvent, MedicalRecord, PageReading, RecordPage
from reviews.models import Determination, Review

# What marks a look at a document in which no page of it was shown that could be counted.
NO_READING = ("nothing_shown", "unread")


@dataclass(frozen=True)
class DocumentCoverage:
    """One document: how many of its pages were read, whether it was opened, or why it was not."""

    record: MedicalRecord
    pages: int
    read: int
    first: int | None
    is_opened: bool
    reason: str = ""
    has_pages: bool = True

    @property
    def is_left(self) -> bool:
        """Whether it is neither opened nor set aside."""
        return not (self.is_opened or self.reason)

    @property
    def is_read(self) -> bool:
        """Whether every page of it was read; nobody can say so of one that has no pages yet."""
        return self.is_opened and self.has_pages and self.read >= self.pages

    @property
    def awaits_pages(self) -> bool:
        """Whether its pages are still being made, so that it cannot be opened yet."""
        file = self.record.received_file
        return not self.has_pages and file is not None and file.awaits_pages


@dataclass(frozen=True)
class Coverage:
    """Every document whose file has come, in the order of the file."""

    documents: Sequence[DocumentCoverage]

    @property
    def left(self) -> list[DocumentCoverage]:
        """Return what was neither opened nor set aside: it stands in the way of submitting."""
        return [each for each in self.documents if each.is_left]

    @property
    def reviewed(self) -> list[MedicalRecord]:
        """Return the documents that were opened: the letter lists these."""
        return [each.record for each in self.documents if each.is_opened]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left unread: only then may a letter speak of all records."""
        return bool(self.documents) and all(each.is_read for each in self.documents)

    @property
    def pages(self) -> int:
        """How many pages there are to read."""
        return sum(each.pages for each in self.documents)

    @property
    def read(self) -> int:
        """How many of them were read."""
        return sum(min(each.read, each.pages) for each in self.documents)


def coverage_of(review: Review) -> Coverage:
    """Return what the reviewer has read so far."""
    files = review.case.records.current().exclude(file_sha256="")
    current = files.select_related("received_file")
    records = list(current.exclude(pk__in=_withheld(review)).order_by("position", "pk"))
    counts = _pages_by_record(review)
    opened = _opened_whole(review)
    reasons = dict(review.set_aside.values_list("record_id", "reason"))
    return Coverage([_document(r, counts.get(r.pk, _NOTHING), opened, reasons) for r in records])


def opened_record_ids(review: Review) -> set[int]:
    """Return the documents that the reviewer has opened: a page of them, or the whole file."""
    return {each.record.pk for each in coverage_of(review).documents if each.is_opened}


@dataclass(frozen=True)
class LeftUnopened:
    """A document that the reviewer set aside before a version was submitted, and the reason."""

    record: MedicalRecord
    reason: str
    at: datetime
    first: int | None


def set_aside_for(version: Determination) -> list[LeftUnopened]:
    """Return what the reviewer of a version left unopened, for those who check and sign it.

    A document that was opened after all is among those that the version rests on; one that went
    back to the tray is nobody's to see here.
    """
    rows = version.review.set_aside.filter(
        set_aside_at__lte=version.submitted_at, record__in=version.case.records.of_this_case()
    ).exclude(record__in=version.documents_reviewed.all())
    found = list(rows.select_related("record").order_by("record__position", "pk"))
    pages = RecordPage.objects.live().filter(record__in=[row.record_id for row in found])
    first_by_record = dict(
        pages.order_by()
        .values("record_id")
        .annotate(first=Min("number"))
        .values_list("record_id", "first")
    )
    return [
        LeftUnopened(row.record, row.reason, row.set_aside_at, first_by_record.get(row.record_id))
        for row in found
    ]


@dataclass(frozen=True)
class _Counts:
    pages: int = 0
    read: int = 0
    touched: int = 0
    live: int = 0
    first: int | None = None


_NOTHING = _Counts()


def _pages_by_record(review: Review) -> dict[int, _Counts]:
    own = PageReading.objects.filter(
        case=review.case, user=review.reviewer.user, read_at__isnull=False
    )
    shown = Q(is_folded=False)
    read = Q(pk__in=own.values("page_id"))
    rows = (
        RecordPage.objects.live()
        .filter(case=review.case)
        .values("record_id")
        .annotate(
            pages=Count("pk", filter=shown),
            read=Count("pk", filter=shown & read),
            touched=Count("pk", filter=read),
            live=Count("pk"),
            first=Min("number", filter=shown),
        )
        .order_by()
    )
    return {row.pop("record_id"): _Counts(**row) for row in rows}


def _withheld(review: Review) -> QuerySet[Any]:
    """Return the documents of which every page was withheld as another patient's."""
    pages = RecordPage.objects.filter(case=review.case).values("record_id").order_by()
    is_open = ~Q(foreign=RecordPage.Foreign.CONFIRMED)
    counted = pages.annotate(shown=Count("pk", filter=is_open))
    return counted.filter(shown=0).values("record_id")


def _opened_whole(review: Review) -> set[int | None]:
    """Return the documents opened as files: by the reviewer, or by the command that stands in.

    What was shown before the pages were made is marked as unread: it opens nothing, then or later.
    """
    events = AuditEvent.objects.filter(
        Q(actor_id=review.reviewer.user_id) | Q(actor__is_service=True),
        kind="record.viewed",
        case_number=review.case.case_number,
        at__gte=review.began_at,
    ).exclude(data__has_any_keys=NO_READING)
    return set(events.values_list("object_id", flat=True))


def _document(
    record: MedicalRecord, counts: _Counts, opened: set[int | None], reasons: dict[int, str]
) -> DocumentCoverage:
    is_opened = record.pk in opened or counts.touched > 0
    return DocumentCoverage(
        record=record,
        pages=counts.pages,
        read=counts.read,
        first=counts.first,
        is_opened=is_opened,
        reason="" if is_opened else reasons.get(record.pk, ""),
        has_pages=counts.live > 0,
    )

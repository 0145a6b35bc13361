"""Splits a record into its documents, confirms one, joins two; a page stays in exactly one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.actions.records import require_open_for_records
from cases.characters import character_refusal
from cases.errors import Refused
from cases.models import Case, MedicalRecord
from cases.pipelines.pagewriting import move_pages

# What every document of a bundle has in common.
SHARED = (
    "case",
    "source",
    "received_on",
    "received_file",
    "file_sha256",
    "file_size",
    "file_name",
    "is_synthetic",
    "uploaded_by",
    "uploaded_at",
)

# What a person says of a document.
SAID = ("kind", "author", "facility", "date_of_service")


@dataclass(frozen=True)
class DocumentEntry:
    """A document as a person confirmed it: the place of its first page, and what is said of it.

    With `is_left` nobody has confirmed it: its pages stay together, to be split later.
    """

    first: int
    kind: str
    author: str = ""
    facility: str = ""
    date_of_service: date | None = None
    # Field -> the page's number and the words that its value was taken from.
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_left: bool = False


@transaction.atomic
def split_record(
    record: MedicalRecord,
    documents: Sequence[DocumentEntry],
    *,
    by: Any,
    at: datetime,
    seen: str = "",
) -> list[MedicalRecord]:
    """Make one record for each document, in their order; the first keeps the record's place.

    `seen` is how the record stood when the person looked at it (`standing_of`): it is refused where
    somebody else has split, joined or confirmed it since.
    """
    case, record = _locked(record, by)
    _require_unchanged(record, seen)
    pages = record.record_pages.count()
    _require_sound(record, documents, pages)
    case.records.filter(position__gt=record.position).update(
        position=F("position") + len(documents) - 1
    )
    last = case.records.filter(file_sha256=record.file_sha256).aggregate(last=Max("part"))["last"]
    ends = [*(entry.first - 1 for entry in documents[1:]), pages]
    added = [
        _document(record, entry, end - entry.first + 1, by=by, at=at)
        for entry, end in zip(documents[1:], ends[1:], strict=True)
    ]
    for place, new in enumerate(added, 1):
        new.position, new.part = record.position + place, last + place
    made = [record, *MedicalRecord.objects.bulk_create(added)]
    move_pages(record, [(entry.first, new) for entry, new in zip(documents, made, strict=True)])
    record.title = ""
    _say(record, documents[0], ends[0], by=by, at=at)
    record.save()
    left = {"left": made[-1].pk} if documents[-1].is_left else {}
    audit.append("record.split", record, by=by, records=[r.pk for r in made], pages=pages, **left)
    return made


@transaction.atomic
def confirm_document(
    record: MedicalRecord, entry: DocumentEntry, *, by: Any, at: datetime, seen: str = ""
) -> MedicalRecord:
    """Say that a record is one document, and its kind, day, author and facility."""
    _, record = _locked(record, by)
    _require_unchanged(record, seen)
    _require_live(record)
    _require_printable([entry])
    before = {name: getattr(record, name) for name in SAID}
    if record.title == record.get_kind_display():
        record.title = ""
    _say(record, entry, record.pages, by=by, at=at)
    record.save()
    changed = [name for name in SAID if before[name] != getattr(record, name)]
    audit.append("record.confirmed", record, by=by, changed=changed)
    return record


@transaction.atomic
def join_document(record: MedicalRecord, *, by: Any, at: datetime) -> MedicalRecord:
    """Put the pages of a document back behind those of the one before it in the same file."""
    case, record = _locked(record, by)
    _require_live(record)
    before = document_before(record)
    if before is None:
        raise Refused(
            "The pages right before this document belong to none that it could be joined with."
        )
    before = case.records.select_for_update().get(pk=before.pk)
    place, count = before.record_pages.count(), record.record_pages.count()
    record.record_pages.update(record=before, place=F("place") + place)
    before.pages, before.confirmed_at, before.confirmed_by = place + count, None, None
    before.save(update_fields=["pages", "confirmed_at", "confirmed_by"])
    for item in record.expected_as.all():
        item.records.remove(record)
        item.records.add(before)
    record.superseded_at, record.superseded_by = at, before
    record.superseded_reason = f"Its pages were joined with record {before.position}."
    record.save(update_fields=["superseded_at", "superseded_by", "superseded_reason"])
    audit.append("record.joined", record, by=by, record_id=before.pk, pages=count)
    return before


def document_before(record: MedicalRecord) -> MedicalRecord | None:
    """Return the live document that holds the page before the first of this one in its file."""
    first = record.record_pages.order_by("place").first()
    if first is None:
        return None
    page = first.file.record_pages.filter(number_in_file=first.number_in_file - 1).first()
    if page is None or page.record.superseded_at is not None or page.record_id == record.pk:
        return None
    last = page.record.record_pages.order_by("-place").first()
    return page.record if last == page else None


def standing_of(record: MedicalRecord) -> str:
    """Return what changes when somebody splits, joins or confirms a record."""
    return f"{record.record_pages.count()}-{record.confirmed_at or ''}"


def _require_unchanged(record: MedicalRecord, seen: str) -> None:
    if seen and seen != standing_of(record):
        raise Refused(
            "Somebody has split, joined or confirmed this record since you opened it. Nothing of "
            "yours was written: look at it as it is now, and say again what is still wrong."
        )


def _locked(record: MedicalRecord, by: Any) -> tuple[Case, MedicalRecord]:
    case = lock_case(record.case)
    access.require(by, "cases.supersede_record")
    require_open_for_records(case)
    return case, case.records.select_for_update(of=("self",)).get(pk=record.pk)


def _require_live(record: MedicalRecord) -> None:
    if record.superseded_at:
        raise Refused("This record has been superseded; go on with the one that took its place.")


def _require_printable(documents: Sequence[DocumentEntry]) -> None:
    reasons = [character_refusal("The author", entry.author) for entry in documents]
    reasons += [character_refusal("The facility", entry.facility) for entry in documents]
    if any(reasons):
        raise Refused(*filter(None, reasons))


def _require_sound(record: MedicalRecord, documents: Sequence[DocumentEntry], pages: int) -> None:
    if record.superseded_at:
        raise Refused("This record has been superseded; split the one that took its place.")
    if not pages:
        raise Refused("The pages of this record are not counted yet. Try again in a moment.")
    firsts = [entry.first for entry in documents]
    if len(firsts) < 2:
        raise Refused("Mark at least one page on which another document begins.")
    if firsts[0] != 1 or firsts != sorted(set(firsts)) or firsts[-1] > pages:
        raise Refused(
            "The pages of this record have changed since this page was opened. Open it again: "
            "nothing was split."
        )
    _require_printable(documents)


def _document(
    record: MedicalRecord, entry: DocumentEntry, pages: int, *, by: Any, at: datetime
) -> MedicalRecord:
    """Return a document of a record, not saved yet; one that is left stays as the record was."""
    new = MedicalRecord(**{name: getattr(record, name) for name in SHARED})
    if entry.is_left:
        new.kind, new.title, new.pages = record.kind, record.title, pages
    else:
        _say(new, entry, pages, by=by, at=at)
    return new


def _say(
    record: MedicalRecord, entry: DocumentEntry, pages: int | None, *, by: Any, at: datetime
) -> None:
    record.kind, record.pages = entry.kind, pages
    record.title = record.title or MedicalRecord.Kind(entry.kind).label
    record.author, record.facility = entry.author[:200], entry.facility[:200]
    record.date_of_service = entry.date_of_service
    record.confirmed_by, record.confirmed_at = by, at
    record.value_sources = entry.sources

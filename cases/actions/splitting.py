"""Splits a record into the documents it holds; every page stays in exactly one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.actions.records import require_open_for_records
from cases.characters import character_refusal
from cases.errors import Refused
from cases.models import MedicalRecord

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


@dataclass(frozen=True)
class DocumentEntry:
    """A document as a person confirmed it: the place of its first page, and what is said of it."""

    first: int
    kind: str
    author: str = ""
    facility: str = ""
    date_of_service: date | None = None


@transaction.atomic
def split_record(
    record: MedicalRecord, documents: Sequence[DocumentEntry], *, by: Any, at: datetime
) -> list[MedicalRecord]:
    """Make one record for each document, in their order; the first keeps the record's place."""
    case = lock_case(record.case)
    access.require(by, "cases.supersede_record")
    require_open_for_records(case)
    record = case.records.select_for_update().get(pk=record.pk)
    pages = record.record_pages.count()
    _require_sound(record, documents, pages)
    case.records.filter(position__gt=record.position).update(
        position=F("position") + len(documents) - 1
    )
    last = case.records.filter(file_sha256=record.file_sha256).aggregate(last=Max("part"))["last"]
    ends = [*(entry.first - 1 for entry in documents[1:]), pages]
    made = [record]
    for place, (entry, end) in enumerate(zip(documents[1:], ends[1:], strict=True), 1):
        shared = {name: getattr(record, name) for name in SHARED}
        new = MedicalRecord(**shared, position=record.position + place, part=last + place)
        _say(new, entry, end - entry.first + 1)
        moved = record.record_pages.filter(place__gte=entry.first, place__lte=end)
        moved.update(record=new, place=F("place") - entry.first + 1)
        made.append(new)
    _say(record, documents[0], ends[0])
    audit.append("record.split", record, by=by, records=[one.pk for one in made], pages=pages)
    return made


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
    reasons = [character_refusal("The author", entry.author) for entry in documents]
    if any(reasons):
        raise Refused(*filter(None, reasons))


def _say(record: MedicalRecord, entry: DocumentEntry, pages: int) -> None:
    record.kind, record.pages = entry.kind, pages
    record.title = MedicalRecord.Kind(entry.kind).label
    record.author, record.facility = entry.author[:200], entry.facility[:200]
    record.date_of_service = entry.date_of_service
    record.save()

"""A new version of a calendar: a holiday added, ended or verified; then a recount of all cases."""

import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from cases import access, audit
from cases.deadlines.calendars import calendar_from
from cases.errors import Refused
from cases.models import Recount, RuleDocument
from cases.rulebook import current_documents
from cases.tasks.recounts import queue_on_commit

EDIT = "cases.edit_rules"
CALENDARS = (RuleDocument.Kind.WORKING_DAYS, RuleDocument.Kind.JUDICIAL_HOLIDAYS)


@dataclass(frozen=True)
class CalendarChange:
    """What changes: `add` one closed day, `end` a holiday from a year on, or `verify` one.

    `version` is the one that was looked at, so that two people do not change it unseen.
    """

    kind: str
    version: int
    change: str
    holiday: str
    reason: str
    statute: str = ""
    day: date | None = None
    year: int | None = None


@transaction.atomic
def change_calendar(entry: CalendarChange, *, by: Any, at: datetime) -> RuleDocument:
    """Add the next version of a calendar and queue the recount of every open case."""
    access.require(by, EDIT)
    name, version, plain = calendar_document(entry.kind)
    if version != entry.version:
        raise Refused(
            f"Somebody added version {version} of this calendar meanwhile: look at it, then change "
            "that one."
        )
    if not entry.reason.strip():
        raise Refused("Say why the calendar changes: the reason is kept with every new due date.")
    document = copy.deepcopy(plain) | {"version": str(version + 1)}
    CHANGES[entry.change](document, entry)
    row = _add(entry, name, document, by, at)
    recount = Recount.objects.create(document=row, queued_at=at)
    audit.append(
        "rules.changed",
        row,
        by=by,
        calendar=entry.kind,
        version=row.version,
        change=entry.change,
        recount=recount.pk,
    )
    queue_on_commit(recount.pk)
    return row


def calendar_document(kind: str) -> tuple[str, int, Any]:
    """Return the name, the version and the plain form of the calendar in force."""
    return next(
        (name, version, plain)
        for (found, name), (version, plain) in current_documents().items()
        if found == kind
    )


def _add(entry: CalendarChange, name: str, document: Any, by: Any, at: datetime) -> RuleDocument:
    try:
        with transaction.atomic():
            return RuleDocument.objects.create(
                kind=entry.kind,
                name=name,
                version=entry.version + 1,
                document=document,
                reason=entry.reason.strip(),
                added_by=by,
                added_at=at,
            )
    except IntegrityError as error:
        raise Refused(
            "Somebody added a version of this calendar in the same moment: look at it first."
        ) from error


def _add_day(document: Any, entry: CalendarChange) -> None:
    if not entry.holiday.strip() or entry.day is None:
        raise Refused("Give the day that is closed and its name.")
    if not document["first_year"] <= entry.day.year <= document["last_year"]:
        raise Refused(
            f"The calendar covers {document['first_year']} to {document['last_year']}: "
            f"{entry.day.isoformat()} is outside it."
        )
    closed = calendar_from(document).why_closed(entry.day)
    if closed:
        raise Refused(f"{entry.day.isoformat()} is closed already: {closed}.")
    document["holidays"].append(
        {
            "name": entry.holiday.strip(),
            "form": "fixed",
            "month": entry.day.month,
            "day": entry.day.day,
            "from_year": entry.day.year,
            "to_year": entry.day.year,
            "statute": entry.statute.strip(),
            "is_verified": bool(entry.statute.strip()),
        }
    )


def _end(document: Any, entry: CalendarChange) -> None:
    if entry.year is None:
        raise Refused("Give the first year in which the holiday is not observed any more.")
    for holiday in _named(document, entry):
        holiday["to_year"] = min(holiday.get("to_year", 9999), entry.year - 1)
    document["holidays"] = [
        each
        for each in document["holidays"]
        if each.get("from_year", 1) <= each.get("to_year", 9999)
    ]


def _verify(document: Any, entry: CalendarChange) -> None:
    if not entry.statute.strip():
        raise Refused("Name the text in which the holiday was read: a verified one has its cite.")
    for holiday in _named(document, entry):
        holiday |= {"is_verified": True, "statute": entry.statute.strip()}


def _named(document: Any, entry: CalendarChange) -> list[dict[str, Any]]:
    found = [each for each in document["holidays"] if each["name"] == entry.holiday]
    if not found:
        raise Refused("Choose a holiday of the calendar.")
    return found


CHANGES = {"add": _add_day, "end": _end, "verify": _verify}

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


@dataclass(frozen=True)
class NewVersion:
    """A document as it would be in its next version: of which kind and name, and which version."""

    kind: str
    name: str
    version: int
    document: Any


@transaction.atomic
def change_calendar(entry: CalendarChange, *, by: Any, at: datetime) -> RuleDocument:
    """Add the next version of a calendar and queue the recount of every open case."""
    access.require(by, EDIT)
    new = calendar_version(entry)
    return add_version(new, change=entry.change, reason=entry.reason, by=by, at=at)


def calendar_version(entry: CalendarChange) -> NewVersion:
    """Return the calendar as the change would leave it; nothing is kept."""
    name, version, plain = document_of(entry.kind)
    refuse_unseen(version, entry.version)
    document = copy.deepcopy(plain) | {"version": str(version + 1)}
    CHANGES[entry.change](document, entry)
    return NewVersion(entry.kind, name, version + 1, document)


def document_of(kind: str, name: str = "") -> tuple[str, int, Any]:
    """Return the name, the version and the plain form of a document in force."""
    return next(
        (found_name, version, plain)
        for (found, found_name), (version, plain) in current_documents().items()
        if found == kind and name in ("", found_name)
    )


def refuse_unseen(version: int, seen: int) -> None:
    """Raise Refused when another version was added after the page was opened."""
    if version != seen:
        raise Refused(
            f"Somebody added version {version} meanwhile: look at it, then change that one."
        )


def add_version(
    new: NewVersion, *, change: str, reason: str, by: Any, at: datetime
) -> RuleDocument:
    """Add the version and queue the recount, inside the caller's transaction."""
    if not reason.strip():
        raise Refused("Say why it changes: the reason is kept with every new due date.")
    row = _add(new, reason, by, at)
    recount = Recount.objects.create(document=row, queued_at=at)
    audit.append(
        "rules.changed",
        row,
        by=by,
        document=new.kind,
        version=row.version,
        change=change,
        recount=recount.pk,
    )
    queue_on_commit(recount.pk)
    return row


def _add(new: NewVersion, reason: str, by: Any, at: datetime) -> RuleDocument:
    try:
        with transaction.atomic():
            return RuleDocument.objects.create(
                kind=new.kind,
                name=new.name,
                version=new.version,
                document=new.document,
                reason=reason.strip(),
                added_by=by,
                added_at=at,
            )
    except IntegrityError as error:
        raise Refused("Somebody added a version in the same moment: look at it first.") from error


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

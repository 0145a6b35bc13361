"""A new version of a rule set or of the days for mail; then a recount of all open cases.

The length of a clock changes from a day on: events before it keep the length that was in force.
"""

import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from cases import access
from cases.actions.rules import EDIT, NewVersion, add_version, document_of, refuse_unseen
from cases.deadlines.counting import Place
from cases.deadlines.rules import rule_set_from
from cases.errors import Refused
from cases.models import RuleDocument

RULE_SET, MAIL_DAYS = RuleDocument.Kind.RULE_SET, RuleDocument.Kind.MAIL_DAYS
LONGEST = 400


@dataclass(frozen=True)
class RuleChange:
    """What changes of one clock: its `length` from a day on, its `end`, or that it is verified.

    `clock` is the place of the rule in the document and the kind of dispute.
    """

    name: str
    version: int
    clock: tuple[int, str]
    change: str
    reason: str
    length: int | None = None
    from_on: date | None = None
    cite: str = ""


@dataclass(frozen=True)
class MailDaysChange:
    """How many days mail has for a place, and where that was read."""

    version: int
    place: str
    days: int
    cite: str
    reason: str


@transaction.atomic
def change_rule_set(entry: RuleChange, *, by: Any, at: datetime) -> RuleDocument:
    """Add the next version of a rule set and queue the recount of every open case."""
    access.require(by, EDIT)
    new = rule_set_version(entry)
    return add_version(new, change=entry.change, reason=entry.reason, by=by, at=at)


@transaction.atomic
def change_mail_days(entry: MailDaysChange, *, by: Any, at: datetime) -> RuleDocument:
    """Add the next version of the days for mail and queue the recount of every open case."""
    access.require(by, EDIT)
    new = mail_days_version(entry)
    return add_version(new, change=entry.place, reason=entry.reason, by=by, at=at)


def rule_set_version(entry: RuleChange) -> NewVersion:
    """Return the rule set as the change would leave it; nothing is kept."""
    name, version, plain = document_of(RULE_SET, entry.name)
    refuse_unseen(version, entry.version)
    document = copy.deepcopy(plain)
    place, dispute = entry.clock
    if place >= len(document["rules"]) or dispute not in document["rules"][place]["clocks"]:
        raise Refused("Choose a clock of this set.")
    CHANGES[entry.change](document, place, dispute, entry)
    rule_set_from(document)
    return NewVersion(RULE_SET, name, version + 1, document)


def mail_days_version(entry: MailDaysChange) -> NewVersion:
    """Return the days for mail as the change would leave them; nothing is kept."""
    name, version, plain = document_of(MAIL_DAYS)
    refuse_unseen(version, entry.version)
    if entry.place not in list(Place):
        raise Refused("Choose the place.")
    if not 0 <= entry.days <= LONGEST:
        raise Refused(f"Give the days as a number from 0 to {LONGEST}.")
    if not entry.cite.strip():
        raise Refused("Name the text in which the days were read.")
    days = {**plain["days_by_place"], entry.place: entry.days}
    document = {**plain, "days_by_place": days, "source": entry.cite.strip()}
    return NewVersion(MAIL_DAYS, name, version + 1, document)


def _length(document: Any, place: int, dispute: str, entry: RuleChange) -> None:
    if entry.length is None or not 1 <= entry.length <= LONGEST:
        raise Refused(f"Give the new length as a number from 1 to {LONGEST}.")
    old = _end_clock(document, place, dispute, entry)
    rule = {key: value for key, value in document["rules"][place].items() if key != "clocks"}
    begins = {"effective_from": entry.from_on.isoformat()} if entry.from_on else {}
    clock = {**old, "length": entry.length, **begins}
    clock.pop("effective_to", None)
    cite = entry.cite.strip()
    known = {"is_verified": bool(cite)} | ({"cite": cite} if cite else {})
    document["rules"].insert(place + 1, {**rule, **known, "clocks": {dispute: clock}})


def _end(document: Any, place: int, dispute: str, entry: RuleChange) -> None:
    _end_clock(document, place, dispute, entry)


def _end_clock(document: Any, place: int, dispute: str, entry: RuleChange) -> dict[str, Any]:
    """End the clock on the day before, and return it as it was."""
    clock = document["rules"][place]["clocks"][dispute]
    if entry.from_on is None:
        raise Refused("Give the first day on which it is so: events before it keep the old clock.")
    begins = clock.get("effective_from") or document["rules"][place].get("effective_from")
    begins = max(filter(None, [begins, document.get("effective_from")]), default=None)
    last = (entry.from_on - timedelta(days=1)).isoformat()
    if begins and last < begins:
        raise Refused(f"This clock began on {begins}: the change comes after it.")
    if clock.get("effective_to") and clock["effective_to"] <= last:
        raise Refused(f"This clock ended on {clock['effective_to']} already.")
    if document.get("effective_to") and entry.from_on.isoformat() > document["effective_to"]:
        raise Refused(f"This set ended on {document['effective_to']}: change the one after it.")
    old = dict(clock)
    clock["effective_to"] = last
    return old


def _verify(document: Any, place: int, dispute: str, entry: RuleChange) -> None:
    if not entry.cite.strip():
        raise Refused("Name the text in which the length was read: a verified one has its cite.")
    clock = document["rules"][place]["clocks"][dispute]
    clock |= {"is_verified": True, "cite": entry.cite.strip()}


CHANGES = {"length": _length, "end": _end, "verify": _verify}

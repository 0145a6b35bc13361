"""The rules on records as values: what is owed, by whom, and the penalty for silence.

Every rule has a cite, the days between which it is in force, and whether its text was read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "records.json"


@dataclass(frozen=True)
class Item:
    """One thing to be sent; `kinds`, `sources` and `months_before_request` suggest what ticks it.

    `verified_to` is the last day of the text that was read; later requests are not verified.
    """

    code: str
    what: str
    owed_by: str
    cite: str
    is_verified: bool
    statute: str = ""
    is_required: bool = True
    verified_to: date = date.max
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    months_before_request: int = 0
    effective_from: date = date.min
    effective_to: date = date.max
    note: str = ""

    def is_verified_on(self, day: date) -> bool:
        """Whether the text in force on `day` was read."""
        return self.is_verified and day <= self.verified_to


@dataclass(frozen=True)
class Penalty:
    """What a day of silence may cost, in dollars; None where the amount is not known."""

    code: str
    what: str
    per_day: int | None
    at_most: int | None
    cite: str
    is_verified: bool
    effective_from: date = date.min
    effective_to: date = date.max
    note: str = ""

    def exposure(self, days: int) -> int | None:
        """Return what so many days may cost; None where the amounts are not known."""
        if self.per_day is None or self.at_most is None:
            return None
        return min(max(days, 0) * self.per_day, self.at_most)


@dataclass(frozen=True)
class RecordRules:
    """The rules of one document."""

    source: str
    items: tuple[Item, ...]
    penalties: tuple[Penalty, ...]

    def items_on(self, day: date) -> tuple[Item, ...]:
        """Return what is to be asked for in a request made on `day`, in the order of the rule."""
        return tuple(i for i in self.items if i.effective_from <= day <= i.effective_to)

    def penalty_on(self, day: date) -> Penalty | None:
        """Return the penalty for records that were due on `day`; None where there was none."""
        found = (p for p in self.penalties if p.effective_from <= day <= p.effective_to)
        return next(found, None)


def record_rules_from(data: Mapping[str, Any]) -> RecordRules:
    """Make the rules from the plain form they are kept in."""
    return RecordRules(
        source=data["source"],
        items=tuple(Item(**_plain(row)) for row in data["items"]),
        penalties=tuple(Penalty(**_plain(row)) for row in data["penalties"]),
    )


@cache
def shipped_record_rules() -> RecordRules:
    """Return the rules that ship with the project."""
    return record_rules_from(json.loads(DATA.read_text(encoding="utf-8")))


def asked_of(role: str, day: date) -> tuple[Item, ...]:
    """Return what a request of `day` asks of one party; `is_required` says must or may."""
    return tuple(item for item in shipped_record_rules().items_on(day) if item.owed_by == role)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {k: date.fromisoformat(row[k]) for k in row if k in DAYS}
    lists = {k: tuple(row[k]) for k in row if k in ("kinds", "sources")}
    return {**row, **days, **lists}


DAYS = ("effective_from", "effective_to", "verified_to")

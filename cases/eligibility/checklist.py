"""The reasons of the checklist as data: words, outcome, cite, days in force, verified or not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "checklist.json"


class Outcome(StrEnum):
    """What is found on one service (8 CCR 9792.10.3)."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    DEFERRED = "deferred"
    NEEDS_INFORMATION = "needs_information"


DOWNGRADE = "downgrade"


@dataclass(frozen=True)
class Reason:
    """One reason: what it leads to while it is in force.

    One `for judgement` is proposed and never follows by itself: whoever finds it says why.
    """

    code: str
    words: str
    outcome: str
    cite: str
    is_verified: bool = False
    is_for_judgement: bool = False
    effective_from: date = date.min
    effective_to: date = date.max
    note: str = ""


@dataclass(frozen=True)
class Scope:
    """From which days on a dispute is one for this review."""

    injury_from: date
    communicated_from: date
    formulary_from: date
    cite: str
    is_verified: bool = False


@dataclass(frozen=True)
class Checklist:
    """The scope, and the reasons in the order in which one is given when several apply."""

    name: str
    source: str
    scope: Scope
    reasons: tuple[Reason, ...] = field(default_factory=tuple)

    def reason(self, code: str, day: date) -> Reason:
        """Return the reason as it is in force on the day an application was received."""
        for reason in self.reasons:
            if reason.code == code and reason.effective_from <= day <= reason.effective_to:
                return reason
        raise LookupError(f"{code} is not in force on {day.isoformat()}.")

    def place(self, code: str) -> int:
        """Return where a code stands in the order of the reasons."""
        return next(n for n, reason in enumerate(self.reasons) if reason.code == code)

    def leading_to(self, outcome: str, day: date) -> tuple[Reason, ...]:
        """Return the reasons in force that lead to an outcome."""
        return tuple(
            reason
            for reason in self.reasons
            if reason.outcome == outcome and reason.effective_from <= day <= reason.effective_to
        )


@cache
def shipped_checklist() -> Checklist:
    """Return the checklist that ships with the project."""
    return checklist_from(json.loads(DATA.read_text(encoding="utf-8")))


def checklist_from(plain: Mapping[str, Any]) -> Checklist:
    """Make a checklist from the plain form it is kept in."""
    scope = dict(plain["scope"])
    days = ("injury_from", "communicated_from", "formulary_from")
    scope |= {name: date.fromisoformat(scope[name]) for name in days}
    return Checklist(
        name=plain["name"],
        source=plain["source"],
        scope=Scope(**scope),
        reasons=tuple(_reason(entry) for entry in plain["reasons"]),
    )


def _reason(entry: Mapping[str, Any]) -> Reason:
    days = {
        name: date.fromisoformat(entry[name])
        for name in ("effective_from", "effective_to")
        if name in entry
    }
    return Reason(**{**entry, **days})

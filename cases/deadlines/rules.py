"""Deadline rules as values: what starts the clock, how long, in which unit, owed by whom.

A rule set has effective dates, and so has every rule inside it; a rule is chosen by its id, the
kind of dispute and the day of the event that starts it. Cites are to the Labor Code (LC), the Code
of Civil Procedure (CCP) and title 8 of the California Code of Regulations.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

# What runs on when a case has ended: appeals, and what the administrator owes by the decision.
AFTER_THE_END = ("P1", "P2", "I1", "I2")


class Dispute(StrEnum):
    """What sets the length: the ordinary clock, the formulary's, or the expedited one."""

    REGULAR = "regular"
    FORMULARY = "formulary"
    EXPEDITED = "expedited"


class Unit(StrEnum):
    """Calendar days, working days, or elapsed hours."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    MONTHS = "months"


class NoSuchRule(LookupError):
    """No rule of that name is in force for that dispute on that day; says which was asked."""


@dataclass(frozen=True)
class Rule:
    """One clock. `adds_mail`: service by mail lengthens it; `rolls`: a closed last day moves on.

    `is_ours` marks a duty of the organization: it has a target before the roll-over. `is_right`
    marks the time of a right, which runs out and is never late. `method` limits the rule to one way
    of service (the 15 and 12 days for records).
    """

    id: str
    what: str
    trigger: str
    dispute: Dispute
    length: int
    unit: Unit
    cite: str
    owed_by: str
    adds_mail: bool = False
    rolls: bool = True
    is_ours: bool = False
    is_right: bool = False
    method: str = ""
    effective_from: date = date.min
    effective_to: date = date.max
    is_verified: bool = False
    note: str = ""

    def is_in_force_on(self, day: date) -> bool:
        """Whether an event on `day` starts this clock."""
        return self.effective_from <= day <= self.effective_to


@dataclass(frozen=True)
class RuleSet:
    """Rules that were in force together, by the day of the event that triggers them."""

    name: str
    source: str
    effective_from: date
    effective_to: date
    rules: tuple[Rule, ...]

    def find(self, rule_id: str, dispute: Dispute, day: date, method: str = "") -> Rule:
        """Return the rule for an event on `day`; NoSuchRule when none is in force.

        Before the formulary had clocks of its own, its disputes ran on the regular ones.
        """
        for rule in self.rules:
            fits = rule.id == rule_id and rule.dispute == dispute and rule.method in ("", method)
            if fits and rule.is_in_force_on(day):
                return rule
        if dispute == Dispute.FORMULARY:
            return self.find(rule_id, Dispute.REGULAR, day, method)
        raise NoSuchRule(
            f"Rule {rule_id} of {self.name} has no {dispute} clock in force on {day.isoformat()}."
        )


def choose_rule_set(sets: Iterable[RuleSet], day: date) -> RuleSet:
    """Return the set in force on the day of the event; NoSuchRule when there is none."""
    for rule_set in sets:
        if rule_set.effective_from <= day <= rule_set.effective_to:
            return rule_set
    raise NoSuchRule(f"No rule set is in force on {day.isoformat()}.")


def rule_set_from(data: Mapping[str, Any]) -> RuleSet:
    """Make a rule set from the plain form it is kept in; each clock of a rule is a rule here."""
    rules = [
        _rule(entry, dispute, clock)
        for entry in data["rules"]
        for dispute, clock in entry["clocks"].items()
    ]
    return RuleSet(
        name=data["name"],
        source=data["source"],
        effective_from=_day(data.get("effective_from"), date.min),
        effective_to=_day(data.get("effective_to"), date.max),
        rules=tuple(rules),
    )


def _rule(entry: Mapping[str, Any], dispute: str, clock: Mapping[str, Any]) -> Rule:
    both = {key: value for key, value in {**entry, **clock}.items() if key != "clocks"}
    both["effective_from"] = _day(both.get("effective_from"), date.min)
    both["effective_to"] = _day(both.get("effective_to"), date.max)
    both["unit"] = Unit(both["unit"])
    return Rule(dispute=Dispute(dispute), **both)


def _day(text: str | None, default: date) -> date:
    return date.fromisoformat(text) if text else default

"""Clocks of cases counted by the rules in force: each distinct count is made once, then kept.

Two events of one Pacific day have one due day, so a count is kept by rule, day, way of service and
place. A clock of hours runs from its instant and is counted each time.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cases.deadlines.clocks import Clock
from cases.deadlines.counting import Due, due
from cases.deadlines.explain import explain
from cases.deadlines.rules import NoSuchRule, Rule, Unit, choose_rule_set
from cases.models import Case, Deadline
from cases.rulebook import Rulebook

COMPARED = (
    "rule_id",
    "dispute",
    "event_at",
    "method",
    "place",
    "is_place_known",
    "is_right",
    "owed_by",
    "due_on",
    "due_at",
    "target_on",
    "is_provisional",
    "is_verified",
)
KEPT = 20_000


@dataclass(frozen=True)
class Count:
    """One count: the rule and its set, the days it leads to, and the derivation to be stored."""

    rule: Rule
    rule_set: str
    on: date
    at: datetime | None
    target_on: date
    is_provisional: bool
    lines: list[dict[str, Any]]


class Counter:
    """Counts clocks by one rulebook, and keeps at most `KEPT` of what it found."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._counts: dict[tuple[Any, ...], Count | None] = {}

    def count(self, clock: Clock) -> Count | None:
        """Count one clock; None where no rule was in force on the day of its event."""
        event = clock.event
        key = (
            *(clock.rule_id, clock.dispute, event.day, event.method, event.place),
            *(event.is_place_known, event.tolls, event.extension),
        )
        if key in self._counts:
            return self._counts[key]
        found = self._count(clock)
        if found is None or found.rule.unit != Unit.HOURS:
            if len(self._counts) >= KEPT:
                self._counts.clear()
            self._counts[key] = found
        return found

    def _count(self, clock: Clock) -> Count | None:
        event = clock.event
        try:
            rules = choose_rule_set(self.book.rule_sets, event.day)
            rule = rules.find(clock.rule_id, clock.dispute, event.day, event.method)
        except NoSuchRule:
            return None
        result: Due = due(rule, event, self.book.counting)
        return Count(
            rule=rule,
            rule_set=rules.name,
            on=result.on,
            at=result.at,
            target_on=min(result.target_on, result.on),
            is_provisional=result.is_provisional,
            lines=[{**asdict(line), "day": line.day.isoformat()} for line in explain(result)],
        )


@lru_cache(maxsize=2)
def counter_of(book: Rulebook) -> Counter:
    """Return the one counter of a rulebook in this process."""
    return Counter(book)


def values_of(clock: Clock, count: Count) -> dict[str, Any]:
    """Return what two counts of a clock are compared by."""
    return {
        "rule_id": count.rule.id,
        "dispute": count.rule.dispute.value,
        "event_at": clock.event.at,
        "method": clock.event.method.value,
        "place": clock.event.place.value,
        "is_place_known": clock.event.is_place_known,
        "is_right": count.rule.is_right,
        "owed_by": clock.owed_by or count.rule.owed_by,
        "due_on": count.on,
        "due_at": count.at,
        "target_on": count.target_on,
        "is_provisional": count.is_provisional,
        "is_verified": count.rule.is_verified,
    }


def is_same(values: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Whether a count says what the stored one says."""
    return all(values[name] == old[name] for name in COMPARED)


def row_of(
    case: Case, clock: Clock, count: Count, values: Mapping[str, Any], book: Rulebook, at: datetime
) -> Deadline:
    """Return the deadline to be stored."""
    return Deadline(
        case=case,
        clock=clock.name,
        what=count.rule.what,
        is_ours=count.rule.is_ours,
        event=count.rule.trigger,
        counted_by=[f"Rules of {count.rule_set}", *book.versions],
        lines=count.lines,
        counted_at=at,
        met_on=clock.met_on,
        **values,
    )

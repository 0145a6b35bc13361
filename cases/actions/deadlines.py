"""Deadlines of a case: counted from its dates, counted again when one changes, never erased."""

from datetime import datetime
from typing import Any

from cases import audit
from cases.counts import COMPARED, Counter, case_dates, counter_of, is_same, row_of, values_of
from cases.deadlines.clocks import Clock, clocks_of
from cases.lifecycle import ENDINGS
from cases.models import Case, Deadline
from cases.rulebook import current_rulebook


def refresh_deadlines(case: Case, *, by: Any, at: datetime, reason: str) -> list[Deadline]:
    """Count every clock of the case; keep what has not changed, supersede what has.

    Called inside the transaction of the action that changed a date, with the case locked; `reason`
    is the kind of the change, kept with the old value.
    """
    counter = counter_of(current_rulebook())
    current = {row.clock: row for row in case.deadlines.current()}
    changed = [
        row
        for clock in clocks_of(case_dates(case))
        if (row := _place(case, clock, counter, current, at=at, reason=reason)) is not None
    ]
    if case.status in ENDINGS:
        case.deadlines.running().update(stopped_at=at)
    if changed:
        audit.append(
            "deadline.counted",
            case,
            by=by,
            clocks=sorted(row.clock for row in changed),
            reason=reason,
        )
    return changed


def _place(
    case: Case,
    clock: Clock,
    counter: Counter,
    current: dict[str, Deadline],
    *,
    at: datetime,
    reason: str,
) -> Deadline | None:
    """Write the clock's deadline if it is new or different, mark it met; None if unchanged."""
    old, count = current.get(clock.name), counter.count(clock)
    if count is None:
        return None
    values = values_of(clock, count)
    if old is not None and is_same(values, {name: getattr(old, name) for name in COMPARED}):
        if old.met_on == clock.met_on:
            return None
        old.met_on = clock.met_on
        old.save(update_fields=["met_on"])
        return old
    if old is not None:
        old.superseded_at, old.superseded_reason = at, reason
        old.save(update_fields=["superseded_at", "superseded_reason"])
    new = row_of(case, clock, count, values, counter.book, at)
    new.save()
    return new

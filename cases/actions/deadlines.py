"""Deadlines of a case: counted from its dates, counted again when one changes, never erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cases import audit
from cases.casedates import case_dates
from cases.counts import COMPARED, Counter, counter_of, is_same, row_of, values_of
from cases.deadlines.clocks import Clock, clocks_of
from cases.deadlines.rules import AFTER_THE_END
from cases.lifecycle import ENDINGS
from cases.messages import people_of
from cases.models import Case, Deadline, Message
from cases.pipelines.messages import tell
from cases.rulebook import current_rulebook


def refresh_deadlines(case: Case, *, by: Any, at: datetime, reason: str) -> list[Deadline]:
    """Count every clock of the case; keep what has not changed, supersede what has or is gone.

    Called inside the transaction of the action that changed a date, with the case locked; `reason`
    is the kind of the change, kept with the old value.
    """
    counter = counter_of(current_rulebook())
    current = {row.clock: row for row in case.deadlines.current()}
    clocks = clocks_of(case_dates(case))
    if case.status in ENDINGS:
        clocks = tuple(one for one in clocks if not _is_history(current.get(one.name)))
    gone = _gone(case, clocks, current)
    for row in gone:
        _supersede(row, at=at, reason=reason)
    changed = gone + [
        row
        for clock in clocks
        if (row := _place(case, clock, counter, current, at=at, reason=reason)) is not None
    ]
    if case.status in ENDINGS:
        case.deadlines.running().exclude(rule_id__in=AFTER_THE_END).update(stopped_at=at)
    _tell_moved(case, changed, current, by=by, at=at)
    if changed:
        audit.append(
            "deadline.counted",
            case,
            by=by,
            clocks=sorted(row.clock for row in changed),
            reason=reason,
        )
    return changed


def _tell_moved(
    case: Case, changed: list[Deadline], earlier: dict[str, Deadline], *, by: Any, at: datetime
) -> None:
    """Tell who works on the case that a duty in it is due on another day than it was."""
    moved = [row for row in changed if row.superseded_at is None and _is_moved(row, earlier)]
    if not moved or not case.is_open:
        return
    people = [person for person in people_of(case) if person != by]
    for row in moved:
        key = f"moved-{row.pk}"
        tell(people, Message.Kind.DUE_DATE_CHANGED, case, key=key, at=at, deadline=row)


def _is_moved(row: Deadline, earlier: dict[str, Deadline]) -> bool:
    old = earlier.get(row.clock)
    if old is None or old.pk == row.pk or row.is_right or row.met_on is not None:
        return False
    return (old.target_on, old.due_on, old.due_at) != (row.target_on, row.due_on, row.due_at)


def _is_history(row: Deadline | None) -> bool:
    """Whether the clock of an ended case has had its end: it stays as it was counted then."""
    return row is not None and (row.met_on is not None or row.stopped_at is not None)


def _gone(case: Case, clocks: Sequence[Clock], current: dict[str, Deadline]) -> list[Deadline]:
    """Return the deadlines of an open case whose clock it does not have any more."""
    names = {clock.name for clock in clocks}
    return [row for name, row in current.items() if name not in names and case.is_open]


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
        _supersede(old, at=at, reason=reason)
    new = row_of(case, clock, count, values, counter.book, at)
    new.save()
    return new


def _supersede(row: Deadline, *, at: datetime, reason: str) -> None:
    row.superseded_at, row.superseded_reason = at, reason
    row.save(update_fields=["superseded_at", "superseded_reason"])

"""Deadlines of a case: counted from its dates, counted again when one changes, never erased."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases import audit
from cases.deadlines.clocks import CaseDates, Clock, clocks_of
from cases.deadlines.counting import Due, Place, due
from cases.deadlines.explain import explain
from cases.deadlines.rules import NoSuchRule, RuleSet, choose_rule_set
from cases.lifecycle import ENDINGS, CaseStatus
from cases.models import Case, Deadline
from cases.rulebook import Rulebook, current_rulebook

COMPARED = ("rule_id", "dispute", "event_at", "method", "place", "due_on", "due_at", "target_on")


def refresh_deadlines(case: Case, *, by: Any, at: datetime, reason: str) -> list[Deadline]:
    """Count every clock of the case; keep what has not changed, supersede what has.

    Called inside the transaction of the action that changed a date, with the case locked; `reason`
    is the kind of the change, kept with the old value.
    """
    book = current_rulebook()
    current = {row.clock: row for row in case.deadlines.current()}
    changed = [
        row
        for clock in clocks_of(case_dates(case))
        if (row := _place(case, clock, book, current, at=at, reason=reason)) is not None
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


def case_dates(case: Case) -> CaseDates:
    """Return the dates of the file that clocks start from or stop at."""
    decision = getattr(case, "ur_decision", None)
    is_issued = case.status == CaseStatus.ISSUED and case.ended_at is not None
    return CaseDates(
        is_expedited=case.priority == Case.Priority.EXPEDITED,
        is_formulary=bool(case.is_formulary_dispute),
        ur_served_on=decision.served_on if decision else None,
        ur_service_method=decision.service_method if decision else "",
        worker_place=Place.CALIFORNIA,
        application_received_on=case.application_received_on,
        eligible_at=case.eligible_at,
        assigned_on=case.assigned_on,
        records_requested_at=case.records_requested_at,
        records_complete_on=case.records_complete_on,
        issued_on=timezone.localdate(case.ended_at) if is_issued else None,
        information_asked_at=case.information_asked_at,
        information_answered_on=case.information_answered_on,
    )


def _place(
    case: Case,
    clock: Clock,
    book: Rulebook,
    current: dict[str, Deadline],
    *,
    at: datetime,
    reason: str,
) -> Deadline | None:
    """Write the clock's deadline if it is new or different, mark it met; None if unchanged."""
    old = current.get(clock.name)
    new = _counted(case, clock, book, at)
    if new is None:
        return None
    if old is not None and all(getattr(old, name) == getattr(new, name) for name in COMPARED):
        if old.met_on == clock.met_on:
            return None
        old.met_on = clock.met_on
        old.save(update_fields=["met_on"])
        return old
    if old is not None:
        old.superseded_at, old.superseded_reason = at, reason
        old.save(update_fields=["superseded_at", "superseded_reason"])
    new.save()
    return new


def _counted(case: Case, clock: Clock, book: Rulebook, at: datetime) -> Deadline | None:
    """Count one clock; None where no rule was in force on the day of its event."""
    try:
        rules = choose_rule_set(book.rule_sets, clock.event.day)
        rule = rules.find(clock.rule_id, clock.dispute, clock.event.day, clock.event.method)
    except NoSuchRule:
        return None
    return _row(case, clock, due(rule, clock.event, book.counting), rules, book, at)


def _row(
    case: Case, clock: Clock, result: Due, rules: RuleSet, book: Rulebook, at: datetime
) -> Deadline:
    rule = result.rule
    lines = [{**asdict(line), "day": line.day.isoformat()} for line in explain(result)]
    return Deadline(
        case=case,
        rule_id=rule.id,
        clock=clock.name,
        what=rule.what,
        owed_by=rule.owed_by,
        is_ours=rule.is_ours,
        dispute=rule.dispute.value,
        event=rule.trigger,
        event_at=clock.event.at,
        method=clock.event.method.value,
        place=clock.event.place.value,
        due_on=result.on,
        due_at=result.at,
        target_on=min(result.target_on, result.on),
        is_provisional=result.is_provisional,
        is_verified=rule.is_verified,
        counted_by=[f"Rules of {rules.name}", *book.versions],
        lines=lines,
        counted_at=at,
        met_on=clock.met_on,
    )

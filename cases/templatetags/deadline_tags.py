"""Due dates of a case: the table of its clocks, and the one that comes next."""

import re
from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from cases.models import Case, Deadline

register = template.Library()

# A derivation keeps its days as `Mon 2026-12-14`, so that it can be counted again from its words.
KEPT_DAY = re.compile(r"[A-Z][a-z]{2} (\d{4}-\d{2}-\d{2})")


@register.inclusion_tag("cases/deadlines/_panel.html", takes_context=True)
def deadlines_panel(context: template.RequestContext, case: Case) -> dict[str, Any]:
    """Show every clock of the case: what is due, from whom, when, and whether it was done."""
    today = timezone.localdate()
    last = timezone.localdate(case.ended_at) if case.ended_at else today
    current = list(case.deadlines.current().order_by("met_on", "target_on"))
    return {
        "case": case,
        "today": today,
        "days_assigned": (last - case.assigned_on).days if case.assigned_on else None,
        "days_complete": (
            (last - case.records_complete_on).days if case.records_complete_on else None
        ),
        "running": [row for row in current if row.met_on is None and row.stopped_at is None],
        "done": [row for row in current if row.met_on is not None or row.stopped_at is not None],
    }


@register.simple_tag
def next_deadline(case: Case) -> Deadline | None:
    """Return the running deadline of the case to work to first; None when nothing is due."""
    return case.deadlines.running().order_by("target_on", "pk").first()


@register.filter
def days_written(words: str) -> str:
    """Write the days in a line of a derivation as people do: `Mon 14 Dec 2026`."""
    return KEPT_DAY.sub(_written, words)


def _written(found: re.Match[str]) -> str:
    day = date.fromisoformat(found[1])
    return f"{day:%a} {day.day} {day:%b %Y}"


@register.filter
def was_met(deadline: Deadline) -> str:
    """Say how a duty was done: in time, or how late; late is still valid (LC 4610.6)."""
    if deadline.met_on is None:
        return "The case ended before it fell due." if deadline.stopped_at else ""
    late = (deadline.met_on - deadline.due_on).days
    if late <= 0:
        return "in time"
    return f"{late} day{'' if late == 1 else 's'} late, still valid"

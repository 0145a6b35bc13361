"""Due dates of a case: the table of its clocks, and the one that comes next."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from cases.actions.extensions import SIGNED
from cases.casedates import ENDS_OF_UR_MAIL
from cases.deadlines.clocks import CLOCK_WORDS
from cases.models import Case, Deadline, Party
from cases.timeline import WORDS_BY_KIND

register = template.Library()

# A derivation keeps its days as `Mon 2026-12-14`, so that it can be counted again from its words.
KEPT_DAY = re.compile(r"[A-Z][a-z]{2} (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Action:
    """Something that moves the clocks, and the page where it is done."""

    label: str
    url: str


# What may be done: its permission, words and page, and whether the case allows it now.
ACTIONS = (
    (
        "cases.ask_extension",
        "Ask for an extension",
        "cases:ask_extension",
        lambda case: case.records_complete_on and case.status not in SIGNED,
    ),
    ("cases.toll_clock", "Pause a clock", "cases:toll_clock", lambda case: True),
    (
        "cases.convert_priority",
        "Convert to expedited",
        "cases:convert_to_expedited",
        lambda case: case.priority != Case.Priority.EXPEDITED,
    ),
)


@register.inclusion_tag("cases/deadlines/_panel.html", takes_context=True)
def deadlines_panel(context: template.RequestContext, case: Case) -> dict[str, Any]:
    """Show the clocks that concern the reader: what is due, from whom, when, and if it was done."""
    today, user = timezone.localdate(), context["user"]
    last = timezone.localdate(case.ended_at) if case.ended_at else today
    current = list(case.deadlines.current().visible_to(user).order_by("met_on", "target_on"))
    open_ones = [row for row in current if row.met_on is None and row.stopped_at is None]
    sees_all = user.has_perm("cases.view_all_cases")
    pauses = case.tolls.valid().filter(last_on=None) if sees_all else ()
    return {
        "case": case,
        "today": today,
        "perms": context["perms"],
        "days_assigned": (last - case.assigned_on).days if case.assigned_on else None,
        "days_complete": (
            (last - case.records_complete_on).days if case.records_complete_on else None
        ),
        "running": [row for row in open_ones if not row.is_right],
        "rights": [row for row in open_ones if row.is_right],
        "done": [row for row in current if row.met_on is not None or row.stopped_at is not None],
        "pauses": [(pause, CLOCK_WORDS.get(pause.rule_id, pause.rule_id)) for pause in pauses],
        "asked": case.extensions.open().first() if sees_all else None,
        "unplaced": _unplaced(case, open_ones) if sees_all else (),
        "actions": _actions(case, user),
    }


def _actions(case: Case, user: Any) -> list[Action]:
    if not case.is_open:
        return []
    return [
        Action(words, reverse(page, args=[case.case_number]))
        for permission, words, page, is_possible in ACTIONS
        if user.has_perm(permission) and is_possible(case)
    ]


def _unplaced(case: Case, rows: list[Deadline]) -> list[Party.Role]:
    """Return whose address does not say where it is, where a running clock depends on it."""
    if all(row.is_place_known for row in rows):
        return []
    parties = case.parties.filter(role__in=ENDS_OF_UR_MAIL)
    return [Party.Role(party.role) for party in parties if party.known_place is None]


@register.simple_tag
def next_deadline(case: Case) -> Deadline | None:
    """Return the running deadline of the case to work to first; None when nothing is due."""
    return case.deadlines.running().duties().order_by("target_on", "pk").first()


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


@register.filter
def right_words(deadline: Deadline, today: date) -> str:
    """Say whether the time of a right is still open; it runs out, and nobody is late by it."""
    if deadline.due_on < today:
        return "Its time is over"
    left = (deadline.due_on - today).days
    return "Open until today" if left == 0 else f"Open for {left} day{'' if left == 1 else 's'}"


@register.filter
def reason_words(reason: str) -> str:
    """Say in words why a due date was counted again."""
    kind, _, more = reason.partition(": ")
    words = WORDS_BY_KIND.get(kind) or kind.replace("_", " ").replace(".", ", ")
    return f"{words}: {more}" if more else words

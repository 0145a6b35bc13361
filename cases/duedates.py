"""Due dates of many cases at once: which comes next, and how it is said in a list."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Min, OrderBy, Q

from cases.casedates import case_dates
from cases.deadlines.clocks import DETERMINATION, clocks_of
from cases.deadlines.counting import Due, due
from cases.deadlines.rules import choose_rule_set
from cases.models import Case, Deadline
from cases.rulebook import current_rulebook

SOON_DAYS = 3
RUNNING = Q(
    deadlines__superseded_at=None,
    deadlines__met_on=None,
    deadlines__stopped_at=None,
    deadlines__is_right=False,
) & Q(deadlines__isnull=False)
# For a queryset of cases: annotate `next_target=NEXT_TARGET`, then order by SOONEST_FIRST.
NEXT_TARGET = Min("deadlines__target_on", filter=RUNNING)
SOONEST_FIRST = OrderBy(F("next_target"), nulls_last=True)


def next_due_by_case(cases: Iterable[Case]) -> dict[int, Deadline]:
    """Return the running deadline to work to first, by the key of its case; in one query."""
    running = Deadline.objects.running().duties().filter(case__in=list(cases))
    running = running.order_by("-target_on", "-pk")
    return {deadline.case_id: deadline for deadline in running}


def determination_due(case: Case) -> Due | None:
    """Count when the determination of the case is due; None until its records are complete.

    LC 4610.6(d)(1), counted from the later of the application and the complete records, with the
    extension that was approved.
    """
    found = [clock for clock in clocks_of(case_dates(case)) if clock.name == DETERMINATION]
    if not found:
        return None
    [clock] = found
    book = current_rulebook()
    rules = choose_rule_set(book.rule_sets, clock.event.day)
    rule = rules.find(clock.rule_id, clock.dispute, clock.event.day)
    return due(rule, clock.event, book.counting)


def due_words(day: date | None, today: date) -> tuple[str, str]:
    """Return a due day as a badge and its tone; empty where no day is known. Late never blocks."""
    if day is None:
        return "", "info"
    left = (day - today).days
    if left < 0:
        return f"{-left} day{'' if left == -1 else 's'} late", "stop"
    if left == 0:
        return "Due today", "warn"
    words = "Due tomorrow" if left == 1 else f"Due in {left} days"
    return words, "warn" if left <= SOON_DAYS else "info"

"""Due dates of many cases at once: which comes next, and how it is said in a list."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Min, OrderBy, Q

from cases.models import Case, Deadline

SOON_DAYS = 3
RUNNING = Q(deadlines__superseded_at=None, deadlines__met_on=None, deadlines__stopped_at=None) & Q(
    deadlines__isnull=False
)
# For a queryset of cases: annotate `next_target=NEXT_TARGET`, then order by SOONEST_FIRST.
NEXT_TARGET = Min("deadlines__target_on", filter=RUNNING)
SOONEST_FIRST = OrderBy(F("next_target"), nulls_last=True)


def next_due_by_case(cases: Iterable[Case]) -> dict[int, Deadline]:
    """Return the running deadline to work to first, by the key of its case; in one query."""
    running = Deadline.objects.running().filter(case__in=list(cases)).order_by("-target_on", "-pk")
    return {deadline.case_id: deadline for deadline in running}


def determination_due_by_case(cases: Iterable[Case]) -> dict[int, date]:
    """Return the day to work to for the determination, by the key of its case (LC 4610.6(d))."""
    current = Deadline.objects.current().filter(case__in=list(cases), rule_id="D1")
    return dict(current.values_list("case_id", "target_on"))


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

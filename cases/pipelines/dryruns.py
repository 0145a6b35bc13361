"""What a new version of the rules would move: counted on open cases, with nothing written.

Two events of one day have one due day, so a hundred thousand cases are few counts; only cases with
a pause or an extension are counted one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.casedates import facts_by_case
from cases.counts import Counter
from cases.deadlines.clocks import Clock
from cases.deadlines.counting import Event, Method, Place
from cases.deadlines.rules import Dispute
from cases.models import Case, ClockToll, Deadline, Extension
from cases.pipelines.recounts import running_clocks, with_running_clocks
from cases.rulebook import current_documents, rulebook_of

SHOWN = 25
FIELDS = ("case", "clock", "rule_id", "dispute", "event_at", "method", "place", "is_place_known")
DAYS = ("due_on", "due_at", "target_on")


@dataclass(frozen=True)
class Move:
    """One due date that would be another."""

    case_number: str
    what: str
    before: date
    after: date


@dataclass(frozen=True)
class DryRun:
    """How many due dates in how many cases would move, and the first of them."""

    due_dates: int
    cases: int
    shown: tuple[Move, ...]


def would_move(kind: str, name: str, document: Any, *, at: datetime) -> DryRun:
    """Count what would move if the document were in force."""
    documents = current_documents()
    version, _ = documents[(kind, name)]
    counter = Counter(rulebook_of(documents | {(kind, name): (version + 1, document)}))
    found: dict[int, date] = {}
    cases: set[int] = set()
    for key, case, day in _moves(counter, timezone.localdate(at)):
        found[key] = day
        cases.add(case)
    rows = Deadline.objects.filter(pk__in=sorted(found)[:SHOWN]).select_related("case")
    shown = tuple(
        Move(row.case.case_number, row.what, row.due_on, found[row.pk])
        for row in rows.order_by("case__case_number", "clock")
    )
    return DryRun(len(found), len(cases), shown)


def _moves(counter: Counter, today: date) -> Iterator[tuple[int, int, date]]:
    """Yield the key, the case and the new day of each running due date that would move."""
    special = Q(pk__in=ClockToll.objects.valid().values("case"))
    special |= Q(pk__in=Extension.objects.approved().values("case"))
    cases = with_running_clocks(today)
    running = Deadline.objects.running()
    plain = running.filter(case__in=cases.exclude(special))
    for key, *fields in plain.values_list("pk", *FIELDS, *DAYS).iterator(chunk_size=5000):
        case, *rest = fields
        count = counter.count(_clock(*rest[: len(FIELDS) - 1]))
        if count is not None and (count.on, count.at, count.target_on) != tuple(rest[-3:]):
            yield key, case, count.on
    yield from _moves_of(list(cases.filter(special).select_related("ur_decision")), counter)


def _moves_of(cases: list[Case], counter: Counter) -> Iterator[tuple[int, int, date]]:
    facts = facts_by_case(cases)
    rows = Deadline.objects.running().filter(case__in=cases)
    row_by_clock = {(row.case_id, row.clock): row for row in rows}
    for case in cases:
        for clock in running_clocks(case, facts[case.pk]):
            row, count = row_by_clock.get((case.pk, clock.name)), counter.count(clock)
            if row is None or count is None:
                continue
            if (count.on, count.at, count.target_on) != (row.due_on, row.due_at, row.target_on):
                yield row.pk, case.pk, count.on


def _clock(
    name: str, rule_id: str, dispute: str, at: datetime, method: str, place: str, is_known: bool
) -> Clock:
    event = Event(at, Method(method), Place(place), is_place_known=is_known)
    return Clock(name, rule_id, Dispute(dispute), event, None)

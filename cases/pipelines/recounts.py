"""All open cases counted again after the rules or a calendar changed, in small batches.

A batch is one transaction: it locks its cases, reads their deadlines in one query, supersedes and
writes in bulk, and leaves one audit row. The key of its last case says where the next one begins,
so that a recount which ended half-way goes on, and one that runs twice changes nothing more.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from cases import audit
from cases.casedates import FileFacts, case_dates, facts_by_case
from cases.counts import COMPARED, Counter, counter_of, is_same, row_of, values_of
from cases.deadlines.clocks import Clock, clocks_of
from cases.deadlines.rules import AFTER_THE_END
from cases.lifecycle import ENDINGS
from cases.messages import people_of_cases
from cases.models import Case, Deadline, Message, Recount
from cases.pipelines.messages import tell
from cases.rulebook import current_rulebook

BATCH = 1000


@dataclass(frozen=True)
class Recounted:
    """What was gone through: how many cases and clocks, how many changed, up to which key."""

    cases: int = 0
    clocks: int = 0
    changed: int = 0
    last: int = 0

    def plus(self, other: "Recounted") -> "Recounted":
        """Return both together; `other` is the later."""
        return Recounted(
            self.cases + other.cases,
            self.clocks + other.clocks,
            self.changed + other.changed,
            max(self.last, other.last),
        )


@dataclass
class _Changes:
    """What a batch writes."""

    superseded: list[int] = field(default_factory=list)
    rows: list[Deadline] = field(default_factory=list)
    clocks: int = 0


def recount_open_cases(*, by: Any, at: datetime, reason: str, after: int = 0) -> Recounted:
    """Count the clocks of every open case whose key is above `after`, a batch a transaction."""
    total = Recounted(last=after)
    while True:
        batch = recount_batch(by=by, at=at, reason=reason, after=total.last)
        if not batch.cases:
            return total
        total = total.plus(batch)


@transaction.atomic
def recount_batch(*, by: Any, at: datetime, reason: str, after: int) -> Recounted:
    """Count the next cases above the key `after` in which a clock runs; no cases: no more."""
    cases = list(
        with_running_clocks(timezone.localdate(at))
        .filter(pk__gt=after)
        .select_for_update(of=("self",))
        .select_related("ur_decision")
        .order_by("pk")[:BATCH]
    )
    if not cases:
        return Recounted(last=after)
    changes = _changes(cases, counter_of(current_rulebook()), at)
    Deadline.objects.filter(pk__in=changes.superseded).update(
        superseded_at=at, superseded_reason=reason
    )
    _write(changes.rows)
    last = cases[-1].pk
    if changes.rows:
        audit.append(
            "deadline.recounted",
            by=by,
            reason=reason,
            first=cases[0].pk,
            last=last,
            cases=len({row.case_id for row in changes.rows}),
            clocks=len(changes.rows),
        )
    return Recounted(len(cases), changes.clocks, len(changes.rows), last)


def with_running_clocks(today: date) -> QuerySet[Case]:
    """Return the open cases, and the ended ones in which what follows a service still runs."""
    outlasting = Deadline.objects.running().filter(
        case=OuterRef("pk"), rule_id__in=AFTER_THE_END, due_on__gte=today
    )
    return Case.objects.filter(~Q(status__in=ENDINGS) | Exists(outlasting))


def _changes(cases: list[Case], counter: Counter, at: datetime) -> _Changes:
    old_by_clock = {
        (row["case_id"], row["clock"]): row
        for row in Deadline.objects.current()
        .filter(case__in=cases)
        .values("pk", "case_id", "clock", *COMPARED)
    }
    changes, facts = _Changes(), facts_by_case(cases)
    for case in cases:
        for clock in running_clocks(case, facts[case.pk]):
            changes.clocks += 1
            old, count = old_by_clock.pop((case.pk, clock.name), None), counter.count(clock)
            if count is None:
                continue
            values = values_of(clock, count)
            if old is None or not is_same(values, old):
                changes.rows.append(row_of(case, clock, count, values, counter.book, at))
                if old is not None:
                    changes.superseded.append(old["pk"])
    is_open = {case.pk: case.is_open for case in cases}
    changes.superseded += [old["pk"] for (case, _), old in old_by_clock.items() if is_open[case]]
    return changes


def running_clocks(case: Case, facts: FileFacts) -> tuple[Clock, ...]:
    """Return the clocks of an open case, and of an ended one those that outlast it."""
    clocks = clocks_of(case_dates(case, facts))
    if case.is_open:
        return clocks
    return tuple(clock for clock in clocks if clock.rule_id in AFTER_THE_END)


def _write(rows: list[Deadline]) -> None:
    """Write new deadlines as the database takes them fastest; derivations are spelled once."""
    fields = [field for field in Deadline._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    text_by_lines: dict[int, str] = {}
    table = connection.ops.quote_name(Deadline._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as out:
        for row in rows:
            values = {field.attname: getattr(row, field.attname) for field in fields}
            lines = values["lines"]
            if id(lines) not in text_by_lines:
                text_by_lines[id(lines)] = json.dumps(lines)
            values["lines"] = text_by_lines[id(lines)]
            out.write_row(list(values.values()))


def _tell_of(recount: Recount, *, at: datetime) -> None:
    """Tell whoever works on a case in which a duty is due on another day, once for all of them."""
    unmoved = Deadline.objects.current().filter(
        Q(due_at=OuterRef("due_at")) | Q(due_at=None),
        case=OuterRef("case"),
        clock=OuterRef("clock"),
        target_on=OuterRef("target_on"),
        due_on=OuterRef("due_on"),
    )
    moved = Deadline.objects.filter(
        ~Exists(unmoved), superseded_reason=recount.reason, is_right=False, met_on=None
    )
    cases = Case.objects.filter(pk__in=moved.values("case")).open()
    key = f"recount-{recount.pk}"
    tell(people_of_cases(cases), Message.Kind.RULES_CHANGED, None, key=key, at=at)


@transaction.atomic
def go_on(recount_id: int, *, at: datetime) -> bool:
    """Take the next batch of a recount; False when it is finished or another worker has it."""
    recount = (
        Recount.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("document__added_by")
        .filter(pk=recount_id, finished_at=None)
        .first()
    )
    if recount is None:
        return False
    document = recount.document
    batch = recount_batch(
        by=document.added_by, at=at, reason=recount.reason, after=recount.last_case
    )
    if not batch.cases:
        recount.finished_at = max(at, recount.queued_at)
        recount.save(update_fields=["finished_at"])
        audit.append("recount.finished", recount, by=None, rules=document.pk)
        _tell_of(recount, at=at)
        return False
    Recount.objects.filter(pk=recount_id).update(
        last_case=batch.last, changed=F("changed") + batch.changed
    )
    return True

"""Who owes records and has not sent them: derived from clocks and items, never stored.

The regulation's clock counts (8 CCR 9792.10.5(a)(1)): the statute's shorter one is shown beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.expected.rules import Penalty, shipped_record_rules
from cases.lifecycle import CaseStatus
from cases.models import Case, Deadline, ExpectedRecord, Party

REGULATION, STATUTE = "R1", "R2"
State = ExpectedRecord.State


@dataclass(frozen=True)
class Silence:
    """Records that are overdue: the clock, the days since its last day, what is still open."""

    deadline: Deadline
    days: int
    open_items: tuple[ExpectedRecord, ...]
    waits_for: str

    @property
    def penalty(self) -> Penalty | None:
        """The penalty in force on the last day."""
        return shipped_record_rules().penalty_on(self.deadline.due_on)

    @property
    def exposure(self) -> int | None:
        """What so many days may cost in dollars; None where that is not known."""
        return self.penalty.exposure(self.days) if self.penalty else None


def lacking(items: Iterable[ExpectedRecord]) -> list[ExpectedRecord]:
    """Return the required items that have not come: open, missing or illegible."""
    return [item for item in items if item.is_required and (item.is_lacking or is_open(item))]


def is_open(item: ExpectedRecord) -> bool:
    """Whether nobody has settled it, or every document that ticked it was superseded."""
    if item.state == State.EXPECTED:
        return True
    if item.state != State.RECEIVED:
        return False
    return all(record.superseded_at for record in item.records.all())


def items_of(case: Case) -> list[ExpectedRecord]:
    """Return what was asked for in a case, with its documents."""
    return list(case.expected_records.prefetch_related("records").order_by("position"))


def records_deadline(case: Case) -> Deadline | None:
    """Return the clock of the claims administrator's records, the most generous if several run."""
    running = case.deadlines.running().filter(rule_id=REGULATION)
    return running.order_by("-due_on", "-pk").first()


def statute_deadline(case: Case) -> Deadline | None:
    """Return the statute's clock for the same records."""
    return case.deadlines.running().filter(rule_id=STATUTE).order_by("due_on", "pk").first()


def is_over(deadline: Deadline, now: datetime) -> bool:
    """Whether the last day, or the last hour, is past."""
    if deadline.due_at is not None:
        return now > deadline.due_at
    return timezone.localdate(now) > deadline.due_on


def silence_of(case: Case, now: datetime) -> Silence | None:
    """Return what is overdue in a case that waits for records; None where nothing is."""
    if case.status != CaseStatus.AWAITING_RECORDS:
        return None
    deadline = records_deadline(case)
    if deadline is None or not is_over(deadline, now):
        return None
    items = items_of(case)
    owed = lacking(items)
    if items and not owed:
        return None
    return Silence(
        deadline=deadline,
        days=days_late(deadline.due_on, timezone.localdate(now)),
        open_items=tuple(owed),
        waits_for=Party.Role.CLAIMS_ADMINISTRATOR.label,
    )


def days_late(due_on: date, today: date) -> int:
    """Return the whole days since the last day."""
    return max((today - due_on).days, 0)


def overdue(cases: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """Keep the cases that wait for records past their clock; their items are still to be asked."""
    today = timezone.localdate(now)
    past = Q(due_at=None, due_on__lt=today) | Q(due_at__lt=now)
    late = Deadline.objects.running().filter(past, rule_id=REGULATION)
    early = Deadline.objects.running().filter(~past, rule_id=REGULATION)
    return cases.filter(status=CaseStatus.AWAITING_RECORDS, pk__in=late.values("case")).exclude(
        pk__in=early.values("case")
    )


def not_received(items: Sequence[ExpectedRecord]) -> list[str]:
    """Return what the letter names as asked for and not received, one line an item."""
    return [
        f"{item.what} (illegible)" if item.state == State.ILLEGIBLE else item.what
        for item in lacking(items)
    ]

"""What is due, by risk: overdue, today, soon, and what waits for somebody else, and for whom.

For a duty of ours the day to work to sorts, with the legal last day beside it. Expedited cases
stand in front of every group.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.duedates import SOON_DAYS, due_words
from cases.lifecycle import CaseStatus
from cases.models import Case, Deadline, EligibilityDecision, Extension, Party
from cases.nextsteps import holder
from cases.queues import WorkList, WorkRow

SHOWN = 60
AT_HOME = 10
SEES = "cases.view_due_dates"
RECORDS = ("R1", "R2")
ADMINISTRATOR = "claims administrator"


@dataclass(frozen=True)
class Risk:
    """One thing that is due, or one case that waits: what, from whom, when, who has the case."""

    case: Case
    worker: str
    what: str
    owed_by: str
    holder: str
    target_on: date | None
    due_on: date | None
    badge: str
    tone: str
    url: str

    @property
    def is_pinned(self) -> bool:
        """Whether the case is expedited."""
        return self.case.priority == Case.Priority.EXPEDITED


@dataclass(frozen=True)
class Group:
    """One group of the page: `key` is its place in the address, `total` counts all of it."""

    key: str
    title: str
    rows: tuple[Risk, ...]
    total: int
    empty: str


def groups(user: Any, now: datetime, *, limit: int = SHOWN) -> list[Group]:
    """Return the four groups, most pressing first."""
    today, due = timezone.localdate(now), _duties(user)
    soon = today + timedelta(days=SOON_DAYS)
    overdue = Q(target_on__lt=today) | Q(due_at__lt=now)
    parts = (
        ("overdue", "Overdue", due.filter(overdue), "Nothing is overdue."),
        ("today", "Due today", due.filter(target_on=today).exclude(overdue), "Nothing today."),
        (
            "soon",
            f"Due within {SOON_DAYS} days",
            due.filter(target_on__gt=today, target_on__lte=soon),
            "Nothing in the next days.",
        ),
    )
    found = [
        Group(key, title, _risks(rows[:limit], now), rows.count(), empty)
        for key, title, rows, empty in parts
    ]
    return [*found, _blocked(user, now, limit)]


def at_risk(user: Any, now: datetime) -> list[WorkList]:
    """Return what is overdue or due today as a list of the home page."""
    if not user.has_perm(SEES):
        return []
    first, second = groups(user, now, limit=AT_HOME)[:2]
    rows = tuple(_row(risk) for risk in (*first.rows, *second.rows)[:AT_HOME])
    return [
        WorkList(
            "Overdue and due today",
            rows,
            "Nothing is overdue or due today.",
            first.total + second.total,
            reverse("cases:due_dates"),
        )
    ]


def _duties(user: Any) -> QuerySet[Deadline]:
    """Return what is owed in the open cases of this person: expedited first, soonest first."""
    cases = Case.objects.visible_to(user).open()
    rows = Deadline.objects.running().duties().filter(case__in=cases)
    return rows.select_related("case__organization").order_by(
        "case__priority", "target_on", "due_at", "pk"
    )


def _risks(rows: Iterable[Deadline], now: datetime) -> tuple[Risk, ...]:
    rows = list(rows)
    workers = _workers(row.case for row in rows)
    return tuple(_risk(row, workers.get(row.case_id, ""), now) for row in rows)


def _risk(row: Deadline, worker: str, now: datetime) -> Risk:
    badge, tone = due_words(row.target_on, timezone.localdate(now))
    if row.due_at is not None:
        badge, tone = _hours(row.due_at, now)
    return Risk(
        case=row.case,
        worker=worker,
        what=row.what,
        owed_by=row.case.organization.short_name if row.is_ours else row.owed_by,
        holder=holder(row.case),
        target_on=row.target_on,
        due_on=row.due_on,
        badge=badge,
        tone=tone,
        url=reverse("cases:case", args=[row.case.case_number]),
    )


def _hours(due_at: datetime, now: datetime) -> tuple[str, str]:
    hours = int((due_at - now).total_seconds() // 3600)
    if due_at < now:
        late = int((now - due_at).total_seconds() // 3600)
        return (f"{late} hour{'' if late == 1 else 's'} late" if late else "Just late"), "stop"
    return (f"Due in {hours} hour{'' if hours == 1 else 's'}" if hours else "Due this hour"), "warn"


def _blocked(user: Any, now: datetime, limit: int) -> Group:
    """Return the open cases whose next step waits for somebody outside, and for whom."""
    waits = _waits(Case.objects.visible_to(user).open(), timezone.localdate(now))
    shown = [
        (case, what, whom)
        for waiting, what, whom in waits
        for case in waiting.order_by("priority", "status_at", "pk")[:limit]
    ]
    shown = sorted(shown, key=lambda one: one[0].priority)[:limit]
    workers = _workers(case for case, _, _ in shown)
    return Group(
        "blocked",
        "Waiting for others",
        tuple(_waiting(case, what, whom, workers.get(case.pk, "")) for case, what, whom in shown),
        sum(waiting.count() for waiting, _, _ in waits),
        "No case waits for anybody.",
    )


def _waits(cases: QuerySet[Case], today: date) -> list[tuple[QuerySet[Case], str, str]]:
    """Return which cases wait, for what, and for whom."""
    late = Deadline.objects.running().filter(rule_id__in=RECORDS, target_on__lt=today)
    deferred = EligibilityDecision.objects.current().filter(outcome="deferred")
    asked = Q(information_asked_at__isnull=False, information_answered_on=None)
    received, awaiting = CaseStatus.RECEIVED, CaseStatus.AWAITING_RECORDS
    return [
        (
            cases.filter(status=awaiting, pk__in=late.values("case")),
            "records that did not come",
            ADMINISTRATOR,
        ),
        (cases.filter(asked), "what eligibility depends on", "the party asked"),
        (
            cases.filter(status=received, pk__in=deferred.values("service__case")),
            "the end of the dispute over liability",
            "the parties",
        ),
        (
            cases.filter(pk__in=Extension.objects.open().values("case")),
            "the decision on an extension",
            "Administrative Director",
        ),
        (
            cases.filter(status=awaiting).exclude(pk__in=late.values("case")),
            "the records, until their last day",
            ADMINISTRATOR,
        ),
    ]


def _waiting(case: Case, what: str, whom: str, worker: str) -> Risk:
    url = reverse("cases:case", args=[case.case_number])
    return Risk(case, worker, what, whom, holder(case), None, None, "Waits", "info", url)


def _workers(cases: Iterable[Case]) -> dict[int, str]:
    parties = Party.objects.filter(case__in=list(cases), role=Party.Role.INJURED_WORKER)
    return dict(parties.values_list("case", "name"))


def _row(risk: Risk) -> WorkRow:
    who = f"{risk.case.case_number} {risk.worker}".strip()
    expedited = "Expedited. " if risk.is_pinned else ""
    last = risk.due_on
    legal = f", legal last day {last:%a} {last.day} {last:%b}" if last != risk.target_on else ""
    return WorkRow(
        sentence=f"{who}: {risk.what}",
        detail=f"{expedited}Owed by {risk.owed_by}{legal}; with: {risk.holder.lower()}",
        url=risk.url,
        badge=risk.badge,
        badge_tone=risk.tone,
    )

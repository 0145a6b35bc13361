"""Work lists of the file: what waits for a coordinator, most pressing first, one sentence a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases import sorting
from cases.bundles.routing import SENTENCES
from cases.duedates import NEXT_TARGET, SOONEST_FIRST, due_words, next_due_by_case
from cases.duplicates import matched_words
from cases.intake.findings import day_words
from cases.lifecycle import OPEN_FOR_RECORDS, CaseStatus
from cases.models import (
    Case,
    Deadline,
    DuplicateSuspicion,
    IntakeDraft,
    Notice,
    Party,
    ReceivedFile,
)
from cases.nextsteps import PAGE_BY_STEP, step_ahead
from cases.noticequeues import notices_to_serve, page_of, returned_services
from cases.search import STATUSES_OF_INTAKE, TAKING_IN
from cases.silences import Silence, overdue, silence_of

ROWS = 12


@dataclass(frozen=True)
class WorkRow:
    """One thing to do: what, why now, where. `badge_tone` is info, good, warn or stop."""

    sentence: str
    detail: str
    url: str
    badge: str = ""
    badge_tone: str = "info"
    action: str = "Open"


@dataclass(frozen=True)
class WorkList:
    """A list of things to do; `empty` says what would fill it, `total` counts all of them."""

    title: str
    rows: tuple[WorkRow, ...]
    empty: str
    total: int
    url: str = ""


@dataclass(frozen=True)
class _Queue:
    """Which cases make a list, and after how many days in one status they are slow or late."""

    title: str
    filter: str
    statuses: tuple[str, ...]
    empty: str
    slow_after: int
    late_after: int


QUEUES = (
    _Queue(
        "To take in",
        TAKING_IN,
        STATUSES_OF_INTAKE,
        "Nothing to take in. Applications appear here as they are received.",
        slow_after=2,
        late_after=5,
    ),
    _Queue(
        "Waiting for records",
        CaseStatus.AWAITING_RECORDS,
        (CaseStatus.AWAITING_RECORDS,),
        "No case waits for records. Cases appear here once their records are requested.",
        slow_after=12,
        late_after=16,
    ),
)
ASK_BY_STATUS = {
    CaseStatus.RECEIVED: ("decide whether it can be reviewed", "Decide"),
    CaseStatus.ELIGIBLE: ("record the date assigned", "Assign"),
    CaseStatus.ASSIGNED: ("ask the parties for records", "Request"),
    CaseStatus.AWAITING_RECORDS: ("waiting for records", "Open"),
}


def work_lists(user: Any, now: datetime) -> list[WorkList]:
    """Return the lists of the file that `user` may act on; empty for others."""
    lists = []
    for queue in QUEUES:
        statuses = [status for status in queue.statuses if _may_move_on(user, status)]
        if statuses:
            lists.append(_work_list(queue, statuses, user, now))
    if user.has_perm("cases.sort_pages"):
        lists += _to_confirm(user, now)
    if user.has_perm("cases.upload_records"):
        lists += _tray(now)
    if user.has_perm("cases.complete_records"):
        lists += _overdue(user, now)
    if user.has_perm("cases.receive_application"):
        lists += [*_half_typed(user, now), *_duplicates(user, now)]
    if user.has_perm("cases.serve_notice"):
        lists += [*_returned(user), *_notices(user, now)]
    return lists


def _to_confirm(user: Any, now: datetime) -> list[WorkList]:
    """List the cases with pages and documents to confirm, the soonest due first."""
    is_open = Case.objects.visible_to(user).filter(status__in=OPEN_FOR_RECORDS)
    waiting = sorting.waiting_by_case(is_open)
    cases = Case.objects.filter(pk__in=waiting).annotate(next_target=NEXT_TARGET)
    shown = list(cases.order_by(SOONEST_FIRST, "priority", "pk")[:ROWS])
    if not shown:
        return []
    due = next_due_by_case(shown)
    rows = tuple(_pages_row(case, waiting[case.pk], due.get(case.pk), now) for case in shown)
    return [WorkList("Pages to confirm", rows, "No page waits.", len(waiting))]


def _pages_row(
    case: Case, waiting: sorting.Waiting, due: Deadline | None, now: datetime
) -> WorkRow:
    badge, tone = due_words(due.target_on if due else None, timezone.localdate(now))
    if waiting.suspected and tone == "info":
        badge, tone = badge or "Another patient?", "warn"
    return WorkRow(
        sentence=f"{case.case_number}: confirm its pages",
        detail=waiting.words,
        url=reverse("cases:sort_pages", args=[case.case_number]),
        badge=badge,
        badge_tone=tone,
        action="Confirm",
    )


def _tray(now: datetime) -> list[WorkList]:
    """List the bundles that nobody knows the case of, the longest waiting first."""
    waiting = ReceivedFile.objects.in_tray()
    rows = tuple(_bundle(file, now) for file in waiting.order_by("received_at", "pk")[:ROWS])
    if not rows:
        return []
    return [WorkList("Tray", rows, "Nothing waits.", waiting.count(), reverse("cases:tray"))]


def _bundle(file: ReceivedFile, now: datetime) -> WorkRow:
    days = (timezone.localdate(now) - timezone.localdate(file.received_at)).days
    pages = (file.last_page or file.first_page) - file.first_page + 1
    return WorkRow(
        sentence=f"{file.name or 'A bundle'}: say whose pages these are",
        detail=f"{pages} page{'' if pages == 1 else 's'}. {SENTENCES.get(file.tray_reason, '')}",
        url=reverse("cases:tray_file", args=[file.pk]),
        badge=f"for {days} day{'' if days == 1 else 's'}" if days > 0 else "since today",
        badge_tone="stop" if days > 4 else "warn" if days > 1 else "info",
        action="Route",
    )


def _returned(user: Any) -> list[WorkList]:
    """List what came back and has to go out again; no list where there is none."""
    waiting = returned_services(user)
    rows = tuple(
        WorkRow(
            sentence=f"{each.notice.case.case_number}: a notice came back; find the address",
            detail=f"{each.notice.get_kind_display()}, {each.recipient_role.replace('_', ' ')}",
            url=page_of(each.notice),
            badge="Came back",
            badge_tone="stop",
            action="Serve again",
        )
        for each in waiting[:ROWS]
    )
    return [WorkList("Came back", rows, "Nothing came back.", waiting.count())] if rows else []


def _notices(user: Any, now: datetime) -> list[WorkList]:
    """List the notices to serve, the earliest day first; no list where there is none."""
    waiting = notices_to_serve(user)
    rows = tuple(_notice(notice, now) for notice in waiting[:ROWS])
    if not rows:
        return []
    desk = reverse("cases:notice_desk")
    return [WorkList("Notices to serve", rows, "No notice waits.", waiting.count(), desk)]


def _notice(notice: Notice, now: datetime) -> WorkRow:
    badge, tone = due_words(notice.dated, timezone.localdate(now))
    return WorkRow(
        sentence=f"{notice.case.case_number}: {notice.get_kind_display().lower()}",
        detail=f"dated {day_words(notice.dated)}, {notice.waiting} to serve",
        url=page_of(notice),
        badge=badge,
        badge_tone=tone,
        action="Serve",
    )


def _overdue(user: Any, now: datetime) -> list[WorkList]:
    """List the cases whose records are past their last day, longest first; none where none is."""
    late = overdue(Case.objects.visible_to(user), now).annotate(next_target=NEXT_TARGET)
    shown = list(late.order_by(SOONEST_FIRST, "pk")[:ROWS])
    if not shown:
        return []
    rows = tuple(_overdue_row(case, silence_of(case, now)) for case in shown)
    return [WorkList("Records overdue", rows, "No records are overdue.", late.count())]


def _overdue_row(case: Case, silence: Silence | None) -> WorkRow:
    url = f"{reverse('cases:case', args=[case.case_number])}#expected"
    if silence is None:
        words = f"{case.case_number}: everything asked for is settled, close the list"
        page = reverse("cases:complete_records", args=[case.case_number])
        return WorkRow(words, "", page, "Ready", "good", "Close")
    days = silence.days
    count = len(silence.open_items)
    detail = f"waits for the {silence.waits_for.lower()}"
    return WorkRow(
        sentence=f"{case.case_number}: ask again for its records, or go on without",
        detail=f"{detail}; {count} item{'' if count == 1 else 's'} to come" if count else detail,
        url=url,
        badge=f"{days} day{'' if days == 1 else 's'} late" if days else "Past its hour",
        badge_tone="stop",
    )


def _half_typed(user: Any, now: datetime) -> list[WorkList]:
    """List what this person began and did not finish; no list where there is nothing."""
    drafts = IntakeDraft.objects.filter(started_by=user, is_empty=False)
    rows = tuple(_half_typed_row(draft, now) for draft in drafts[:ROWS])
    if not rows:
        return []
    empty = "Nothing is half-typed."
    url = reverse("cases:half_typed")
    return [WorkList("Half-typed applications", rows, empty, drafts.count(), url)]


def _half_typed_row(draft: IntakeDraft, now: datetime) -> WorkRow:
    saved = timezone.localtime(draft.saved_at)
    days = (timezone.localdate(now) - saved.date()).days
    when = f"at {saved:%H:%M}" if days <= 0 else f"on {saved:%a} {saved.day} {saved:%b}"
    count = draft.service_count
    return WorkRow(
        sentence=f"Application of {draft.worker_name or 'somebody not named yet'}: go on typing",
        detail=f"{count} service{'' if count == 1 else 's'} so far",
        url=draft.get_absolute_url(),
        badge=f"saved {when}",
        badge_tone="warn" if days > 1 else "info",
        action="Go on",
    )


def _duplicates(user: Any, now: datetime) -> list[WorkList]:
    """List the pairs that nobody has looked at, oldest first; no list where there are none."""
    visible = Case.objects.visible_to(user)
    pairs = DuplicateSuspicion.objects.filter(state=DuplicateSuspicion.State.OPEN, case__in=visible)
    rows = tuple(
        WorkRow(
            sentence=f"{pair.case.case_number}: could be {pair.other.case_number}",
            detail=f"alike in {matched_words(pair.matched)}",
            url=reverse("cases:duplicates", args=[pair.case.case_number]),
            badge=f"received {_ago(pair.case, now)}",
            action="Compare",
        )
        for pair in pairs.select_related("case", "other").order_by("found_at", "pk")[:ROWS]
    )
    if not rows:
        return []
    return [WorkList("Possible duplicates", rows, "Nothing to compare.", pairs.count())]


def _may_move_on(user: Any, status: str) -> bool:
    step = step_ahead(status)
    return step is not None and user.has_perm(step.permission)


def _work_list(queue: _Queue, statuses: Sequence[str], user: Any, now: datetime) -> WorkList:
    waiting = Case.objects.visible_to(user).filter(status__in=statuses)
    waiting = waiting.exclude(pk__in=overdue(waiting, now).values("pk"))
    # “Expedited” comes before “standard”; in each the soonest target first, then the longest in
    # its status.
    ordered = waiting.annotate(next_target=NEXT_TARGET).order_by(
        "priority", SOONEST_FIRST, "status_at", "pk"
    )
    shown = list(ordered[:ROWS])
    due = next_due_by_case(shown)
    workers = dict(
        Party.objects.filter(case__in=shown, role=Party.Role.INJURED_WORKER).values_list(
            "case", "name"
        )
    )
    return WorkList(
        title=queue.title,
        rows=tuple(
            _row(queue, case, workers.get(case.pk, ""), due.get(case.pk), now) for case in shown
        ),
        empty=queue.empty,
        total=waiting.count(),
        url=f"{reverse('cases:cases')}?status={queue.filter}",
    )


def _row(queue: _Queue, case: Case, worker: str, due: Deadline | None, now: datetime) -> WorkRow:
    ask, action = ASK_BY_STATUS[CaseStatus(case.status)]
    days = _days_in_status(case, now)
    who = f"{case.case_number} {worker}".strip()
    badge = "since today" if days == 0 else f"for {days} day{'' if days == 1 else 's'}"
    tone = _tone(queue, case, days)
    if due is not None:
        badge, tone = due_words(due.target_on, timezone.localdate(now))
    return WorkRow(
        sentence=f"{who}: {ask}",
        detail=f"{case.get_priority_display()}, application received {_ago(case, now)}",
        url=_page(case),
        badge=badge,
        badge_tone=tone,
        action=action,
    )


def _page(case: Case) -> str:
    """Return the page of the step ahead; waiting for records begins on the case."""
    step = step_ahead(case.status)
    if step is None or case.status == CaseStatus.AWAITING_RECORDS:
        return reverse("cases:case", args=[case.case_number])
    return reverse(PAGE_BY_STEP[step.name], args=[case.case_number])


def _days_in_status(case: Case, now: datetime) -> int:
    began = timezone.localdate(case.status_at or case.created_at)
    return max((timezone.localdate(now) - began).days, 0)


def _ago(case: Case, now: datetime) -> str:
    days = case.age_on(timezone.localdate(now))
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def _tone(queue: _Queue, case: Case, days: int) -> str:
    if days >= queue.late_after or (days and case.priority == Case.Priority.EXPEDITED):
        return "stop"
    return "warn" if days >= queue.slow_after else "info"

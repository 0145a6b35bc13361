"""What is done with a notice after its step: prepared anew for another day, tried again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.actions.notices import next_number, write_notice
from cases.errors import Refused
from cases.freezing.notices import build_notice
from cases.intake.findings import day_words
from cases.lifecycle import NOTICE
from cases.models import Notice
from cases.notices.facts import FACTS_BY_KIND
from cases.notices.kinds import ServiceMethod
from cases.pipelines.bell import ring_on_commit
from cases.press.snapshots import built
from cases.tasks.notices import produce_notice

FARTHEST_AHEAD_DAYS = 10


@transaction.atomic
def prepare_again(
    notice: Notice,
    *,
    by: Any,
    at: datetime,
    dated: date,
    methods: Mapping[str, str] | None = None,
) -> Notice:
    """Prepare a notice anew for another day or way of sending; the new one replaces the old.

    Its names and addresses are those of the file today. Refused once somebody was served with it.
    """
    case = lock_case(notice.case)
    access.require(by, "cases.prepare_notice")
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    _refuse(_faults(notice, dated, methods or {}, today=timezone.localdate(at)))
    content = build_notice(
        case,
        notice.kind,
        number=next_number(case),
        dated=dated,
        at=at,
        facts=built(FACTS_BY_KIND[notice.kind], notice.facts),
        methods=methods,
    )
    return write_notice(
        case, content, by=by, at=at, event=notice.event, facts=notice.facts, replaces=notice
    )


@transaction.atomic
def retry_notice(notice: Notice, *, by: Any, at: datetime) -> Notice:
    """Queue a failed notice again, with all its attempts before it."""
    lock_case(notice.case)
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    step = NOTICE.named("retry")
    access.require(by, step.permission)
    notice.status = NOTICE.step(step.name, notice.status).target
    notice.attempts, notice.queued_at, notice.lease_until = 0, at, None
    notice.save()
    audit.append("notice.retried", notice, by=by, notice_kind=notice.kind)
    ring_on_commit(produce_notice, notice.pk)
    return notice


def _faults(notice: Notice, dated: date, methods: Mapping[str, str], *, today: date) -> list[str]:
    if Notice.objects.filter(replaces=notice).exists():
        return ["This notice has been replaced already: open the case’s notices to see by which."]
    if notice.cancelled_at is not None:
        return ["What this notice tells of was taken back, so nothing is prepared for it again."]
    if notice.services.filter(served_on__isnull=False).exists():
        return [
            "Somebody has been served with this notice, so it stands. Tell the parties of a change "
            "by a new notice."
        ]
    faults = []
    if dated < today:
        faults.append(
            f"A notice cannot be dated back: give today, {day_words(today)}, or a day after."
        )
    if (dated - today).days > FARTHEST_AHEAD_DAYS:
        faults.append(
            f"{day_words(dated)} is more than {FARTHEST_AHEAD_DAYS} days ahead: prepare the notice "
            "closer to the day on which it is served."
        )
    if any(method not in ServiceMethod.values for method in methods.values()):
        faults.append("Choose how each recipient is served: mail, electronic, fax or personal.")
    return faults


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise Refused(*reasons)

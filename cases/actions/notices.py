"""Notices to the parties, prepared by the step that they tell of.

`prepare_notice` is called inside the transaction of the step, whose permission covers it.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from cases import audit
from cases.errors import Refused
from cases.freezing.notices import build_notice
from cases.models import Case, EligibilityDecision, Notice, NoticeService
from cases.notices.content import NoticeContent, to_snapshot
from cases.notices.facts import FACTS_BY_KIND
from cases.notices.kinds import NoticeKind
from cases.pipelines.bell import ring_on_commit
from cases.press.snapshots import plain, snapshot_sha256
from cases.tasks.notices import produce_notice

KIND_BY_OUTCOME = {
    "needs_information": NoticeKind.INFORMATION,
    "ineligible": NoticeKind.INELIGIBILITY,
    "deferred": NoticeKind.DEFERRAL,
}


def prepare_notice(
    case: Case, kind: str, *, by: Any, at: datetime, event: str = "", **facts: Any
) -> Notice:
    """Prepare the notice of what happened, once: called again for the same event it returns it.

    Inside the caller's transaction, with the case locked; printing is queued on commit. `facts` are
    those of `cases.notices.facts.FACTS_BY_KIND`; `event` names what happened where the facts alone
    do not tell two happenings apart. TypeError for facts that the kind does not know.
    """
    known = FACTS_BY_KIND[kind](**facts)
    event = event or _event_of(known)
    earlier = case.notices.filter(kind=kind, event=event, replaces=None).first()
    if earlier is not None:
        return latest(earlier)
    content = build_notice(
        case, kind, number=next_number(case), dated=timezone.localdate(at), at=at, facts=known
    )
    return write_notice(case, content, by=by, at=at, event=event, facts=plain(known))


def notify_of_decisions(case: Case, *, by: Any, at: datetime) -> list[Notice]:
    """Prepare the notices of what was just decided on eligibility and had not been told before."""
    told = {
        (row.service_id, row.outcome, row.code, row.reason)
        for row in EligibilityDecision.objects.filter(service__case=case, superseded_at=at)
    }
    news_by_kind: dict[str, list[int]] = {}
    current = EligibilityDecision.objects.current().filter(service__case=case)
    for row in current.order_by("service__position"):
        kind = KIND_BY_OUTCOME.get(row.outcome)
        if kind and (row.service_id, row.outcome, row.code, row.reason) not in told:
            news_by_kind.setdefault(kind, []).append(row.pk)
    return [
        prepare_notice(case, kind, by=by, at=at, decision_ids=tuple(decided))
        for kind, decided in news_by_kind.items()
    ]


def cancel_notice(case: Case, kind: str, event: str, *, by: Any, at: datetime) -> None:
    """Keep the notice of an event from being served: what it tells of was taken back.

    Inside the caller's transaction, with the case locked. Refused once somebody was served.
    """
    first = case.notices.filter(kind=kind, event=event, replaces=None).first()
    if first is None:
        return
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=latest(first).pk)
    if notice.services.filter(served_on__isnull=False).exists():
        raise Refused(
            f"Notice {notice.number} has told the parties already, so this is not taken back. Tell "
            "them of a change by a new step."
        )
    if notice.cancelled_at is None:
        notice.cancelled_at = at
        notice.save(update_fields=["cancelled_at"])
        audit.append("notice.cancelled", notice, by=by, notice_kind=kind, number=notice.number)


def latest(notice: Notice) -> Notice:
    """Return the notice that stands in the place of this one: itself, or its last replacement."""
    while (newer := Notice.objects.filter(replaces=notice).first()) is not None:
        notice = newer
    return notice


def _event_of(facts: Any) -> str:
    text = json.dumps(plain(facts), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def next_number(case: Case) -> int:
    """Return the number of the next notice of a case."""
    return (case.notices.aggregate(last=Max("number"))["last"] or 0) + 1


def write_notice(
    case: Case,
    content: NoticeContent,
    *,
    by: Any,
    at: datetime,
    event: str,
    facts: dict[str, Any],
    replaces: Notice | None = None,
) -> Notice:
    """Write a notice with its frozen words and whom it is to be served on, and queue it."""
    snapshot = to_snapshot(content)
    notice = Notice.objects.create(
        case=case,
        number=content.number,
        kind=content.kind,
        event=event,
        facts=facts,
        dated=content.dated,
        snapshot=snapshot,
        snapshot_sha256=snapshot_sha256(snapshot),
        wording_version=content.wording_version,
        created_by=by,
        created_at=at,
        queued_at=at,
        replaces=replaces,
    )
    NoticeService.objects.bulk_create(
        NoticeService(
            notice=notice,
            position=place,
            recipient_role=recipient.role,
            recipient_name=recipient.name,
            address=recipient.address,
            planned_method=recipient.method,
        )
        for place, recipient in enumerate(content.recipients, 1)
    )
    audit.append(
        "notice.prepared",
        notice,
        by=by,
        notice_kind=notice.kind,
        number=notice.number,
        dated=notice.dated.isoformat(),
        snapshot_sha256=notice.snapshot_sha256,
        replaces=replaces.number if replaces else None,
    )
    ring_on_commit(produce_notice, notice.pk)
    return notice

"""The audit trail's pen: `append` adds a row in the caller's transaction, `verify_chain` proves it.

Data holds keys, digests and controlled values; never names, diagnoses or free text.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone

from cases.models import AuditEvent, AuditHead, Case

# The id of the request being answered, set by the middleware; empty in workers and commands.
request_id: ContextVar[str] = ContextVar("request_id", default="")

GENESIS = "0" * 64
PAGE = 50


def append(
    kind: str,
    subject: models.Model | None = None,
    *,
    by: Any,
    case: Case | None = None,
    changed: Iterable[str] = (),
    **data: Any,
) -> AuditEvent:
    """Add one event about `subject`; `by` is the user, or None for a worker.

    `kind` is `noun.verb`; `changed` names the fields whose values changed, never the values.
    """
    if case is None and subject is not None:
        case = subject if isinstance(subject, Case) else getattr(subject, "case", None)
    return AuditEvent.objects.create(
        at=timezone.now(),
        actor=by if by is not None and by.pk else None,
        actor_role=by.role if by is not None and by.pk else "",
        operator=getattr(by, "operator", ""),
        kind=kind,
        case_number=case.case_number if case is not None else "",
        object_type=subject._meta.label_lower if subject is not None else "",
        object_id=subject.pk if subject is not None else None,
        changed_fields=sorted(changed),
        data=data,
        request_id=request_id.get(),
    )


@dataclass(frozen=True)
class Wanted:
    """What a reader of the trail looks for; empty parts do not narrow."""

    case_number: str = ""
    kind: str = ""
    account: Any = None
    since: date | None = None
    until: date | None = None

    @property
    def names(self) -> list[str]:
        """Which parts narrow."""
        return [field.name for field in fields(self) if getattr(self, field.name)]


@dataclass(frozen=True)
class EventPage:
    """One page of the trail, newest first, and the key before which the next one begins."""

    events: Sequence[AuditEvent]
    next_before: int | None


def find_events(wanted: Wanted, *, before: int | None = None) -> EventPage:
    """Return the events that are wanted, those with a key below `before`."""
    events = AuditEvent.objects.select_related("actor", "seal").order_by("-pk")
    if wanted.case_number:
        events = events.filter(case_number=wanted.case_number.strip().upper())
    if wanted.kind:
        events = events.filter(kind__startswith=wanted.kind.strip().lower())
    if wanted.account:
        events = events.filter(actor=wanted.account)
    if wanted.since:
        events = events.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: PAGE + 1])
    has_more = len(found) > PAGE
    return EventPage(found[:PAGE], found[PAGE - 1].pk if has_more else None)


def kinds() -> list[str]:
    """Return every kind of event there is so far."""
    return list(AuditEvent.objects.order_by("kind").values_list("kind", flat=True).distinct())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class ChainVerdict:
    """What a verification found: how many seals, and the first thing that is wrong, in words."""

    sealed: int
    fault: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed, removed, added or reordered."""
        return not self.fault


def verify_chain() -> ChainVerdict:
    """Recompute every digest of the chain from the rows, independently of the trigger."""
    previous, expected, fault = GENESIS, 1, ""
    with connection.chunked_cursor() as rows:
        rows.execute(_CHAIN)
        for sequence, seal_previous, seal_sha256, *event in rows:
            fault = _fault(sequence, expected, seal_previous, previous, seal_sha256, event)
            if fault:
                return ChainVerdict(expected - 1, fault)
            previous, expected = seal_sha256, expected + 1
    return ChainVerdict(expected - 1, _end_fault(expected - 1, previous))


def _fault(
    sequence: int, expected: int, seal_previous: str, previous: str, sha256: str, event: list[Any]
) -> str:
    if sequence != expected:
        return f"Place {expected} of the chain is missing; the next one is {sequence}."
    if event[0] is None:
        return f"The event at place {sequence} of the chain has been removed."
    if seal_previous != previous:
        return f"Place {sequence} does not follow from the place before it."
    text = "\x1f".join([str(sequence), previous, *("" if v is None else str(v) for v in event)])
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        return f"The event at place {sequence} of the chain has been changed."
    return ""


def _end_fault(last: int, sha256: str) -> str:
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        return f"The chain ends at place {last}, and its head is missing."
    if (head.sequence, head.sha256) != (last, sha256):
        return f"The chain ends at place {last}, but its head says {head.sequence}."
    unsealed = AuditEvent.objects.filter(seal=None).count()
    if unsealed:
        return f"{unsealed} events are outside the chain."
    return ""


_CHAIN = """
select s.sequence, s.previous_sha256, s.sha256, e.id,
       (extract(epoch from e.at) * 1000000)::bigint, e.actor_id, e.actor_role, e.operator, e.kind,
       e.case_number, e.object_type, e.object_id, e.changed_fields::text, e.data::text, e.request_id
from cases_auditseal s left join cases_auditevent e on e.id = s.event_id
order by s.sequence
"""

"""Writes the evidence of records that did not come in time; a sweep, and the moment it ends."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.models import Case, Party, RecordsSilence
from cases.silences import Silence, days_late, overdue, silence_of

BATCH = 500


def note_silences(now: datetime) -> int:
    """Write evidence for every case that is silent and has none; return how many were written.

    May run at any time and twice: one open row a case, under the lock of the case.
    """
    noted = RecordsSilence.objects.filter(ended_at=None)
    waiting = overdue(Case.objects.all(), now).exclude(pk__in=noted.values("case"))
    written = 0
    for key in waiting.order_by("pk").values_list("pk", flat=True).iterator(BATCH):
        written += _note_one(key, now)
    return written


@transaction.atomic
def _note_one(case_id: int, now: datetime) -> int:
    case = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=case_id).first()
    silence = silence_of(case, now) if case is not None else None
    if silence is None or case is None or case.silences.filter(ended_at=None).exists():
        return 0
    _write(case, silence, by=None, at=now)
    return 1


def end_silence(
    case: Case, *, by: Any, at: datetime, what: RecordsSilence.End, reason: str = ""
) -> RecordsSilence | None:
    """Close the evidence of a case, written now if no sweep had come yet; None if it was in time.

    Called inside the transaction that ends the waiting, with the case locked and not yet moved on.
    """
    row = case.silences.filter(ended_at=None).first()
    if row is None:
        silence = silence_of(case, at)
        if silence is None:
            return None
        row = _write(case, silence, by=by, at=at)
    row.ended_at, row.ended_by_what, row.reason = at, what, reason
    row.days_late = days_late(row.due_on, timezone.localdate(at))
    row.save()
    audit.append("silence.ended", row, by=by, how=str(what), days=row.days_late)
    return row


def _write(case: Case, silence: Silence, *, by: Any, at: datetime) -> RecordsSilence:
    deadline, penalty = silence.deadline, silence.penalty
    row = RecordsSilence.objects.create(
        case=case,
        owed_by=Party.Role.CLAIMS_ADMINISTRATOR,
        clock=deadline.clock,
        asked_at=deadline.event_at,
        asked_by_method=deadline.method,
        due_on=deadline.due_on,
        due_at=deadline.due_at,
        is_clock_verified=deadline.is_verified,
        open_items=len(silence.open_items),
        noted_at=at,
        penalty_cite=penalty.cite if penalty else "",
        penalty_per_day=penalty.per_day if penalty else None,
        penalty_at_most=penalty.at_most if penalty else None,
        is_penalty_verified=bool(penalty and penalty.is_verified),
    )
    audit.append("silence.noted", row, by=by, clock=row.clock, open_items=row.open_items)
    return row

"""Writes who asked for a copy of records, and who took it; each copy has a number of its own."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.errors import Refused
from cases.lifecycle import LetterStatus
from cases.models import Binder, Case, MedicalRecord
from cases.pipelines.bell import ring_on_commit
from cases.tasks.binders import produce_binder

# Without what is read wrongly by telephone.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@transaction.atomic
def request_binder(
    case: Case, *, by: Any, at: datetime, record: MedicalRecord | None = None
) -> Binder:
    """Queue a copy of the case's documents, or of one, for this person; the same one only once."""
    access.require_records(by, case)
    case = lock_case(case)
    if record is not None and record.superseded_at:
        raise Refused("This record has been superseded; download the one that took its place.")
    if not _pages(case, record).exists():
        raise Refused("There are no pages to bind yet. Try again when they have been read.")
    mine = Binder.objects.of(by).filter(case=case)
    queued = mine.filter(record=record, status=LetterStatus.QUEUED).first()
    if queued is not None:
        return queued
    number = new_number()
    binder = Binder.objects.create(
        case=case,
        record=record,
        number=number,
        requested_by=by,
        requested_at=at,
        queued_at=at,
        mark=watermark(by, number, at),
    )
    audit.append("binder.requested", binder, by=by, download=number, record_id=_pk(record))
    ring_on_commit(produce_binder, binder.pk)
    return binder


@transaction.atomic
def take_binder(binder: Binder, *, by: Any) -> Binder:
    """Note that a copy leaves the house, and with whom."""
    if binder.status != LetterStatus.READY:
        raise Refused("The copy is not ready yet. It can be downloaded in a moment.")
    if Binder.objects.of(by).filter(pk=binder.pk, holds_withheld=True).exists():
        raise Refused(
            "Since this copy was made, a page that may be in it was withheld as another patient's. "
            "It is handed out no more: make another copy, which leaves the page out."
        )
    audit.append(
        "binder.downloaded",
        binder,
        by=by,
        download=binder.number,
        record_id=binder.record_id,
        file_sha256=binder.file_sha256,
    )
    return binder


def watermark(user: Any, number: str, at: datetime) -> str:
    """Return what stands on each page: who and when for staff; for a reviewer the number alone.

    A reviewer is named nowhere outside (LC 4610.6(f)); the number leads to the account inside.
    """
    local = timezone.localtime(at)
    when = f"{local:%m/%d/%Y %H:%M}"
    if user.has_perm("cases.view_records"):
        return f"Downloaded by {user.full_name}, {when}, no. {number}. Confidential."
    return f"Download no. {number}, {when}. Confidential."


def new_number() -> str:
    """Return a number that says nothing and cannot be guessed."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def _pages(case: Case, record: MedicalRecord | None) -> Any:
    pages = case.record_pages.live()
    return pages.filter(record=record) if record is not None else pages


def _pk(record: MedicalRecord | None) -> int | None:
    return record.pk if record is not None else None

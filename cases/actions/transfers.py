"""Takes in files part by part: announced, sent, whole, and then received like any other.

Whoever sends the same bytes to the same case again goes on where the row stands, after a lost
network, a reloaded page or a new sign-in alike; a part that comes twice is kept once.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Sum

from cases import access, audit, blobs
from cases.actions.bulk import add_record_file, require_named
from cases.actions.intake_drafts import attach_to_draft, require_not_received
from cases.actions.records import (
    add_record,
    already_here,
    attach_file,
    replace_record,
    require_open_for_records,
)
from cases.bundles.faults import fault_sentence
from cases.errors import Refused
from cases.intake.records import RecordEntry
from cases.models import Case, MedicalRecord, ReceivedFile, Transfer
from cases.models.transfers import PART_BYTES
from cases.pipelines.records import (
    StoredFile,
    count_pages,
    larger_in_words,
    size_in_words,
    store_bytes,
)
from cases.pipelines.transfers import NotAsAnnounced, fault_of_start, put_together
from cases.pipelines.traywriting import printable, receive_for_tray
from cases.tasks import files as tasks

MOST_ON_THEIR_WAY = 2000
End = TypeVar("End")
DAY = timedelta(days=1)


class OutOfStep(Exception):
    """A part that does not follow on what is here, or came damaged: go on at `here`."""

    def __init__(self, here: int) -> None:
        super().__init__(here)
        self.here = here


class NoRecord(Refused):
    """The whole file can be none: nobody goes on with it."""


class Busy(Exception):
    """Another request works on the transfer: ask again in a moment."""


@dataclass(frozen=True)
class Announced:
    """What a browser says of a file before it sends it: `sha256` in hexadecimal, size in bytes.

    A file without a case goes into the tray, or is kept `beside` something: with the half-typed
    application `draft`, or with the case files that name it.
    """

    name: str
    size: int
    sha256: str
    beside: str = ""
    draft: UUID | None = None


@dataclass(frozen=True)
class Destination:
    """What a whole file becomes in its case, one of three.

    The file of the record `listed` without one; with `entry`, what takes the place of the record
    `wrong` for this `reason`; or, with `entry` alone, a record of its own.
    """

    entry: RecordEntry | None = None
    listed: MedicalRecord | None = None
    wrong: MedicalRecord | None = None
    reason: str = ""


@dataclass(frozen=True)
class Attaching:
    """With which half-typed application a whole file is kept, and as which of its files."""

    draft: UUID
    kind: str


@transaction.atomic
def begin_transfer(announced: Announced, *, case: Case | None, by: Any, at: datetime) -> Transfer:
    """Return the transfer of these bytes, new or as far as it came; Refused with the limit."""
    access.require(by, "cases.upload_records")
    called = printable(announced.name)
    require_not_received(announced.draft)
    _require_within_limits(announced, called, case, by, at)
    if case is not None:
        require_open_for_records(case)
        _require_new(case, announced, called)
    transfer, is_new = Transfer.objects.get_or_create(
        sent_by=by,
        case=case,
        sha256=announced.sha256,
        finished_at=None,
        defaults={
            "key": uuid4(),
            "name": called,
            "size": announced.size,
            "beside": announced.beside,
            "draft_key": announced.draft,
            "begun_at": at,
            "touched_at": at,
        },
    )
    if (transfer.beside, transfer.draft_key) != (announced.beside, announced.draft):
        transfer.beside, transfer.draft_key = announced.beside, announced.draft
        transfer.save(update_fields=["beside", "draft_key"])
    if transfer.size != announced.size:
        raise Refused(f"“{called}” changed while its checksum was computed: choose it again.")
    audit.append(
        "transfer.begun" if is_new else "transfer.resumed",
        transfer,
        by=by,
        sha256=transfer.sha256,
        here=transfer.here,
    )
    return transfer


def add_part(
    key: UUID, start: int, content: bytes, sha256: str, *, by: Any, at: datetime
) -> Transfer:
    """Keep the bytes from `start` on; OutOfStep where others are wanted, Refused for no record.

    Refused too where the case was closed meanwhile: nobody sends the rest of a file for nothing.
    """
    access.require(by, "cases.upload_records")
    transfer = Transfer.objects.select_related("case").get(key=key, sent_by=by)
    if transfer.case is not None:
        require_open_for_records(transfer.case)
    if hashlib.sha256(content).hexdigest() != sha256 or not 0 < len(content) <= PART_BYTES:
        raise OutOfStep(transfer.here)
    fault = fault_of_start(content) if start == 0 else ""
    if fault:
        _forget(transfer, fault, by=by)
        raise Refused(fault_sentence(fault, transfer.name))
    blobs.store([content])
    return _keep_part(transfer, start, len(content), sha256, at=at)


def finish_transfer(key: UUID, to: Destination, *, by: Any, at: datetime) -> ReceivedFile:
    """Make the whole file what it shall be in its case, or put it into the tray; twice is once.

    OutOfStep while bytes are missing; Busy while another request does the same.
    """
    access.require(by, "cases.upload_records")
    return _ended(key, lambda: _finish(key, to, by=by, at=at), by=by)


@transaction.atomic
def begin_named_transfer(announced: Announced, *, by: Any, at: datetime) -> Transfer:
    """Return the transfer of a file that a waiting case file names; Refused where none does."""
    require_named(_last_of(printable(announced.name)), by=by)
    return begin_transfer(announced, case=None, by=by, at=at)


def finish_named_transfer(key: UUID, *, by: Any, at: datetime) -> StoredFile:
    """Lay the whole file beside the case file that names it; the transfer ends with it.

    Who asks twice finds no transfer any more. OutOfStep and Busy as in `finish_transfer`.
    """
    access.require(by, "cases.upload_records")

    def lay(stored: StoredFile) -> None:
        add_record_file(stored, by=by, at=at)

    return _ended(key, lambda: _finish_beside(key, lay, by=by), by=by)


def finish_attachment(key: UUID, to: Attaching, *, by: Any, at: datetime) -> StoredFile:
    """Keep the whole file with a half-typed application; the transfer ends with it.

    Who asks twice finds no transfer any more. OutOfStep and Busy as in `finish_transfer`.
    """
    access.require(by, "cases.upload_records")
    require_not_received(to.draft)

    def attach(stored: StoredFile) -> None:
        attach_to_draft(to.draft, to.kind, stored, by=by, at=at)

    return _ended(key, lambda: _finish_beside(key, attach, by=by), by=by)


def receive_bundle(chunks: Iterable[bytes], name: str, *, by: Any, at: datetime) -> ReceivedFile:
    """Put a file that came whole, by the plain form, into the tray."""
    access.require(by, "cases.upload_records")
    called = printable(name)
    sha256, size = store_bytes(chunks, called)
    if not size:
        raise Refused(fault_sentence("empty", called))
    channel = ReceivedFile.Channel.UPLOAD
    with transaction.atomic():
        file = receive_for_tray(sha256, size, called, channel=channel, by=by, at=at)
        tasks.queue_on_commit(file.pk)
    return file


@transaction.atomic
def discard_transfer(key: UUID, *, by: Any) -> None:
    """Throw away what came of a file that shall not be sent on."""
    access.require(by, "cases.upload_records")
    transfer = Transfer.objects.select_for_update().filter(key=key, sent_by=by).first()
    if transfer is not None and transfer.finished_at is None:
        audit.append(
            "transfer.discarded", transfer, by=by, sha256=transfer.sha256, here=transfer.here
        )
        transfer.delete()


@transaction.atomic
def _keep_part(transfer: Transfer, start: int, size: int, sha256: str, *, at: datetime) -> Transfer:
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if start < transfer.here:
        if not transfer.parts.filter(start=start, sha256=sha256).exists():
            raise OutOfStep(transfer.here)
        return transfer
    if start > transfer.here or start + size > transfer.size:
        raise OutOfStep(transfer.here)
    transfer.parts.create(start=start, size=size, sha256=sha256)
    transfer.here, transfer.touched_at = start + size, at
    transfer.save(update_fields=["here", "touched_at"])
    return transfer


def _ended(key: UUID, end: Callable[[], End], *, by: Any) -> End:
    """Return what the end of a transfer gives; what can never be ended is not kept half-way."""
    try:
        return end()
    except NotAsAnnounced:
        _start_over(key)
        raise OutOfStep(0) from None
    except NoRecord:
        _forget(Transfer.objects.get(key=key), "no_record", by=by)
        raise


def _counted(transfer: Transfer, called: str) -> StoredFile:
    try:
        pages = count_pages(blobs.path_of(transfer.sha256), f"“{called}”")
    except Refused as refused:
        raise NoRecord(*refused.reasons) from refused
    return StoredFile(transfer.sha256, transfer.size, pages, called)


@transaction.atomic
def _finish(key: UUID, to: Destination, *, by: Any, at: datetime) -> ReceivedFile:
    transfer = _locked(key, by)
    if transfer.file is not None:
        return transfer.file
    if transfer.here != transfer.size:
        raise OutOfStep(transfer.here)
    sha256, size = put_together(transfer)
    if transfer.case is None:
        channel = ReceivedFile.Channel.UPLOAD
        file = receive_for_tray(sha256, size, transfer.name, channel=channel, by=by, at=at)
        tasks.queue_on_commit(file.pk)
    else:
        file = _add_to(transfer.case, transfer, to, by=by, at=at)
    transfer.file, transfer.finished_at, transfer.touched_at = file, at, at
    transfer.save()
    transfer.parts.all().delete()
    audit.append("transfer.finished", transfer, by=by, sha256=sha256, size=size)
    return file


@transaction.atomic
def _finish_beside(key: UUID, keep: Callable[[StoredFile], None], *, by: Any) -> StoredFile:
    """Put a file together that becomes no received file yet, and have it kept."""
    transfer = _locked(key, by)
    if transfer.here != transfer.size:
        raise OutOfStep(transfer.here)
    sha256, size = put_together(transfer)
    stored = _counted(transfer, _last_of(transfer.name))
    keep(stored)
    audit.append("transfer.finished", transfer, by=by, sha256=sha256, size=size)
    transfer.delete()
    return stored


def _last_of(path: str) -> str:
    return PurePosixPath(path).name


def _add_to(
    case: Case, transfer: Transfer, to: Destination, *, by: Any, at: datetime
) -> ReceivedFile:
    if to.entry is None and to.listed is None:
        raise Refused("Say what kind of document it is, and who sent it.")
    record = _put_at(case, _counted(transfer, transfer.name), to, by=by, at=at)
    assert record.received_file is not None
    return record.received_file


def _put_at(
    case: Case, stored: StoredFile, to: Destination, *, by: Any, at: datetime
) -> MedicalRecord:
    if to.listed is not None:
        return attach_file(to.listed, by=by, at=at, content=stored)
    assert to.entry is not None
    if to.wrong is not None:
        return replace_record(to.wrong, to.entry, by=by, at=at, reason=to.reason, content=stored)
    return add_record(case, to.entry, by=by, at=at, content=stored)


def _locked(key: UUID, by: Any) -> Transfer:
    rows = Transfer.objects.select_for_update(nowait=True, of=("self",))
    try:
        return rows.select_related("case", "file").get(key=key, sent_by=by)
    except DatabaseError as held:
        raise Busy from held


@transaction.atomic
def _start_over(key: UUID) -> None:
    """Forget the parts: what they make up is not what was announced."""
    transfer = Transfer.objects.select_for_update().get(key=key)
    transfer.parts.all().delete()
    transfer.here = 0
    transfer.save(update_fields=["here"])


@transaction.atomic
def _forget(transfer: Transfer, fault: str, *, by: Any) -> None:
    audit.append("transfer.refused", transfer, by=by, sha256=transfer.sha256, fault=fault)
    transfer.delete()


def _require_new(case: Case, announced: Announced, called: str) -> None:
    stored = StoredFile(announced.sha256, announced.size, 0, called)
    sentence = already_here(case, stored)
    if sentence:
        raise Refused(sentence)


def _require_within_limits(
    announced: Announced, called: str, case: Case | None, by: Any, at: datetime
) -> None:
    if announced.size < 1:
        raise Refused(fault_sentence("empty", called))
    if announced.size > settings.RECORD_MAX_BYTES:
        sizes = larger_in_words(announced.size, settings.RECORD_MAX_BYTES)
        raise Refused(f"“{called}” has {sizes}: split it and upload the parts.")
    own = Transfer.objects.filter(sent_by=by)
    # What goes on is counted already.
    others = own.exclude(case=case, sha256=announced.sha256, finished_at=None)
    if others.filter(finished_at=None).count() >= MOST_ON_THEIR_WAY:
        raise Refused(
            f"{MOST_ON_THEIR_WAY:,} files of yours are on their way. Let some come in, or throw "
            "some away, before you add more."
        )
    today = _total(others.filter(begun_at__gt=at - DAY))
    _require_room(announced, called, today, settings.UPLOAD_MAX_DAY_BYTES, "in a day")
    if case is not None:
        there = _total(case.received_files.current()) + _total(
            others.filter(case=case, finished_at=None)
        )
        _require_room(announced, called, there, settings.UPLOAD_MAX_CASE_BYTES, "for one case")


def _require_room(announced: Announced, called: str, used: int, most: int, what: str) -> None:
    if used + announced.size > most:
        left = size_in_words(max(most - used, 0))
        raise Refused(
            f"“{called}” is more than what may still come: {size_in_words(most)} {what}, of which "
            f"{left} are left. Tell your administrator if the records need more."
        )


def _total(rows: Any) -> int:
    return int(rows.aggregate(total=Sum("size"))["total"] or 0)

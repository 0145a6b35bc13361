"""Writes the records of a case: asked for, added, superseded, complete."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases import access, audit
from cases.actions.expected import begin_checklist, go_on
from cases.actions.files import (
    keep_file,
    receive_file,
    receive_pages,
    set_aside_without_documents,
)
from cases.actions.lifecycle import lock_case, transition_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.intake.records import RecordEntry
from cases.lifecycle import CASE, OPEN_FOR_RECORDS, CaseStatus
from cases.models import Case, MedicalRecord, ReceivedFile
from cases.pipelines.leaving import let_copies_stand
from cases.pipelines.paging import part_of
from cases.pipelines.records import StoredFile, chunks_of, store_upload

__all__ = [
    "RecordEntry",
    "add_record",
    "attach_file",
    "complete_records",
    "replace_record",
    "request_records",
    "supersede_record",
]

NOT_SUPPORTING = (MedicalRecord.Kind.UR_DETERMINATION, MedicalRecord.Kind.APPLICATION)
TEXT_FIELDS = (("title", "The title"), ("author", "The author"))

Content = StoredFile | Path | bytes | None


@transaction.atomic
def request_records(case: Case, *, by: Any, at: datetime) -> Case:
    """Begin to wait for the records: the parties have been asked (8 CCR 9792.10.5)."""
    case = transition_case(case, "request_records", by=by, at=at, records_requested_at=at)
    begin_checklist(case, by=by, at=at)
    return case


def add_record(
    case: Case, entry: RecordEntry, *, by: Any, at: datetime, content: Content = None
) -> MedicalRecord:
    """Put a document into the file; without `content` it is listed and its file still to come.

    The bytes are stored and counted before any row is locked.
    """
    access.require(by, "cases.upload_records")
    return _add(case, entry, by=by, at=at, stored=_stored(content))


@transaction.atomic
def attach_file(
    record: MedicalRecord, *, by: Any, at: datetime, content: Content, is_synthetic: bool = False
) -> MedicalRecord:
    """Give a listed document its file; one that has a file is superseded instead."""
    access.require(by, "cases.upload_records")
    stored = _stored(content)
    case = _lock_for_records(record.case, by)
    record = case.records.get(pk=record.pk)
    if record.superseded_at or record.file_sha256:
        raise Refused("This record already has its file. Supersede it if the file is wrong.")
    if stored is None:
        raise Refused("Choose the file of this record.")
    _put_file(record, stored, by=by, at=at, is_synthetic=is_synthetic)
    record.save()
    audit.append(
        "record.file_added", record, by=by, sha256=stored.sha256, is_synthetic=is_synthetic
    )
    return record


@transaction.atomic
def supersede_record(
    record: MedicalRecord,
    *,
    by: Any,
    at: datetime,
    reason: str,
    replacement: MedicalRecord | None = None,
) -> MedicalRecord:
    """Take a wrong document out of the list; it stays in the file with the reason.

    Where pages of others repeat its pages, the first of these stands from now on.
    """
    record = _supersede(record, by=by, at=at, reason=reason, replacement=replacement)
    let_copies_stand(record.record_pages.all())
    return record


def _supersede(
    record: MedicalRecord,
    *,
    by: Any,
    at: datetime,
    reason: str,
    replacement: MedicalRecord | None = None,
) -> MedicalRecord:
    case = lock_case(record.case)
    access.require(by, "cases.supersede_record")
    require_open_for_records(case)
    record = case.records.select_for_update().get(pk=record.pk)
    if record.superseded_at:
        raise Refused("This record has already been superseded; reload to see by what.")
    if not reason.strip():
        raise Refused("Say why the record is superseded: the reason stays with it.")
    if replacement is not None and replacement.case_id != case.pk:
        raise Refused("A record is superseded by one of the same case.")
    record.superseded_at, record.superseded_reason = at, reason.strip()
    record.superseded_by = replacement
    record.save()
    set_aside_without_documents(record.received_file, at=at)
    audit.append("record.superseded", record, by=by, replacement_id=_pk(replacement))
    return record


@transaction.atomic
def replace_record(
    record: MedicalRecord,
    entry: RecordEntry,
    *,
    by: Any,
    at: datetime,
    reason: str,
    content: Content = None,
) -> MedicalRecord:
    """Supersede a record by a corrected one in its place; without `content` the file is kept."""
    record = _supersede(record, by=by, at=at, reason=reason)
    stored = _stored(content)
    new = _add(record.case, entry, by=by, at=at, stored=stored, position=record.position)
    if stored is None:
        keep_file(record, new)
    else:
        let_copies_stand(record.record_pages.all())
    record.superseded_by = new
    record.save(update_fields=["superseded_by"])
    return new


@transaction.atomic
def complete_records(
    case: Case,
    *,
    by: Any,
    at: datetime,
    complete_on: date,
    not_received: str = "",
    without_reason: str = "",
) -> Case:
    """Say that the supporting documents are in: the time to decide runs from here.

    Never on the UR decision alone: 8 CCR 9792.10.6(b)(2), LC 4610.6(d)(1). Where something of the
    list did not come, only after its last day and for a reason, `without_reason`.
    """
    case = lock_case(case)
    access.require(by, CASE.named("complete_records").permission)
    CASE.step("complete_records", case.status)
    _require_supporting_document(case)
    _require_plausible_day(case, complete_on, timezone.localdate(at))
    lacking = go_on(case, by=by, at=at, without_reason=without_reason)
    return transition_case(
        case,
        "complete_records",
        by=by,
        at=at,
        records_complete_on=complete_on,
        records_not_received="\n".join(filter(None, [lacking, not_received.strip()])),
    )


@transaction.atomic
def _add(
    case: Case,
    entry: RecordEntry,
    *,
    by: Any,
    at: datetime,
    stored: StoredFile | None,
    position: int | None = None,
) -> MedicalRecord:
    case = _lock_for_records(case, by)
    _require_printable(entry)
    record = MedicalRecord(
        case=case,
        position=position or _next_position(case),
        kind=entry.kind,
        title=entry.title if entry.title.strip() else MedicalRecord.Kind(entry.kind).label,
        author=entry.author,
        date_of_service=entry.date_of_service,
        source=entry.source,
        received_on=entry.received_on,
    )
    if stored is not None:
        _put_file(record, stored, by=by, at=at)
    record.save()
    audit.append("record.added", record, by=by, sha256=record.file_sha256, record_kind=record.kind)
    return record


def _lock_for_records(case: Case, by: Any) -> Case:
    case = lock_case(case)
    access.require(by, "cases.upload_records")
    require_open_for_records(case)
    return case


def require_open_for_records(case: Case) -> None:
    """Refuse, saying why, where the records of the case no longer change."""
    if case.status in OPEN_FOR_RECORDS:
        return
    if case.is_open and case.status == CaseStatus.APPROVED:
        raise Refused(
            "The determination has been approved on the records as they are. Return it to the "
            "reviewer before the records change."
        )
    raise Refused(f"The case is {case.get_status_display().lower()}: its records no longer change.")


def _put_file(
    record: MedicalRecord,
    stored: StoredFile,
    *,
    by: Any,
    at: datetime,
    is_synthetic: bool = False,
) -> None:
    sentence = already_here(record.case, stored, but=record)
    if sentence:
        raise Refused(sentence)
    record.file_sha256, record.file_size = stored.sha256, stored.size
    record.pages, record.file_name = stored.pages, stored.name[:255]
    record.is_synthetic, record.uploaded_by = is_synthetic, by
    record.uploaded_at = _after_status(record.case, at)
    record.received_file = receive_file(record, stored.name)


def take_over_pages(
    record: MedicalRecord, file: ReceivedFile, pages: range, *, by: Any, at: datetime
) -> MedicalRecord:
    """Give a listed document these pages of a file of another case, and no other page of it."""
    record.file_sha256, record.file_size, record.file_name = file.sha256, file.size, file.name
    record.pages, record.is_synthetic = len(pages), file.is_synthetic
    record.part = part_of(record.case, file.sha256)
    record.uploaded_by, record.uploaded_at = by, _after_status(record.case, at)
    record.received_file = receive_pages(record, file, pages)
    record.save()
    audit.append(
        "record.file_added",
        record,
        by=by,
        sha256=file.sha256,
        is_synthetic=file.is_synthetic,
        first_page=pages[0],
        last_page=pages[-1],
    )
    return record


def _after_status(case: Case, at: datetime) -> datetime:
    """Return when the file came: never before the status that it found, even if that was awaited.

    A file that waits for the lock while a review begins came after the review began.
    """
    return at if case.status_at is None else max(at, case.status_at + timedelta(microseconds=1))


def already_here(case: Case, stored: StoredFile, *, but: MedicalRecord | None = None) -> str:
    """Return the sentence that the same bytes are in the case, or nothing where they are not."""
    twin = case.records.current().filter(file_sha256=stored.sha256, is_synthetic=False)
    already = twin.exclude(pk=_pk(but)).first()
    return _already_here(already, stored) if already is not None else ""


def _already_here(already: MedicalRecord, stored: StoredFile) -> str:
    called = f"“{stored.name}”" if stored.name else "This file"
    when = ""
    if already.uploaded_at:
        local = timezone.localtime(already.uploaded_at)
        when = f", uploaded {local:%a} {local.day} {local:%b %Y, %H:%M}"
    return (
        f"{called} is already in this case as record {already.position}, “{already.title}”{when}. "
        "Open that record; nothing was added twice."
    )


def _require_printable(entry: RecordEntry) -> None:
    reasons = [character_refusal(label, getattr(entry, name)) for name, label in TEXT_FIELDS]
    if any(reasons):
        raise Refused(*filter(None, reasons))


def _require_supporting_document(case: Case) -> None:
    current = case.records.current()
    if current.exclude(kind__in=NOT_SUPPORTING).exclude(file_sha256="").exists():
        return
    listed = current.exclude(kind__in=NOT_SUPPORTING).count()
    missing = (
        f"{listed} further documents are listed, but their files have not been uploaded. "
        if listed
        else ""
    )
    raise Refused(
        "The file holds nothing beyond the UR decision and the application, and a determination "
        f"may not rest on these alone (8 CCR 9792.10.6(b)(2)). {missing}"
        "Ask the claims administrator again, and the injured worker and the requesting physician "
        "for what they have: any one supporting document lets the review begin, and what did not "
        "come is named in the letter. If the treatment was authorized or the dispute settled "
        "instead, terminate the case."
    )


def _require_plausible_day(case: Case, complete_on: date, today: date) -> None:
    if complete_on > today:
        raise Refused("The day on which the records were complete cannot be in the future.")
    if complete_on < case.application_received_on:
        raise Refused(
            "The records cannot have been complete before the application came in, on "
            f"{case.application_received_on:%m/%d/%Y}."
        )


def _stored(content: Content) -> StoredFile | None:
    if content is None or isinstance(content, StoredFile):
        return content
    name = content.name if isinstance(content, Path) else ""
    return store_upload(chunks_of(content), name)


def _next_position(case: Case) -> int:
    return (case.records.aggregate(last=Max("position"))["last"] or 0) + 1


def _pk(record: MedicalRecord | None) -> int | None:
    return record.pk if record is not None else None

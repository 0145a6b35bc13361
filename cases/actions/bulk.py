"""Case files in bulk: each checked as it comes, then taken in by the importer, one at a time."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.casefiles import document_faults, import_case_file, imported_case
from cases.casefiles.entries import application_entry, record_entries
from cases.casefiles.faults import BadCaseFile, Fault, path_of
from cases.casefiles.lines import Lines
from cases.casefiles.parse import parse_case_file
from cases.errors import Refused
from cases.models import Case, CaseFileUpload
from cases.pipelines.records import StoredFile, lay_beside
from cases.search import decided_disputes

State = CaseFileUpload.State


@transaction.atomic
def drop_case_file(name: str, content: bytes, *, by: Any, at: datetime) -> CaseFileUpload:
    """Keep a case file with what is wrong with it; the same content again is the same row."""
    access.require(by, "cases.receive_application")
    sha256 = hashlib.sha256(content).hexdigest()
    begun = {"key": uuid4(), "name": name[:255], "uploaded_by": by, "uploaded_at": at}
    begun |= {"state": State.FAULTY, "faults": [{"path": "", "line": 0, "reason": "Unchecked."}]}
    upload, is_new = CaseFileUpload.objects.select_for_update().get_or_create(
        sha256=sha256, defaults=begun
    )
    upload.uploaded_by, upload.uploaded_at, upload.name = by, at, name[:255]
    if upload.case is None:
        _check(upload, content, at)
    upload.save()
    audit.append(
        "case_file.dropped",
        upload,
        by=by,
        sha256=sha256,
        is_new=is_new,
        state=upload.state,
        faults=len(upload.faults),
    )
    return upload


@transaction.atomic
def add_record_file(stored: StoredFile, *, by: Any, at: datetime) -> CaseFileUpload:
    """Put a file to the one waiting case file of this person that names it; Refused for none."""
    upload, place = require_named(stored.name, by=by)
    lay_beside(upload, place, stored)
    audit.append("case_file.record_added", upload, by=by, sha256=stored.sha256, place=place)
    return upload


def require_named(called: str, *, by: Any) -> tuple[CaseFileUpload, int]:
    """Return the one waiting case file of this person that names a file, and where; else Refused.

    Inside the caller's transaction: the case files are locked.
    """
    access.require(by, "cases.receive_application")
    waiting = CaseFileUpload.objects.select_for_update().filter(uploaded_by=by, state=State.SOUND)
    found = [
        (upload, place)
        for upload in waiting.order_by("pk")
        for place, (_, name) in enumerate(record_entries(parse_case_file(upload.content)))
        if name and PurePosixPath(name).name == called
    ]
    if len(found) != 1:
        raise Refused(_none_or_many(called, len(found)))
    return found[0]


def _none_or_many(name: str, count: int) -> str:
    if not count:
        return (
            f"“{name}” is named by no case file that waits here, so it was not kept. Drop it "
            "together with the case file that names it."
        )
    return (
        f"“{name}” is named by {count} records of case files that wait here. Take in the one "
        "before the other, each with its own files."
    )


def _came(upload: CaseFileUpload) -> dict[int, StoredFile]:
    """Return the files that came with a case file, by the place of their record."""
    return {
        row.place: StoredFile(row.sha256, row.size, row.pages, row.name)
        for row in upload.files.all()
    }


def take_in_case_file(upload: CaseFileUpload, *, by: Any, at: datetime) -> CaseFileUpload:
    """Make the file a case, whole or not at all; what stands against it now is kept with it."""
    access.require(by, "cases.receive_application")
    try:
        return _take_in(upload, by=by, at=at)
    except BadCaseFile as bad:
        faults = list(bad.faults)
    except Refused as refusal:
        faults = [Fault((), reason) for reason in refusal.reasons]
    return _put_aside(upload, faults, by=by)


@transaction.atomic
def discard_case_file(upload: CaseFileUpload, *, by: Any, at: datetime) -> None:
    """Take a file off the list; a case that it became stays."""
    access.require(by, "cases.receive_application")
    row = CaseFileUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if row is not None:
        audit.append("case_file.discarded", row, by=by, sha256=row.sha256, state=row.state)
        row.delete()


@transaction.atomic
def _take_in(upload: CaseFileUpload, *, by: Any, at: datetime) -> CaseFileUpload:
    upload = CaseFileUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != State.SOUND:
        return upload
    document = parse_case_file(upload.content)
    case = imported_case(document) or import_case_file(
        document, by=by, at=at, text=upload.content, came=_came(upload)
    )
    _become(upload, case, at)
    upload.save()
    audit.append("case_file.taken_in", upload, by=by, case=case, sha256=upload.sha256)
    return upload


@transaction.atomic
def _put_aside(upload: CaseFileUpload, faults: Sequence[Fault], *, by: Any) -> CaseFileUpload:
    upload = CaseFileUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != State.SOUND:
        return upload
    upload.faults = _plain(faults, upload.content)
    upload.state, upload.content = State.FAULTY, ""
    upload.save()
    audit.append("case_file.refused", upload, by=by, sha256=upload.sha256, faults=len(faults))
    return upload


def _check(upload: CaseFileUpload, content: bytes, at: datetime) -> None:
    """Set what the content says and what is wrong with it."""
    upload.content, upload.state = "", State.SOUND
    upload.faults, upload.notes = [], []
    try:
        document = parse_case_file(content)
    except BadCaseFile as bad:
        upload.state, upload.faults = State.FAULTY, _plain(bad.faults, _text(content))
        return
    text = content.decode("utf-8-sig")
    upload.case_number = document["case_number"]
    upload.services = len(document["disputed_services"])
    upload.files_to_come = sum(1 for _, file in record_entries(document) if file)
    earlier = imported_case(document)
    if earlier is not None:
        _become(upload, earlier, at)
        return
    decided = decided_disputes(application_entry(document))
    upload.notes = [
        f"Service {place + 1} was decided for the same UR decision in {case.case_number}: it will "
        "be shown as a possible duplicate."
        for place, case in decided.items()
    ]
    faults = document_faults(document, timezone.localdate(at))
    if faults:
        upload.state, upload.faults = State.FAULTY, _plain(faults, text)
    else:
        upload.content = text


def _become(upload: CaseFileUpload, case: Case, at: datetime) -> None:
    upload.case, upload.taken_in_at = case, at
    upload.state, upload.content, upload.faults = State.TAKEN_IN, "", []


def _plain(faults: Sequence[Fault], text: str) -> list[dict[str, Any]]:
    """Return the faults as they are kept, each with its line where it has a place."""
    lines = Lines(text) if any(fault.place for fault in faults) else None
    return [
        {
            "path": path_of(fault.place),
            "line": lines.line(fault.place) if lines and fault.place else 0,
            "reason": fault.reason,
        }
        for fault in faults
    ]


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace")

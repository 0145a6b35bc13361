"""Writes received files: what a record came in, kept with it and set aside with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from cases.bundles.lifecycle import FileStep
from cases.models import MedicalRecord, ReceivedFile
from cases.tasks import files as tasks

OF_THE_FILE = ("file_sha256", "file_size", "file_name", "pages", "part", "is_synthetic")
# What a document says of itself, and of the file that it comes in.
OF_THE_DOCUMENT = ("case", "kind", "title", "author", "date_of_service", "source", "received_on")
OF_THE_UPLOAD = ("uploaded_by", "uploaded_at", "received_file")
# What pages of a file that go to another case have from it: bytes, copy, and what was seen of them.
OF_THE_BUNDLE = (
    *("sha256", "size", "name", "medium", "channel", "received_by", "remarks"),
    *("scan", "scanned_at", "working_sha256", "working_size"),
)


def receive_file(record: MedicalRecord, name: str) -> ReceivedFile:
    """Write down the file that a document came in, and ring the worker that reads it."""
    file = ReceivedFile.objects.create(
        sha256=record.file_sha256,
        size=record.file_size or 0,
        name=name[:255],
        pages=record.pages,
        is_synthetic=record.is_synthetic,
        received_by=record.uploaded_by,
        received_at=record.uploaded_at,
        **_of(record, OF_THE_DOCUMENT),
    )
    tasks.queue_on_commit(file.pk)
    return file


def receive_pages(record: MedicalRecord, file: ReceivedFile, pages: range) -> ReceivedFile:
    """Write down pages of a sanitised file that another case holds, as a part of the same bytes."""
    part = ReceivedFile.objects.create(
        **_of(file, OF_THE_BUNDLE),
        is_synthetic=file.is_synthetic,
        received_at=record.uploaded_at,
        **_of(record, OF_THE_DOCUMENT),
        pages=len(pages),
        first_page=pages[0],
        last_page=pages[-1],
        codes={page: text for page, text in file.codes.items() if int(page) in pages},
        codes_read=pages[-1],
        step=FileStep.SANITISED,
    )
    tasks.queue_on_commit(part.pk)
    return part


def _of(row: Model, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def keep_file(left: MedicalRecord, right: MedicalRecord) -> None:
    """Give a corrected document the file and the pages of the one it replaces."""
    for name in (*OF_THE_FILE, *OF_THE_UPLOAD):
        setattr(right, name, getattr(left, name))
    right.facility = right.facility or left.facility
    right.save()
    left.record_pages.update(record=right)
    if right.received_file is not None:
        ReceivedFile.objects.filter(pk=right.received_file_id).update(set_aside_at=None)


def set_aside_without_documents(file: ReceivedFile | None, *, at: datetime) -> None:
    """Set a file aside that no document of the list came in any more."""
    if file is not None and not file.records.current().exists():
        ReceivedFile.objects.filter(pk=file.pk).update(set_aside_at=at)

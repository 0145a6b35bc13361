"""Makers of received files and of pages that were read."""

import uuid
from typing import Any

from cases import blobs
from cases.models import MedicalRecord, PageText, ReceivedFile, RecordPage
from cases.pipelines.dividing import OF_THE_BUNDLE
from tests.factories.case_file import NOON, make_case, make_record, tiny_pdf


def make_file(record: MedicalRecord | None = None, **fields: Any) -> ReceivedFile:
    """Make the received file of a record, worked to its end."""
    record = record or make_record(make_case())
    known = {
        "case": record.case,
        "sha256": record.file_sha256,
        "size": record.file_size,
        "source": record.source,
        "title": record.title,
        "kind": record.kind,
        "pages": record.pages,
        "last_page": record.pages,
        "received_at": NOON,
        "step": "ready",
        "scan": "none",
        "working_sha256": record.file_sha256,
        "working_size": record.file_size,
        "ready_at": NOON,
    } | fields
    file = ReceivedFile.objects.create(**known)
    MedicalRecord.objects.filter(pk=record.pk).update(received_file=file)
    record.received_file = file
    return file


def make_page(record: MedicalRecord | None = None, *, text: str = "", **fields: Any) -> RecordPage:
    """Make the next page of a record, with its text; the record gets a received file if need be."""
    record = record or make_record(make_case())
    file = record.received_file or make_file(record)
    place = record.record_pages.count() + 1
    known = {
        "case": record.case,
        "number": record.case.record_pages.count() + 1,
        "file": file,
        "number_in_file": file.record_pages.count() + 1,
        "record": record,
        "place": place,
        "width": 612.0,
        "height": 792.0,
    } | fields
    page = RecordPage.objects.create(**known)
    PageText.objects.create(
        page=page,
        case=page.case,
        text=text,
        source="layer" if text else "none",
        read_at=NOON,
    )
    return page


def make_tray_file(content: bytes = b"", **fields: Any) -> ReceivedFile:
    """Make a bundle that waits in the tray for a person, its pages whole."""
    content = content or tiny_pdf("Whose is this?", pages=3)
    sha256, size = blobs.store([content])
    known = {
        "sha256": sha256,
        "size": size,
        "name": "fax.pdf",
        "channel": "folder",
        "received_at": NOON,
        "step": "sanitised",
        "scan": "none",
        "working_sha256": sha256,
        "working_size": size,
        "pages": 3,
        "last_page": 3,
        "codes_read": 3,
        "tray_reason": "no_sheet",
    } | fields
    return ReceivedFile.objects.create(**known)


def make_sent_file(case: Any, **fields: Any) -> ReceivedFile:
    """Make the part of a bundle that went from the tray to this case."""
    bundle = make_tray_file(step="routed", tray_reason="")
    kept = {name: getattr(bundle, name) for name in OF_THE_BUNDLE}
    known = kept | {"origin": bundle, "case": case, "source": "attorney", "step": "sanitised"}
    known |= {"received_at": NOON, "pages": 3, "last_page": 3, "codes_read": 3}
    return ReceivedFile.objects.create(**(known | fields))


def digest() -> str:
    """Return a digest that nothing has."""
    return uuid.uuid4().hex * 2

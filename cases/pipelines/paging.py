"""Gives the pages of a file their numbers in the case, and the document that holds them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from cases import audit, blobs
from cases.models import Case, MedicalRecord, ReceivedFile, RecordPage
from cases.pipelines import fileholds, pagewriting
from cases.pipelines.fileholds import Rejected, take_step
from cases.pipelines.leases import Claim
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child


def page(held: Claim) -> None:
    """Sanitised → paged: every page of the file becomes a row, once and for good."""
    sizes = _sizes(held.row)
    with fileholds.writing(held) as file:
        record = document_of(file)
        first = _first_page(file, record)
        pagewriting.add_pages(first, sizes, [int(number) for number in file.codes])
        if record.pages != len(sizes):
            record.pages = len(sizes)
            record.save(update_fields=["pages"])
        file.pages = len(sizes)
        take_step(
            file,
            "page",
            record=record.pk,
            pages=len(sizes),
            first_number=first.number,
        )


def _sizes(file: ReceivedFile) -> list[tuple[float, float]]:
    wanted = {"first": file.first_page, "last": file.last_page}
    source = blobs.path_of(file.working_sha256)
    sizes: list[tuple[float, float]] = []
    try:
        bounds = Bounds(memory=1536 * MEGABYTE + (file.working_size or 0))
        for answer in run_child("measurer", wanted, source=source, bounds=bounds):
            if "fault" in answer:
                raise Rejected(answer["fault"])
            sizes += [(float(width), float(height)) for width, height in answer["sizes"]]
    except Died as ended:
        raise Rejected("page_list") from ended
    if len(sizes) != (file.last_page or 0) - file.first_page + 1:
        raise Rejected("page_list")
    return sizes


def document_of(file: ReceivedFile, *, by: Any = None) -> MedicalRecord:
    """Return the document that was listed with the file, or list one as the sender called it."""
    listed = file.records.current().order_by("part").first() or file.records.order_by("part").last()
    if listed is not None:
        return listed
    assert file.case is not None
    last = file.case.records.aggregate(last=Max("position"))["last"] or 0
    record = MedicalRecord.objects.create(
        case=file.case,
        position=last + 1,
        title=file.title or MedicalRecord.Kind(file.kind).label,
        kind=file.kind,
        author=file.author,
        date_of_service=file.date_of_service,
        source=file.source,
        received_on=file.received_on,
        received_file=file,
        file_sha256=file.sha256,
        file_size=file.size,
        file_name=file.name,
        part=part_of(file.case, file.sha256),
        pages=file.pages,
        is_synthetic=file.is_synthetic,
        uploaded_by=file.received_by,
        uploaded_at=_after_status(file.case, file.received_at),
    )
    audit.append(
        "record.added",
        record,
        by=by or file.received_by,
        sha256=record.file_sha256,
        record_kind=record.kind,
    )
    return record


def _after_status(case: Case, at: datetime) -> datetime:
    """Return when the document came: never before the status that it found."""
    return at if case.status_at is None else max(at, case.status_at + timedelta(microseconds=1))


def part_of(case: Case, sha256: str) -> int:
    """Return the next place among the documents that came in the same bytes."""
    same = MedicalRecord.objects.filter(case=case, file_sha256=sha256)
    return (same.aggregate(last=Max("part"))["last"] or 0) + 1


def _first_page(file: ReceivedFile, record: MedicalRecord) -> RecordPage:
    case: Case = record.case
    return RecordPage(
        case=case,
        number=(case.record_pages.aggregate(last=Max("number"))["last"] or 0) + 1,
        file=file,
        number_in_file=file.first_page,
        record=record,
        place=record.record_pages.count() + 1,
    )

"""The bytes of a document that people may see: its part of a working copy, never the original.

A reader asks for a document range by range: what had to be made for the first is kept, privately,
beside the images of pages, for as long as somebody looks at it.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path

from django.db.models import Max

from cases import blobs
from cases.bundles.lifecycle import FileStep
from cases.errors import Refused
from cases.models import MedicalRecord, ReceivedFile
from cases.pipelines import page_images
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child

EXTRACTING = 1  # another number, and every document is made anew
NOT_PUT_INTO_A_FILE = "The pages of this document cannot be put into a file."
ANOTHER_S = "Every page of this document was said to be another patient's, and is withheld."

ELSEWHERE = (
    "This record holds no page any more: they were joined with the document before it. Read them "
    "there, or in the book."
)


def readable(record: MedicalRecord) -> Path:
    """Return where a PDF of exactly this document is; Refused while there is none."""
    file = record.received_file
    if file is None or not file.working_sha256:
        raise Refused(_why_not(file))
    path = blobs.path_of(file.working_sha256)
    if not path.is_file():
        raise blobs.BlobMissing(file.working_sha256)
    pages = record.record_pages.order_by("place")
    numbers = list(pages.open().values_list("number_in_file", flat=True))
    if not numbers and pages.exists():
        raise Refused(ANOTHER_S)
    if not numbers and file.record_pages.exists():
        raise Refused(ELSEWHERE)
    numbers = numbers or list(range(file.first_page, (file.last_page or 0) + 1))
    if numbers == list(range(1, _pages_of_copy(file) + 1)):
        return path
    return _extracted(path, numbers)


def _pages_of_copy(file: ReceivedFile) -> int:
    """Return how many pages the copy has, of which the file may be a part beside other cases'."""
    same = ReceivedFile.objects.filter(working_sha256=file.working_sha256)
    return same.aggregate(last=Max("last_page"))["last"] or 0


def _why_not(file: ReceivedFile | None) -> str:
    if file is not None and file.step == FileStep.REJECTED:
        return file.rejection
    if file is not None and file.last_error:
        return f"This file is still being prepared. {file.last_error}"
    return "This file is still being checked and prepared. It can be read in a moment: reload."


def _extracted(path: Path, numbers: list[int]) -> Path:
    """Return a file with these pages alone, as it is kept or made by a child; it goes in time."""
    known = json.dumps([EXTRACTING, path.name, numbers]).encode()
    kept = page_images.kept_at(hashlib.sha256(known).hexdigest(), "pdf")
    try:
        os.utime(kept)
    except FileNotFoundError:
        _extract(path, numbers, kept)
    return kept


def _extract(path: Path, numbers: list[int], kept: Path) -> None:
    size = path.stat().st_size
    bounds = Bounds(written=size + 64 * MEGABYTE)
    handle, temporary = tempfile.mkstemp(dir=page_images.folder_of(kept))
    try:
        with os.fdopen(handle, "wb") as part:
            answers = list(
                run_child(
                    "extractor",
                    {"pages": numbers},
                    source=path,
                    bounds=bounds,
                    output=part.fileno(),
                )
            )
        if not answers or "fault" in answers[0]:
            raise Refused(NOT_PUT_INTO_A_FILE)
        os.replace(temporary, kept)
    except Died as ended:
        raise Refused(NOT_PUT_INTO_A_FILE) from ended
    finally:
        Path(temporary).unlink(missing_ok=True)
    page_images.note_kept(kept.stat().st_size)

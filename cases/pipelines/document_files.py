"""The bytes of a document that people may see: its part of a working copy, never the original."""

from pathlib import Path

from cases import blobs
from cases.bundles.lifecycle import FileStep
from cases.errors import Refused
from cases.models import MedicalRecord, ReceivedFile
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child

ANOTHER_S = "Every page of this document was said to be another patient's, and is withheld."


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
    if not numbers or numbers == list(range(1, (file.pages or 0) + 1)):
        return path
    return _extracted(path, numbers)


def _why_not(file: ReceivedFile | None) -> str:
    if file is not None and file.step == FileStep.REJECTED:
        return file.rejection
    if file is not None and file.last_error:
        return f"This file is still being prepared. {file.last_error}"
    return "This file is still being checked and prepared. It can be read in a moment: reload."


def _extracted(path: Path, numbers: list[int]) -> Path:
    """Return a file with these pages alone, made by a child; no row names it and it soon goes."""
    size = path.stat().st_size
    with blobs.incoming() as part:
        bounds = Bounds(written=size + 64 * MEGABYTE)
        wanted = {"pages": numbers}
        try:
            answers = list(
                run_child("extractor", wanted, source=path, bounds=bounds, output=part.fileno())
            )
        except Died as ended:
            raise Refused("The pages of this document cannot be put into a file.") from ended
        if not answers or "fault" in answers[0]:
            raise Refused("The pages of this document cannot be put into a file.")
        sha256, _ = blobs.adopt(part)
    return blobs.path_of(sha256)

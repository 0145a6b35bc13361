"""Takes in the bytes of a record: stored as they came, then counted by a process that may fail.

A PDF is never parsed in the process that answers people: `page_counter.py` runs apart with bounded
memory and time, without privileges and without network; where the system grants no wall between a
parser and the network, no file is opened.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from cases import blobs
from cases.bundles.faults import FAULTS
from cases.errors import Refused
from cases.models import CaseFileUpload
from cases.pipelines import network_wall

COUNTER = "cases.pipelines.page_counter"
COUNTER_MEMORY = 1536 * 1024 * 1024
COUNTER_SECONDS = 30
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """A file in the private store that may become a record."""

    sha256: str
    size: int
    pages: int
    name: str = ""


def lay_beside(upload: CaseFileUpload, place: int, stored: StoredFile) -> None:
    """Keep a file for the record at this place of a waiting case file; the last one counts."""
    upload.files.update_or_create(
        place=place,
        defaults={
            "name": stored.name[:255],
            "sha256": stored.sha256,
            "size": stored.size,
            "pages": stored.pages,
        },
    )


def store_upload(chunks: Iterable[bytes], name: str = "") -> StoredFile:
    """Store the bytes and count the pages; Refused with a sentence for no usable file."""
    called = f"“{name}”" if name else "The file"
    with blobs.incoming() as file:
        file.writelines(_bounded(chunks, called))
        file.flush()
        # Counted before it lies under its digest: what is refused may be there for another row.
        pages = count_pages(Path(file.name), called)
        sha256, size = blobs.adopt(file)
    return StoredFile(sha256, size, pages, name)


def store_bytes(chunks: Iterable[bytes], name: str) -> tuple[str, int]:
    """Store bytes unread and return their digest and size; Refused if they are too many."""
    return blobs.store(_bounded(chunks, f"“{name}”" if name else "The file"))


def store_known(content: bytes, pages: int, name: str = "") -> StoredFile:
    """Store a PDF that this application made itself and whose pages it knows."""
    sha256, size = blobs.store([content])
    return StoredFile(sha256, size, pages, name)


def chunks_of(content: bytes | Path) -> Iterator[bytes]:
    """Yield the content a piece at a time."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


def count_pages(path: Path, called: str = "The file") -> int:
    """Return how many pages the file has; Refused if it cannot be a record."""
    answer = _ask_counter(path)
    if "fault" in answer:
        raise Refused(FAULTS[str(answer["fault"])].format(name=called))
    pages = int(answer["pages"])
    if pages > settings.RECORD_MAX_PAGES:
        raise Refused(
            f"{called} has {pages:,} pages. The limit is {settings.RECORD_MAX_PAGES:,}: split it "
            "and upload the parts."
        )
    return pages


def _ask_counter(path: Path) -> dict[str, Any]:
    bounds = [str(COUNTER_MEMORY), str(COUNTER_SECONDS), ",".join(network_wall.WALLS)]
    try:
        with path.open("rb") as source:
            run = subprocess.run(
                [sys.executable, "-s", "-m", COUNTER, *bounds],
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                cwd=settings.BASE_DIR,
                timeout=COUNTER_SECONDS * 2,
                check=True,
            )
        return dict(json.loads(run.stdout))
    except (subprocess.SubprocessError, ValueError):
        return {"fault": "damaged"}


def _bounded(chunks: Iterable[bytes], called: str) -> Iterator[bytes]:
    size, limit = 0, settings.RECORD_MAX_BYTES
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise Refused(too_large_sentence(called))
        yield chunk


def too_large_sentence(called: str) -> str:
    """Return what is wrong with a file beyond the limit, and what to do."""
    limit = size_in_words(settings.RECORD_MAX_BYTES)
    return (
        f"{called} is larger than {limit}, the most one file may have. Split it and upload the "
        "parts."
    )


def size_in_words(size: int) -> str:
    """Return a number of bytes as a person says it."""
    if size >= 1024**3:
        tenths = f"{size / 1024**3:,.1f}".removesuffix(".0")
        return f"{tenths} GB"
    return f"{size / 1024 / 1024:,.0f} MB" if size >= 1024 * 1024 else f"{size:,} bytes"


def larger_in_words(size: int, limit: int) -> str:
    """Return a size and the limit it is above, in bytes where both would read the same."""
    words, most = size_in_words(size), size_in_words(limit)
    if words == most:
        words, most = f"{size:,} bytes", f"{limit:,} bytes"
    return f"{words}. The limit is {most}"

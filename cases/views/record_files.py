"""Serves the bytes of a record, whole or in ranges, to those who may see it; looks are logged."""

import re
from collections.abc import Iterator
from pathlib import Path

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from cases import access, blobs
from cases.errors import Refused
from cases.models import MedicalRecord
from cases.pipelines import document_files

CHUNK = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")

# What a browser says that it wants a file for when it would show or keep the file by itself.
BY_ITSELF = ("document", "iframe", "frame", "object", "embed")
TAKE_A_COPY = (
    "This address feeds the reader of the record's page. To keep a copy, press “Download a copy” "
    "there: it carries its number and who took it."
)
# What a browser's own PDF viewer needs, and nothing that the document could use. The directive
# `sandbox` would be stricter still, but Chromium then refuses to show any PDF.
VIEWER_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "object-src": ["'self'"],
    "frame-src": ["'self'"],
    "script-src": ["'none'"],
    "img-src": ["'self'"],
}


@require_safe
@csp_replace(VIEWER_POLICY)
def record_file(request: HttpRequest, case_number: str, record_id: int) -> HttpResponseBase:
    """Answer with the PDF in the browser, or with the one range that was asked for."""
    record = access.record_of(request.user, case_number, record_id)
    try:
        path = _path(request, record)
    except (Refused, blobs.BlobMissing):
        access.note_record(request.user, record, is_shown=False)
        raise
    size = path.stat().st_size
    asked = _asked_range(request.headers.get("Range", ""), size)
    has_bytes = asked is not None and request.method != "HEAD"
    access.note_record(request.user, record, is_shown=has_bytes)
    if asked is None:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    first, last = asked
    is_part = "Range" in request.headers and (first, last) != (0, size - 1)
    response = _answer(request, path, first, last)
    if is_part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = f'inline; filename="{_file_name(record)}"'
    return response


def _path(request: HttpRequest, record: MedicalRecord) -> Path:
    """Return the file that feeds the reader; Refused to what would show or keep it by itself."""
    if request.headers.get("Sec-Fetch-Dest", "") in BY_ITSELF:
        raise Refused(TAKE_A_COPY)
    if not record.file_sha256:
        raise Refused("This record is listed, but its file has not been uploaded yet.")
    return document_files.readable(record)


def _answer(request: HttpRequest, path: Path, first: int, last: int) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    return StreamingHttpResponse(_read(path, first, last), content_type="application/pdf")


def _asked_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for; None where the file has no such bytes.

    Several ranges, or one that cannot be read, are answered with the whole file (RFC 9110, 14.2).
    """
    match = RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return 0, size - 1
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else None
    if int(first) >= size or (last and int(last) < int(first)):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _read(path: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with path.open("rb") as source:
        source.seek(first)
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _file_name(record: MedicalRecord) -> str:
    return f"IMR-{record.case.case_number}-record-{record.position}.pdf"

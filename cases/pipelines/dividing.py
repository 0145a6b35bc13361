"""Divides a bundle without a case: each stretch of its pages becomes a file of its own.

The bytes stay one; a part names its pages. No page is in two parts, none in no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases import audit
from cases.bundles.routing import ALREADY_HERE, CLOSED_CASE
from cases.lifecycle import OPEN_FOR_RECORDS
from cases.models import Case, MedicalRecord, ReceivedFile
from cases.pipelines import fileholds, paging

# What a part has from its bundle: the bytes, their copy, how they came and how far they are.
OF_THE_BUNDLE = (
    *("sha256", "size", "name", "medium", "channel", "received_by", "remarks"),
    *("step", "scan", "scanned_at", "working_sha256", "working_size"),
)


@dataclass(frozen=True)
class Piece:
    """Pages `first` to `last`: for a case, sent by a party's role, or for the tray and why."""

    first: int
    last: int
    case: Case | None = None
    source: str = ""
    kind: str = MedicalRecord.Kind.OTHER
    title: str = ""
    reason: str = ""


def hindrance(file: ReceivedFile, piece: Piece) -> str:
    """Return why the piece cannot go to its case (a code of the tray), or nothing."""
    case = piece.case
    if case is None:
        return piece.reason
    if case.status not in OPEN_FOR_RECORDS:
        return CLOSED_CASE
    same = case.received_files.current().filter(sha256=file.sha256, is_synthetic=False)
    if same.filter(first_page__lte=piece.last, last_page__gte=piece.first).exists():
        return ALREADY_HERE
    return ""


def divide(
    file: ReceivedFile, pieces: Sequence[Piece], *, by: Any, at: datetime
) -> list[ReceivedFile]:
    """Make the parts of a locked file whose cases are locked too; the caller saves the file."""
    parts = [_part(file, piece, by=by, at=at) for piece in pieces]
    fileholds.take_step(file, "route", parts=[part.pk for part in parts])
    file.lease_token = file.lease_until = None
    return parts


def _part(file: ReceivedFile, piece: Piece, *, by: Any, at: datetime) -> ReceivedFile:
    sheets = {
        page: text for page, text in file.codes.items() if piece.first <= int(page) <= piece.last
    }
    part = ReceivedFile.objects.create(
        case=piece.case,
        origin=file,
        **{name: getattr(file, name) for name in OF_THE_BUNDLE},
        received_at=at if piece.case is not None else file.received_at,
        kind=piece.kind,
        title=piece.title,
        source=piece.source,
        received_on=timezone.localdate(_first(file).received_at),
        pages=piece.last - piece.first + 1,
        first_page=piece.first,
        last_page=piece.last,
        codes=sheets,
        codes_read=piece.last,
        tray_reason=piece.reason,
    )
    audit.append(
        "file.assigned" if piece.case is not None else "file.left_in_tray",
        part,
        by=by,
        origin=file.pk,
        first_page=piece.first,
        last_page=piece.last,
        source=piece.source,
        reason=piece.reason,
    )
    if part.case is not None:
        paging.document_of(part, by=by)
    return part


def _first(file: ReceivedFile) -> ReceivedFile:
    """Return the bundle as it came, of which the file may be a part."""
    while file.origin is not None:
        file = file.origin
    return file

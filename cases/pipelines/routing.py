"""Sends a file without a case where its coversheets say; the rest stays in the tray.

A sheet is known by its square code. Where that cannot be read, what stands typed below it counts:
in the text layer, or as Tesseract reads it from the picture of the first page and of pages whose
square is damaged.
"""

import contextlib
import math
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from cases import blobs
from cases.bundles.routing import NO_SHEET, UNKNOWN_CASE, Stretch, stretches
from cases.models import Case, ReceivedFile
from cases.notices.coversheets import (
    FORMAT,
    CodeRefused,
    CoversheetCode,
    decode,
    encode,
    find_codes,
)
from cases.packets.misread import has_words, skeletons
from cases.pipelines import fileholds, recognition
from cases.pipelines.dividing import Piece, divide, hindrance
from cases.pipelines.faults import faultpoint
from cases.pipelines.keys import coversheet_keys
from cases.pipelines.leases import Claim
from cases.pipelines.pagestreams import answers
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child

PAGES_AT_A_TIME, MOST_RECOGNIZED = 500, 3
# Has the form of ours and cannot be told to be: what follows it is nobody's.
UNREADABLE = f"{FORMAT}/?"


def route(held: Claim) -> None:
    """Read the codes of some more pages; when all are read, send the pages where they belong."""
    file = held.row
    if file.codes_read < (file.last_page or 0):
        _read_some(held)
    else:
        _send(held)


def _read_some(held: Claim) -> None:
    file: ReceivedFile = held.row
    first = max(file.codes_read + 1, file.first_page)
    last = min(first + PAGES_AT_A_TIME - 1, file.last_page or 0)
    codes = _codes(file, first, last)
    faultpoint("files.codes")
    with fileholds.writing(held) as row:
        row.codes, row.codes_read = {**row.codes, **codes}, last


def _codes(file: ReceivedFile, first: int, last: int) -> dict[str, str]:
    """Return the codes by page; a page that ends its reader has none."""
    codes: dict[str, str] = {}
    unread: list[int] = []
    numbers = range(first, last + 1)
    for number, answer in answers("code_reader", file, numbers, seconds=math.inf):
        words = str(answer.get("words", ""))
        ours = [text for text in answer.get("codes", ()) if text.strip().startswith(FORMAT)]
        code = ours[0] if ours else _typed(words)
        if code:
            codes[str(number)] = code
        elif not words and (answer.get("is_doubtful") or number == file.first_page):
            unread.append(number)
    return codes | _recognized(file, sorted(unread)[:MOST_RECOGNIZED])


def _recognized(file: ReceivedFile, numbers: list[int]) -> dict[str, str]:
    """Return the codes that stand typed on the pictures of these pages."""
    if not numbers or not recognition.program():
        return {}
    wanted = {"pages": [(number, 0.0) for number in numbers], "program": recognition.program()}
    bounds = Bounds(memory=1536 * MEGABYTE + (file.working_size or 0), files=64)
    source = blobs.path_of(file.working_sha256)
    codes = {}
    with contextlib.suppress(Died):
        for answer in run_child("recognizer", wanted, source=source, bounds=bounds):
            code = _typed(str(answer.get("text", "")))
            if code and answer.get("number") in numbers:
                codes[str(answer["number"])] = code
    return codes


def _typed(words: str) -> str:
    """Return the code of a sheet by what is typed on it; a page that quotes one is no sheet."""
    if not has_words(skeletons(words), "coversheet"):
        return ""
    for found in find_codes(words, *coversheet_keys()):
        return encode(found, coversheet_keys()[0]) if found else UNREADABLE
    return ""


def _send(held: Claim) -> None:
    at = timezone.now()
    with transaction.atomic():
        found = stretches(held.row.first_page, held.row.last_page, _sheets(held.row))
        cases = _locked_cases(found)
        with fileholds.writing(held) as file:
            pieces = [_piece(file, stretch, cases) for stretch in found]
            if len(pieces) == 1 and pieces[0].case is None:
                file.tray_reason = pieces[0].reason or NO_SHEET
            else:
                divide(file, pieces, by=None, at=at)


def _sheets(file: ReceivedFile) -> dict[int, CoversheetCode | None]:
    sheets: dict[int, CoversheetCode | None] = {}
    for page, text in file.codes.items():
        try:
            sheets[int(page)] = decode(text, *coversheet_keys())
        except CodeRefused:
            sheets[int(page)] = None
    return sheets


def _locked_cases(found: list[Stretch]) -> dict[str, Case]:
    numbers = {stretch.code.case_number for stretch in found if stretch.code}
    cases = Case.objects.select_for_update(of=("self",)).filter(case_number__in=numbers)
    return {case.case_number: case for case in cases.order_by("pk")}


def _piece(file: ReceivedFile, stretch: Stretch, cases: dict[str, Case]) -> Piece:
    piece = Piece(stretch.first, stretch.last, reason=stretch.reason)
    if stretch.code is None:
        return piece
    case = cases.get(stretch.code.case_number)
    if case is None:
        return replace(piece, reason=UNKNOWN_CASE)
    wanted = replace(piece, case=case, source=stretch.code.role)
    reason = hindrance(file, wanted)
    return replace(piece, reason=reason) if reason else wanted

"""Reads pages from their pictures, upright and straight: drawn here, read by Tesseract.

Asked for `pages` (number and skew, degrees still to be turned clockwise) and the path of `program`.
Says `begins` with the number of a page before it touches it; later its `number`, with `text`,
`boxes` (base64), `confidence` and `turned`, by how many degrees clockwise the page has to be turned
to be read; or with a `fault`.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from cases.bundles.boxes import pack_boxes
from cases.bundles.recognized import (
    Recognized,
    is_lying,
    is_upright,
    leaned_back,
    parse_words,
    turned_back,
)
from cases.packets.dust import DUSTY, dust_on, without_dust
from cases.pipelines.children import doors
from cases.pipelines.children.opened import drawn_grey, is_too_large, opened, scanned_dpi
from cases.pipelines.children.tesseract import Tesseract

DPI = 300
MOST_DOTS = 40_000_000
# So many pages are read by one start of Tesseract, or fewer where they are large.
PICTURES, DOTS_TOGETHER = 6, 50_000_000
# A page is read in one or two seconds; one that is not after so many is full of specks.
SECONDS = 20
# Below this a page is looked at for lying on its side or head.
SURE, FEW_WORDS = 65, 8
TURN = re.compile(r"^Rotate: (90|180|270)$", re.MULTILINE)


@dataclass(frozen=True)
class _Sheet:
    """A page's number, by how many degrees clockwise its picture was turned, and that picture."""

    number: int
    skew: float
    picture: Image.Image


def main() -> None:
    """Make room for pictures, shut the doors, look, answer."""
    asked = doors.asked()
    reader = Tesseract.at(
        asked["program"], pictures=PICTURES, most_dots=MOST_DOTS, dpi=DPI, seconds=SECONDS
    )
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    with opened() as document:
        for sheets in _batches(document, asked["pages"]):
            for answer in _answers(document, sheets, reader):
                doors.say(answer)


def _batches(
    document: pdfium.PdfDocument, pages: Iterable[tuple[int, float]]
) -> Iterator[list[_Sheet]]:
    """Draw the pages; yield them by the few, so that their pictures find room."""
    sheets: list[_Sheet] = []
    for number, skew in pages:
        doors.say({"begins": number})
        try:
            picture = _drawn(document[number - 1])
        except (pdfium.PdfiumError, IndexError, ValueError, MemoryError):
            doors.say({"number": number, "fault": "unreadable"})
            continue
        if picture is None:
            doors.say({"number": number, "fault": "too_large"})
            continue
        if skew:
            picture = picture.rotate(-skew, Image.Resampling.BILINEAR, fillcolor=255)
        sheets.append(_Sheet(number, skew, picture))
        dots = sum(one.picture.width * one.picture.height for one in sheets)
        if len(sheets) == PICTURES or dots > DOTS_TOGETHER:
            yield sheets
            sheets = []
    if sheets:
        yield sheets


def _answers(
    document: pdfium.PdfDocument, sheets: list[_Sheet], reader: Tesseract
) -> Iterator[dict[str, Any]]:
    """Yield what is read of each sheet, as soon as it is."""
    for sheet, said in zip(sheets, _words([one.picture for one in sheets], reader), strict=True):
        size = sheet.picture.size
        said, turned = leaned_back(said, sheet.skew, *size), 0
        lies = is_lying(said, *size)
        is_poor = said.confidence < SURE or said.words < FEW_WORDS
        if lies or (is_poor and not is_upright(said)):
            other, degrees = _turned(document, sheet.number, reader)
            is_better = (other.confidence, other.words) > (said.confidence, FEW_WORDS)
            if degrees and (is_better or (lies and other.words * 2 > said.words)):
                said, turned = other, degrees
        yield {
            "number": sheet.number,
            "text": said.text,
            "boxes": base64.b64encode(pack_boxes(said.boxes)).decode(),
            "confidence": said.confidence,
            "turned": turned,
        }


def _drawn(page: pdfium.PdfPage) -> Image.Image | None:
    try:
        width, height = page.get_size()
        scale = DPI / 72
        if is_too_large(page) or width * height * scale * scale > MOST_DOTS:
            return None
        dots = drawn_grey(page, scale)
        if dust_on(dots, DPI) >= DUSTY:
            dots = without_dust(dots, scanned_dpi(page))
        return Image.fromarray(dots)
    finally:
        page.close()


def _turned(document: pdfium.PdfDocument, number: int, reader: Tesseract) -> tuple[Recognized, int]:
    """Ask which way is up; return the words of the page turned so, on the page as it is."""
    picture = _drawn(document[number - 1])
    match = TURN.search(reader.way_up(picture)) if picture else None
    if picture is None or match is None:
        return Recognized(), 0
    degrees = int(match[1])
    (said,) = _words([picture.rotate(-degrees, expand=True)], reader)
    return turned_back(said, degrees), degrees


def _words(pictures: list[Image.Image], reader: Tesseract) -> Iterator[Recognized]:
    """Read the pictures; where specks take all the time of one, once more without them."""
    for picture, table in zip(pictures, reader.tables(pictures), strict=True):
        said = table
        if said is None:
            cleaned = Image.fromarray(without_dust(np.asarray(picture), 0))
            said = next(reader.tables([cleaned]))
        yield parse_words(said or "", *picture.size)


if __name__ == "__main__":
    main()

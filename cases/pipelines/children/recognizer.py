"""Reads pages from their pictures, upright and straight: drawn here, read by Tesseract.

Asked for `pages` (number and skew, degrees still to be turned clockwise) and the path of `program`.
Says `number`, `text`, `boxes` (base64), `confidence` and `turned`, by how many degrees clockwise
the page has to be turned to be read; or a `fault`.
"""

import base64
import io
import os
import re
import subprocess
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, PpmImagePlugin  # noqa: F401 - nothing can be imported behind the doors

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

DPI = 300
MOST_DOTS = 40_000_000
# A page is read in one or two seconds; one that is not after so many is full of specks.
SECONDS = 20
# Below this a page is looked at for lying on its side or head.
SURE, FEW_WORDS = 65, 8
TURN = re.compile(r"^Rotate: (90|180|270)$", re.MULTILINE)


def main() -> None:
    """Shut the doors, look, answer."""
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    asked = doors.asked()
    with opened() as document:
        for number, skew in asked["pages"]:
            doors.say({"number": number, **_recognized(document, number, skew, asked["program"])})


def _recognized(
    document: pdfium.PdfDocument, number: int, skew: float, program: str
) -> dict[str, Any]:
    try:
        picture = _drawn(document[number - 1])
    except (pdfium.PdfiumError, IndexError, ValueError, MemoryError):
        return {"fault": "unreadable"}
    if picture is None:
        return {"fault": "too_large"}
    straight = picture.rotate(-skew, Image.Resampling.BILINEAR, fillcolor=255) if skew else picture
    said, turned = leaned_back(_words(straight, program), skew, *picture.size), 0
    lies = is_lying(said, *picture.size)
    is_poor = said.confidence < SURE or said.words < FEW_WORDS
    if lies or (is_poor and not is_upright(said)):
        other, degrees = _turned(picture, program)
        is_better = (other.confidence, other.words) > (said.confidence, FEW_WORDS)
        if degrees and (is_better or (lies and other.words * 2 > said.words)):
            said, turned = other, degrees
    return {
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


def _turned(picture: Image.Image, program: str) -> tuple[Recognized, int]:
    """Ask which way is up; return the words of the page turned so, on the page as it is."""
    match = TURN.search(_run(picture, program, "--psm", "0") or "")
    if match is None:
        return Recognized(), 0
    degrees = int(match[1])
    upright = picture.rotate(-degrees, expand=True)
    return turned_back(_words(upright, program), degrees), degrees


def _words(picture: Image.Image, program: str) -> Recognized:
    """Read the picture; where specks take all the time nevertheless, once more without them."""
    said = _run(picture, program, "--psm", "3", "tsv")
    if said is None:
        cleaned = Image.fromarray(without_dust(np.asarray(picture), 0))
        said = _run(cleaned, program, "--psm", "3", "tsv")
    return parse_words(said or "", *picture.size)


def _run(picture: Image.Image, program: str, *options: str) -> str | None:
    """Return what the program says of the picture; None where it takes too long."""
    content = io.BytesIO()
    picture.save(content, "PPM")
    command = [program, "stdin", "stdout", "--dpi", str(DPI), *options]
    # One thread each: there is a child for every core, and threads of several would wait in turns.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        run = subprocess.run(
            command,
            input=content.getvalue(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return run.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main()

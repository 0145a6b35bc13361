"""Opens the file on standard input with PDFium, mapped rather than read, and walks its pages."""

import ctypes
import math
import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from cases.pipelines.children import doors

# Beyond this many dots at one a point a page is not drawn: 200 inches a side, and such.
MOST_POINTS = 40_000_000
# Beyond this many dots a picture is not unpacked: 17 inches by 22 at 600 dots an inch is a third.
MOST_DOTS = 400_000_000
# Shares of a page: a picture that is all there is on it, and one that is worth asking for.
HALF, SMALLEST = 0.5, 0.005


@contextmanager
def opened() -> Iterator[pdfium.PdfDocument]:
    """Yield the document; the bytes stay on disk and are read as pages need them."""
    size = os.fstat(0).st_size
    # Never closed: the process ends with its work, and PDFium holds on to the bytes until then.
    mapped = mmap.mmap(0, size, access=mmap.ACCESS_COPY)
    document = pdfium.PdfDocument((ctypes.c_char * size).from_buffer(mapped))
    try:
        yield document
    finally:
        document.close()


def answer_for_each_page(look: Callable[[pdfium.PdfDocument, int], dict[str, Any]]) -> None:
    """Shut the doors, look at the pages `first` to `last` by their numbers, say a line for each."""
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    asked = doors.asked()
    with opened() as document:
        for number in range(asked["first"], asked["last"] + 1):
            doors.say({"number": number, **look(document, number)})


def drawn_grey(page: pdfium.PdfPage, scale: float) -> np.ndarray:
    """Return the page drawn in grey, a byte a dot, with so many dots a point.

    PDFium draws into a grey bitmap what it is asked to draw; asked to turn all to grey as well, it
    takes several times as long on a scan, for the same dots.
    """
    pixels = page.render(scale=scale, force_bitmap_format=raw.FPDFBitmap_Gray).to_numpy()
    return np.ascontiguousarray(pixels[:, :, 0] if pixels.ndim == 3 else pixels)


def has_lost_picture(page: pdfium.PdfPage) -> bool:
    """Whether a picture over half of the page cannot be unpacked: paper is seen in its place.

    It unpacks the picture again: to be asked only of a page on which little was drawn.
    """
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        if _covers(page, one) >= HALF and cannot_be_unpacked(one):
            return True
    return False


def smaller_pictures(page: pdfium.PdfPage) -> Iterator[pdfium.PdfObject]:
    """Yield the pictures under half of the page that are larger than a line or a dot."""
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        if SMALLEST <= _covers(page, one) < HALF:
            yield one


def cannot_be_unpacked(one: pdfium.PdfObject) -> bool:
    """Whether a picture is damaged or too large; it is unpacked to see."""
    width, height = one.get_px_size()
    if width * height > MOST_DOTS:
        return True
    bitmap = raw.FPDFImageObj_GetBitmap(one)
    if not bitmap:
        return True
    raw.FPDFBitmap_Destroy(bitmap)
    return False


def scanned_dpi(page: pdfium.PdfPage) -> float:
    """Return how finely the page was scanned, in dots an inch; 0 where no picture fills it."""
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        if _covers(page, one) >= HALF:
            left, bottom, right, top = one.get_bounds()
            width, height = one.get_px_size()
            return 72 * math.sqrt(width * height / ((right - left) * (top - bottom)))
    return 0.0


def _covers(page: pdfium.PdfPage, one: pdfium.PdfObject) -> float:
    """Return what share of the page a picture covers."""
    left, bottom, right, top = one.get_bounds()
    width, height = page.get_size()
    return (right - left) * (top - bottom) / (width * height)


def is_too_large(page: pdfium.PdfPage) -> bool:
    """Whether a page has so large a surface that drawing it is refused."""
    width, height = page.get_size()
    return not (0 < width * height <= MOST_POINTS)

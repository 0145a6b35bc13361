"""Reads the text layer of pages `first` to `last`: a line each, so that what was read stays read.

Says `number`, `text`, `boxes` (base64), `turned` (degrees clockwise) and `has_picture`; or a
`fault` where a page cannot be opened.
"""

import base64
import ctypes
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from cases.bundles.boxes import pack_boxes
from cases.pipelines.children.opened import answer_for_each_page
from cases.pipelines.children.words import words_of

OBJECTS_LOOKED_AT = 300


def read_page(document: pdfium.PdfDocument, number: int) -> dict[str, Any]:
    """Return what one page says, or its fault."""
    try:
        page = document[number - 1]
    except (pdfium.PdfiumError, IndexError):
        return {"fault": "unreadable"}
    try:
        words = words_of(page)
        return {
            "text": words.text,
            "boxes": base64.b64encode(pack_boxes(words.boxes)).decode(),
            "turned": words.turned,
            "has_picture": _has_picture(page),
        }
    except (pdfium.PdfiumError, ValueError):
        return {"fault": "unreadable"}
    finally:
        page.close()


def _has_picture(page: pdfium.PdfPage) -> bool:
    """Whether a picture covers a good part of the page, as on a scan."""
    width, height = page.get_size()
    for place in range(min(raw.FPDFPage_CountObjects(page), OBJECTS_LOOKED_AT)):
        thing = raw.FPDFPage_GetObject(page, place)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            return True
        if kind == raw.FPDF_PAGEOBJ_IMAGE and _share(thing, width * height) > 0.25:
            return True
    return False


def _share(thing: Any, surface: float) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top) or surface <= 0:
        return 0.0
    return abs((right.value - left.value) * (top.value - bottom.value)) / surface


if __name__ == "__main__":
    answer_for_each_page(read_page)

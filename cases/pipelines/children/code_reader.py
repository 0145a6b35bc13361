"""Reads the QR codes of pages `first` to `last`: a line each, so that what was read stays read.

Says `number`, `codes` (the texts that were found), `words` (how the text layer begins), and
`is_doubtful`, where there is a code that cannot be read; or a `fault`. The longest side of a page
is drawn with at most MOST_PIXELS dots.
"""

import encodings.utf_16_le  # noqa: F401 - once the doors are shut, nothing can be imported
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import zxingcpp

from cases.pipelines.children.opened import answer_for_each_page, drawn_grey, is_too_large

DPI = 150
MOST_PIXELS = 2600
LONGEST_CODE = 200
CODES_A_PAGE = 8
MOST_WORDS = 3000


def codes_of(document: pdfium.PdfDocument, number: int) -> dict[str, Any]:
    """Return the texts of the codes of one page, or its fault."""
    try:
        page = document[number - 1]
    except (pdfium.PdfiumError, IndexError):
        return {"fault": "unreadable"}
    try:
        if is_too_large(page):
            return {"fault": "too_large"}
        found = zxingcpp.read_barcodes(
            _pixels(page), formats=zxingcpp.BarcodeFormat.QRCode, return_errors=True
        )
        codes = [code.text[:LONGEST_CODE] for code in found[:CODES_A_PAGE] if code.valid]
        return {
            "codes": codes,
            "words": _words(page),
            "is_doubtful": bool(found) and not codes,
        }
    except (pdfium.PdfiumError, ValueError, MemoryError):
        return {"fault": "unreadable"}
    finally:
        page.close()


def _words(page: pdfium.PdfPage) -> str:
    layer = page.get_textpage()
    try:
        return str(layer.get_text_range(0, min(layer.count_chars(), MOST_WORDS))).strip()
    finally:
        layer.close()


def _pixels(page: pdfium.PdfPage) -> np.ndarray:
    scale = min(DPI / 72, MOST_PIXELS / max(*page.get_size(), 1.0))
    return drawn_grey(page, scale)


if __name__ == "__main__":
    answer_for_each_page(codes_of)

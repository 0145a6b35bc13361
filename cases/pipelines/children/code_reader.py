"""Reads the QR codes of pages `first` to `last`: a line each, so that what was read stays read.

Says `number` and `codes`, the texts that were found; or a `fault`. The longest side of a page is
drawn with at most MOST_PIXELS dots.
"""

from typing import Any

import numpy as np
import pypdfium2 as pdfium
import zxingcpp

from cases.pipelines.children.opened import answer_for_each_page, drawn_grey, is_too_large

DPI = 150
MOST_PIXELS = 2600
LONGEST_CODE = 200
CODES_A_PAGE = 8


def codes_of(document: pdfium.PdfDocument, number: int) -> dict[str, Any]:
    """Return the texts of the codes of one page, or its fault."""
    try:
        page = document[number - 1]
    except (pdfium.PdfiumError, IndexError):
        return {"fault": "unreadable"}
    try:
        if is_too_large(page):
            return {"fault": "too_large"}
        found = zxingcpp.read_barcodes(_pixels(page), formats=zxingcpp.BarcodeFormat.QRCode)
        return {"codes": [code.text[:LONGEST_CODE] for code in found[:CODES_A_PAGE]]}
    except (pdfium.PdfiumError, ValueError, MemoryError):
        return {"fault": "unreadable"}
    finally:
        page.close()


def _pixels(page: pdfium.PdfPage) -> np.ndarray:
    scale = min(DPI / 72, MOST_PIXELS / max(*page.get_size(), 1.0))
    return drawn_grey(page, scale)


if __name__ == "__main__":
    answer_for_each_page(codes_of)

"""Reads the text layer of pages `first` to `last`: a line each, so that what was read stays read.

Says `number`, `text`, `boxes` (base64) and `turned` (degrees clockwise); or a `fault` where a page
cannot be opened.
"""

import base64
from typing import Any

import pypdfium2 as pdfium

from cases.bundles.boxes import pack_edges
from cases.pipelines.children.opened import answer_for_each_page
from cases.pipelines.children.words import words_of


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
            "boxes": base64.b64encode(pack_edges(words.edges)).decode(),
            "turned": words.turned,
        }
    except (pdfium.PdfiumError, ValueError):
        return {"fault": "unreadable"}
    finally:
        page.close()


if __name__ == "__main__":
    answer_for_each_page(read_page)

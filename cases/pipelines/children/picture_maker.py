"""Looks at pages `first` to `last`: a thumbnail each, and what is kept of the picture.

Says `number`, `thumbnail` (a JPEG in base64), the look (`sha256`, `ink`, `shape`, `skew`) and
`hidden`: of some words of the text layer, how many are not to be seen; or a `fault`.
"""

import base64
import io
import itertools
import os
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, JpegImagePlugin  # noqa: F401 - nothing can be imported behind the doors

from cases.bundles.faults import LOST_PICTURE
from cases.packets.looks import look_at
from cases.packets.pages import LOST
from cases.pipelines.children.opened import (
    answer_for_each_page,
    cannot_be_unpacked,
    drawn_grey,
    has_lost_picture,
    is_too_large,
    smaller_pictures,
)
from cases.pipelines.children.words import edges_shown, some_edges

THUMBNAIL_WIDTH, THUMBNAIL_QUALITY = 150, 60
SMALLEST_LOOK = 100
# A page with less ink than this, as a share, is paper with a line or two, a stamp or a fax header.
PAPER, LITTLE_INK = 250, 0.01
EVEN, WORDS_LOOKED_AT = 24, 40
# Scans in narrow strips have hundreds; so many pictures are looked at.
MOST_PICTURES = 60


def picture(document: pdfium.PdfDocument, number: int) -> dict[str, Any]:
    """Return what is kept of the picture of one page, or its fault."""
    try:
        page = document[number - 1]
    except (pdfium.PdfiumError, IndexError):
        return {"fault": "unreadable"}
    try:
        if is_too_large(page):
            return {"fault": "too_large"}
        pixels = drawn_grey(page, 1)
        if (pixels[::4, ::4] < PAPER).mean() < LITTLE_INK and has_lost_picture(page):
            return {"fault": LOST_PICTURE}
        look = _look(pixels)
        if look and _has_lost_part(page, pixels):
            # What it holds is not known, so it is nobody's copy.
            look |= {"sha256": os.urandom(32).hex(), "shape": LOST}
        return {
            **look,
            "hidden": _hidden(pixels, some_edges(page, WORDS_LOOKED_AT)),
            "thumbnail": base64.b64encode(_thumbnail(pixels)).decode(),
        }
    except (pdfium.PdfiumError, ValueError, MemoryError):
        return {"fault": "unreadable"}
    finally:
        page.close()


def _look(pixels: np.ndarray) -> dict[str, Any]:
    if min(pixels.shape) < SMALLEST_LOOK:
        return {}
    look = look_at(pixels)
    return {"sha256": look.sha256, "ink": look.ink, "shape": look.shape, "skew": look.skew}


def _has_lost_part(page: pdfium.PdfPage, pixels: np.ndarray) -> bool:
    """Whether a picture on part of the page cannot be unpacked: of those where all is one shade."""
    return any(
        _hidden(pixels, edges_shown(page, one.get_bounds())) and cannot_be_unpacked(one)
        for one in itertools.islice(smaller_pictures(page), MOST_PICTURES)
    )


def _hidden(pixels: np.ndarray, edges: np.ndarray) -> int:
    """Return how many words stand where the picture is one even shade: hidden, or covered."""
    height, width = pixels.shape
    dots = (edges * (width, height, width, height)).astype(int) + (0, 0, 1, 1)
    found = 0
    for left, top, right, bottom in np.maximum(dots, 0).tolist():
        part = pixels[top:bottom, left:right]
        if part.size >= 12 and int(part.max()) - int(part.min()) < EVEN:
            found += 1
    return found


def _thumbnail(pixels: np.ndarray) -> bytes:
    picture = Image.fromarray(pixels)
    height = max(1, round(picture.height * THUMBNAIL_WIDTH / picture.width))
    size = (THUMBNAIL_WIDTH, min(height, 600))
    return _jpeg(picture.resize(size, Image.Resampling.BOX, reducing_gap=1.0))


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    answer_for_each_page(picture)

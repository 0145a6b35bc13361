"""Looks at pages `first` to `last`: a thumbnail each, and what is kept of the picture.

Writes the thumbnails one after another through the descriptor `output`. Says `number`, `offset`,
`size`, the look (`sha256`, `ink`, `shape`, `skew`) and `hidden`: of some words of the text layer,
how many are not to be seen; or a `fault`.
"""

import io
import os
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, JpegImagePlugin  # noqa: F401 - nothing can be imported behind the doors

from cases.bundles.boxes import Box
from cases.packets.looks import look_at
from cases.pipelines.children import doors
from cases.pipelines.children.opened import is_too_large, opened
from cases.pipelines.children.words import some_boxes

THUMBNAIL_WIDTH, THUMBNAIL_QUALITY = 150, 60
SMALLEST_LOOK = 100
EVEN, WORDS_LOOKED_AT = 24, 40


def main() -> None:
    """Shut the doors, look, answer."""
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    asked = doors.asked()
    offset = 0
    with opened() as document, os.fdopen(asked["output"], "wb", closefd=False) as pack:
        for number in range(asked["first"], asked["last"] + 1):
            answer, thumbnail = _pictured(document, number)
            pack.write(thumbnail)
            pack.flush()
            if thumbnail:
                answer |= {"offset": offset, "size": len(thumbnail)}
                offset += len(thumbnail)
            doors.say({"number": number, **answer})


def _pictured(document: pdfium.PdfDocument, number: int) -> tuple[dict[str, Any], bytes]:
    try:
        page = document[number - 1]
    except (pdfium.PdfiumError, IndexError):
        return {"fault": "unreadable"}, b""
    try:
        if is_too_large(page):
            return {"fault": "too_large"}, b""
        bitmap = page.render(scale=1, grayscale=True)
        pixels = bitmap.to_numpy()
        pixels = np.ascontiguousarray(pixels[:, :, 0] if pixels.ndim == 3 else pixels)
        answer = {**_look(pixels), "hidden": _hidden(pixels, some_boxes(page, WORDS_LOOKED_AT))}
        return answer, _thumbnail(pixels)
    except (pdfium.PdfiumError, ValueError, MemoryError):
        return {"fault": "unreadable"}, b""
    finally:
        page.close()


def _look(pixels: np.ndarray) -> dict[str, Any]:
    if min(pixels.shape) < SMALLEST_LOOK:
        return {}
    look = look_at(pixels)
    return {"sha256": look.sha256, "ink": look.ink, "shape": look.shape, "skew": look.skew}


def _hidden(pixels: np.ndarray, boxes: list[Box]) -> int:
    """Return how many words stand where the picture is one even shade: hidden, or covered."""
    height, width = pixels.shape
    found = 0
    for box in boxes:
        left, right = int(box.left * width), int(box.right * width) + 1
        top, bottom = int(box.top * height), int(box.bottom * height) + 1
        part = pixels[max(top, 0) : bottom, max(left, 0) : right]
        if part.size >= 12 and int(part.max()) - int(part.min()) < EVEN:
            found += 1
    return found


def _thumbnail(pixels: np.ndarray) -> bytes:
    picture = Image.fromarray(pixels)
    height = max(1, round(picture.height * THUMBNAIL_WIDTH / picture.width))
    small = picture.resize((THUMBNAIL_WIDTH, min(height, 600)), Image.Resampling.BOX)
    return _jpeg(small)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    main()

"""Measures the pages of a working copy: lines of `sizes`, width and height in points as shown."""

import pypdfium2 as pdfium

from cases.pipelines.children import doors
from cases.pipelines.children.opened import opened

PAGES_A_LINE = 500
USUAL = (612.0, 792.0)
LONGEST_SIDE = 100_000.0


def main() -> None:
    """Shut the doors, look, answer."""
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    asked = doors.asked()
    with opened() as document:
        for start in range(asked["first"], asked["last"] + 1, PAGES_A_LINE):
            end = min(start + PAGES_A_LINE, asked["last"] + 1)
            doors.say({"sizes": [_size(document, number) for number in range(start, end)]})


def _size(document: pdfium.PdfDocument, number: int) -> tuple[float, float]:
    try:
        width, height = document.get_page_size(number - 1)
    except (pdfium.PdfiumError, IndexError):
        return USUAL
    is_sound = 0 < width < LONGEST_SIDE and 0 < height < LONGEST_SIDE
    return (width, height) if is_sound else USUAL


if __name__ == "__main__":
    main()

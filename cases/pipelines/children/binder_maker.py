"""Writes pages of several working copies into one PDF: stamped, marked, with bookmarks.

Standard input is the plan: `sources` are descriptors of the copies, `front` the lines of the first
sheets, `mark` the watermark, `documents` what follows, each with its `title` and its `pages`: which
source, which page of it from 1, what is stamped on it, and how far it is to be turned.

pikepdf has what a page holds copied into memory, where it stays until the file is written.
"""

import codecs
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pikepdf

from cases.pipelines.children import doors

LETTER = (612, 792)
LINES_A_SHEET, LEADING, LEFT, TOP = 44, 15, 60, 730
STAMP_SIZE, MARK_SIZE, MARGIN, BELOW = 8, 7, 14, 10
FONT = pikepdf.Name("/ImrStamp")
# Loaded while the library may still be read.
CODEC = codecs.lookup("cp1252")


def main() -> None:
    """Shut the doors, bind, answer."""
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    asked = doors.asked()
    plan = json.load(sys.stdin)
    with ExitStack() as open_files, os.fdopen(asked["output"], "wb", closefd=False) as output:
        made = open_files.enter_context(pikepdf.new())
        sources = [open_files.enter_context(_opened(number)) for number in plan["sources"]]
        font = made.make_indirect(_font())
        told = Told(float(asked["every"]))
        _bind(made, sources, plan, font, told)
        made.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            progress=told.note_written,
        )
        doors.say({"pages": len(made.pages)})


class Told:
    """Says now and then how many pages are bound, and then how much of the file is written."""

    def __init__(self, every: float) -> None:
        self.every, self.bound, self.said_at = every, 0, time.monotonic()

    def note_bound(self) -> None:
        """Count one more page."""
        self.bound += 1
        self._say()

    def note_written(self, percent: int) -> None:
        """Take what the library tells of its writing."""
        self._say(percent)

    def _say(self, percent: int = 0) -> None:
        if time.monotonic() - self.said_at >= self.every:
            self.said_at = time.monotonic()
            doors.say({"bound": self.bound, "written": percent})


def _opened(descriptor: int) -> Any:
    return pikepdf.open(
        os.fdopen(descriptor, "rb"), suppress_warnings=True, access_mode=pikepdf.AccessMode.stream
    )


def _bind(made: Any, sources: list[Any], plan: dict[str, Any], font: Any, told: Told) -> None:
    for lines in _sheets(plan["front"]):
        page = made.add_blank_page(page_size=LETTER)
        page.add_resource(font, pikepdf.Name.Font, FONT)
        page.contents_add(_front(lines))
        _stamp(page, font, "", plan["mark"])
    with made.open_outline() as outline:
        for document in plan["documents"]:
            item = pikepdf.OutlineItem(document["title"], len(made.pages))
            outline.root.append(item)
            for source, number, label, turn in document["pages"]:
                made.pages.append(sources[source].pages[number - 1])
                page = made.pages[-1]
                if turn:
                    page.rotate(turn, relative=True)
                _stamp(page, font, label, plan["mark"])
                told.note_bound()


def _sheets(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), LINES_A_SHEET):
        yield lines[start : start + LINES_A_SHEET]


def _front(lines: list[str]) -> bytes:
    parts = [f"BT {FONT} 10 Tf {LEADING} TL {LEFT} {TOP} Td".encode()]
    parts += [b"(" + _coded(line) + b") Tj T*" for line in lines]
    return b" ".join([*parts, b"ET"])


def _stamp(page: Any, font: Any, label: str, mark: str) -> None:
    """Write label and mark at the foot of the page as it is seen, however it is turned."""
    turned = int(page.obj.get("/Rotate", 0)) % 360
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    wide = right - left if turned % 180 == 0 else top - bottom
    matrix = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }[turned]
    # Helvetica-Bold in capitals and figures is about six tenths of its size wide.
    at = wide - MARGIN - len(label) * STAMP_SIZE * 0.6
    drawn = [
        f"q {' '.join(f'{part:g}' for part in matrix)} cm".encode(),
        f"1 1 1 rg 0 0 {wide:.1f} {BELOW + 11} re f 0 g".encode(),
        f"BT {FONT} {MARK_SIZE} Tf {MARGIN} {BELOW} Td (".encode() + _coded(mark) + b") Tj ET",
        f"BT {FONT} {STAMP_SIZE} Tf {at:.1f} {BELOW} Td (".encode() + _coded(label) + b") Tj ET",
        b"Q",
    ]
    page.add_resource(font, pikepdf.Name.Font, FONT)
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q " + b" ".join(drawn))


def _coded(words: str) -> bytes:
    coded, _ = CODEC.encode(words, "replace")
    for sign in (b"\\", b"(", b")"):
        coded = coded.replace(sign, b"\\" + sign)
    return coded


def _font() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


if __name__ == "__main__":
    main()

"""The words of a page's text layer, cleaned, with the box of each as a viewer shows the page."""

import ctypes
import encodings.utf_16_le  # noqa: F401 - once the doors are shut, nothing can be imported
import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

WORD = re.compile(r"\S+")
# At the end of a line PDFium writes a hyphen that divides a word as this.
DIVISION = "\x02"
# Marks that turn the direction of reading, so that words read otherwise than they are drawn.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
KEPT_CONTROLS = "\n"
SAMPLED = 40
MOST_CHARACTERS = 200_000
NO_EDGES = np.zeros((0, 4))


@dataclass(frozen=True)
class Words:
    """The text of a page; edges of a box for each word of `text.split()`; degrees it stands turned.

    The edges are rows of left, top, right, bottom: see `cases/bundles/boxes.py`.
    """

    text: str
    edges: np.ndarray
    turned: int = 0


def words_of(page: pdfium.PdfPage) -> Words:
    """Return the words of the text layer."""
    layer = page.get_textpage()
    try:
        count = min(layer.count_chars(), MOST_CHARACTERS)
        if count < 1:
            return Words("", NO_EDGES)
        text = _characters(layer, count)
        places = [match.span() for match in WORD.finditer(text)]
        frame = _Frame.of(page)
        cleaned = [(clean(text[start:end]), start, end) for start, end in places]
        kept = [(word, start, end) for word, start, end in cleaned if word]
        edges = frame.edges(layer, [(start, end - 1) for _, start, end in kept])
        return Words(_joined(text, kept), edges, _turned(layer, count, frame))
    finally:
        layer.close()


def some_edges(page: pdfium.PdfPage, most: int) -> np.ndarray:
    """Return the edges of the boxes of a few words from all over the page."""
    layer = page.get_textpage()
    try:
        count = min(layer.count_chars(), MOST_CHARACTERS)
        places = [m.span() for m in WORD.finditer(_characters(layer, count))] if count > 0 else []
        frame = _Frame.of(page)
        step = max(1, len(places) // most)
        return frame.edges(layer, [(start, end - 1) for start, end in places[::step]])
    finally:
        layer.close()


def edges_shown(page: pdfium.PdfPage, bounds: Sequence[float]) -> np.ndarray:
    """Return left, bottom, right and top on the sheet as a row of edges on the page as shown."""
    return _Frame.of(page).shown(np.array([bounds], dtype=float))


def clean(word: str) -> str:
    """Return a word without what cannot be seen or printed; several words in one stay one."""
    if word.isascii() and word.isprintable():
        return word
    word = unicodedata.normalize("NFKC", word.translate(TURNING))
    return "".join(
        sign for sign in word if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    ).replace(" ", "")


def _characters(layer: pdfium.PdfTextPage, count: int) -> str:
    """Return exactly one character for each of PDFium's, so that places in the text are places."""
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    written = raw.FPDFText_GetText(layer, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
    if len(text) != count:
        text = "".join(_one(raw.FPDFText_GetUnicode(layer, place)) for place in range(count))
    return text.replace(DIVISION, "-").replace("\ufffe", "-").replace("\r", " ")


def _one(code: int) -> str:
    is_character = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if is_character else " "


def _joined(text: str, kept: list[tuple[str, int, int]]) -> str:
    parts: list[str] = []
    last = 0
    for word, start, end in kept:
        if parts:
            parts.append("\n" if "\n" in text[last:start] else " ")
        parts.append(word)
        last = end
    return "".join(parts)


@dataclass(frozen=True)
class _Frame:
    """The visible part of a page, and how the page says it is turned."""

    left: float
    bottom: float
    width: float
    height: float
    turn: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "_Frame":
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, (right - left) or 1.0, (top - bottom) or 1.0, page.get_rotation())

    def edges(self, layer: pdfium.PdfTextPage, places: Sequence[tuple[int, int]]) -> np.ndarray:
        """Return the edges of words by their first and last characters, as the page is shown."""
        if not places:
            return NO_EDGES
        found = (raw.FS_RECTF * (2 * len(places)))()
        is_there = np.zeros(2 * len(places), dtype=bool)
        for at, character in enumerate(itertools.chain.from_iterable(places)):
            is_there[at] = raw.FPDFText_GetLooseCharBox(layer, character, found[at])
        # Left, top, right and bottom of both characters, from the lower left corner.
        sides = np.frombuffer(found, np.float32).reshape(-1, 2, 4).astype(float)
        is_there = is_there.reshape(-1, 2)
        sides[~is_there[:, 0], 0] = sides[~is_there[:, 0], 1]
        sides[~is_there[:, 1], 1] = sides[~is_there[:, 1], 0]
        low, high = sides.min(axis=1), sides.max(axis=1)
        shown = self.shown(np.stack((low[:, 0], low[:, 3], high[:, 2], high[:, 1]), axis=1))
        shown[~is_there.any(axis=1)] = 0.0
        return shown

    def shown(self, bounds: np.ndarray) -> np.ndarray:
        """Return rows of left, bottom, right and top as edges on the page as shown."""
        left, right = ((bounds[:, n] - self.left) / self.width for n in (0, 2))
        bottom, top = ((bounds[:, n] - self.bottom) / self.height for n in (1, 3))
        edges = {
            90: (bottom, left, top, right),
            180: (1 - right, bottom, 1 - left, top),
            270: (1 - top, 1 - right, 1 - bottom, 1 - left),
        }
        return np.stack(edges.get(self.turn, (left, 1 - top, right, 1 - bottom)), axis=1)


def _turned(layer: pdfium.PdfTextPage, count: int, frame: _Frame) -> int:
    """Return by how much most characters stand turned on the page as shown, clockwise."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for place in range(0, count, max(1, count // SAMPLED)):
        angle = raw.FPDFText_GetCharAngle(layer, place)  # radians, against the clock; -1: none
        if angle < 0:
            continue
        quarter = round(angle / 1.5707963) * 90
        votes[(frame.turn - quarter) % 360] += 1
    turned = max(votes, key=lambda degrees: votes[degrees])
    return turned if votes[turned] > sum(votes.values()) * 0.6 else 0

"""What a reader of pictures said (Tesseract's table of words), as text, boxes and confidence."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cases.bundles.boxes import Box

WORD_LEVEL = "5"
COLUMNS = 12


# They stand on every page of English, and nobody reads them by chance on one that is upside down.
COMMON = frozenset(("and", "are", "but", "for", "from", "had", "has", "her", "his", "not", "she"))
COMMON |= frozenset(("that", "the", "there", "this", "was", "were", "which", "will", "with"))
COMMON |= frozenset(("date", "name", "page", "patient"))
FEWEST_COMMON = 4
# Words of so many letters are wider than tall where they stand upright; a few may be odd.
LONGER_WORD, FEWEST_LONGER_WORDS = 5, 5


@dataclass(frozen=True)
class Recognized:
    """The words of a page, a line a line; a box for each; how sure the reader was, in percent."""

    text: str = ""
    boxes: tuple[Box, ...] = ()
    confidence: int = 0

    @property
    def words(self) -> int:
        """How many."""
        return len(self.boxes)


def is_lying(said: Recognized, width: int, height: int) -> bool:
    """Whether most of the longer words stand upright in boxes taller than wide.

    The reader finds lines of print that run up or down a page too, and is sure of them: such a page
    still has to be turned to be read.
    """
    tall = [
        (box.bottom - box.top) * height > (box.right - box.left) * width
        for word, box in zip(said.text.split(), said.boxes, strict=False)
        if len(word) >= LONGER_WORD
    ]
    return len(tall) >= FEWEST_LONGER_WORDS and sum(tall) * 2 > len(tall)


def is_upright(said: Recognized) -> bool:
    """Whether enough of the words are common ones, so that the page stands as it was read."""
    return sum(word.lower() in COMMON for word in said.text.split()) >= FEWEST_COMMON


def parse_words(table: str, width: int, height: int) -> Recognized:
    """Return what the table says of a picture of this many dots."""
    lines: dict[tuple[str, ...], list[str]] = {}
    boxes, sure, letters = [], 0.0, 0
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != COLUMNS or cells[0] != WORD_LEVEL:
            continue
        word = "".join(cells[11].split())
        if not word or float(cells[10]) < 0:
            continue
        lines.setdefault(tuple(cells[1:5]), []).append(word)
        left, top, wide, high = (float(cell) for cell in cells[6:10])
        boxes.append(Box(left / width, top / height, (left + wide) / width, (top + high) / height))
        sure, letters = sure + float(cells[10]) * len(word), letters + len(word)
    text = "\n".join(" ".join(words) for words in lines.values())
    return Recognized(text, tuple(boxes), round(sure / letters) if letters else 0)


def turned_back(said: Recognized, degrees: int) -> Recognized:
    """Return the boxes as they stand on the page before it was turned clockwise by `degrees`."""
    return replace(said, boxes=tuple(_turned_back(said.boxes, degrees)))


def leaned_back(said: Recognized, degrees: float, width: int, height: int) -> Recognized:
    """Return the boxes as they stand before the picture was turned clockwise by its skew."""
    if not degrees:
        return said
    turn = math.radians(-degrees)
    return replace(said, boxes=tuple(_leaned(said.boxes, turn, width, height)))


def _turned_back(boxes: Iterable[Box], degrees: int) -> Iterable[Box]:
    for box in boxes:
        if degrees == 90:
            yield Box(box.top, 1 - box.right, box.bottom, 1 - box.left)
        elif degrees == 180:
            yield Box(1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top)
        elif degrees == 270:
            yield Box(1 - box.bottom, box.left, 1 - box.top, box.right)
        else:
            yield box


def _leaned(boxes: Iterable[Box], turn: float, width: int, height: int) -> Iterable[Box]:
    """Turn the middle of each box about the middle of the page; sizes stay."""
    for box in boxes:
        across = ((box.left + box.right) / 2 - 0.5) * width
        down = ((box.top + box.bottom) / 2 - 0.5) * height
        middle_x = (across * math.cos(turn) - down * math.sin(turn)) / width + 0.5
        middle_y = (across * math.sin(turn) + down * math.cos(turn)) / height + 0.5
        half_x, half_y = (box.right - box.left) / 2, (box.bottom - box.top) / 2
        yield Box(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)

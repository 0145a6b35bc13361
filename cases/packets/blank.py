"""Pages with nothing on them: no words but what machines stamped, no ink but of those words.

A faint stamp, a signature or a note in pencil is ink, wherever on the sheet it stands: also where
it touches a line of print and reaches out of it.
"""

import re
from collections.abc import Sequence

from cases.packets.faxes import stamps_at_edges, without_stamps
from cases.packets.inkmap import Edges, ink_rows
from cases.packets.marks import dots_across, dots_outside
from cases.packets.misread import has_words, skeleton, skeletons
from cases.packets.pages import LOST, Page, PageLook

# Of the body, less than one short word; asked where no map of the ink was kept.
LEAST_INK = 0.0005
MOST_ROWS_OF_A_LINE = 3
# A reader of scans sees a word of three letters in dust now and then, never so many.
MOST_DUST = 2
MOST_WORDS_OF_A_NOTICE, FEWEST_WORDS_OF_A_SENTENCE = 10, 7
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def why_blank(page: Page, boxes: Sequence[Edges] = ()) -> str:
    """Return why the page is taken for blank; an empty string when it is not.

    A page without words is blank only when its image was looked at. `boxes` are those of its words;
    of a page that was never scanned they say where print ends.
    """
    text = without_stamps(page.text)
    words = _WORD.findall(text)
    is_notice = bool(words) and _is_notice(text)
    if page.look is None:
        return _of_words(page, words, is_notice=is_notice)
    if page.look.shape == LOST:
        return ""
    lines = len(text.splitlines()) if is_notice else 0
    if _has_ink(page, page.look, lines) or _has_marks(page, page.look, lines, boxes):
        return ""
    if is_notice or not words:
        return _of_words(page, words, is_notice=is_notice) or "There are no words and no ink on it."
    return "There is no ink on it but dust." if page.is_scanned and len(words) <= MOST_DUST else ""


def _of_words(page: Page, words: list[str], *, is_notice: bool) -> str:
    if is_notice:
        return "It says that it was left blank."
    return "There are no words and no ink on it." if page.text and not words else ""


def _has_ink(page: Page, look: PageLook, lines: int) -> bool:
    """Whether there is ink besides that of the stamps and of so many lines of a notice."""
    rows = ink_rows(look, stamps_at_edges(page.text))
    if rows is None:
        return look.ink >= LEAST_INK and not lines
    return rows > lines * MOST_ROWS_OF_A_LINE


def _has_marks(page: Page, look: PageLook, lines: int, boxes: Sequence[Edges]) -> bool:
    """Whether something reaches out of the stamps or of the lines of a notice."""
    if boxes and not page.is_scanned:
        return dots_outside(look, boxes) > 0
    return dots_across(look, stamps_at_edges(page.text), lines) > 0


def _is_notice(text: str) -> bool:
    words = skeletons(text)
    if len(words) > MOST_WORDS_OF_A_NOTICE:
        return False
    glued = "".join(words)
    is_left = has_words(words, "left") or has_words(words, "intentionally")
    if has_words(words, "blank") and is_left:
        return has_words(words, "page") or len(words) < FEWEST_WORDS_OF_A_SENTENCE
    return skeleton("page") in glued and skeleton("leftblank") in glued

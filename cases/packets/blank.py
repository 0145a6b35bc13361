"""Pages with nothing on them: no words but what machines stamped, no ink in the body."""

import re

from cases.packets.faxes import without_stamps
from cases.packets.misread import has_words, skeleton, skeletons
from cases.packets.pages import Page

# Of the body, less than one short word.
LEAST_INK = 0.0005
# A reader of scans sees a word of three letters in dust now and then, never so many.
MOST_DUST = 2
MOST_WORDS_OF_A_NOTICE, FEWEST_WORDS_OF_A_SENTENCE = 10, 7
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def why_blank(page: Page) -> str:
    """Return why the page is taken for blank; an empty string when it is not.

    A page without words is blank only when its image was looked at.
    """
    text = without_stamps(page.text)
    words = _WORD.findall(text)
    has_ink = page.look is not None and page.look.ink >= LEAST_INK
    if words and _is_notice(text):
        return "It says that it was left blank."
    if has_ink or (page.look is None and not page.text):
        return ""
    if not words:
        return "There are no words and no ink on it."
    is_dust = page.is_scanned and page.look is not None and len(words) <= MOST_DUST
    return "There is no ink on it but dust." if is_dust else ""


def _is_notice(text: str) -> bool:
    words = skeletons(text)
    if len(words) > MOST_WORDS_OF_A_NOTICE:
        return False
    glued = "".join(words)
    is_left = has_words(words, "left") or has_words(words, "intentionally")
    if has_words(words, "blank") and is_left:
        return has_words(words, "page") or len(words) < FEWEST_WORDS_OF_A_SENTENCE
    return skeleton("page") in glued and skeleton("leftblank") in glued

"""Template filters of the letter: how typed text is set, so that it reads and copies as written.

A line that ends in a hyphen is taken for a divided word by whatever reads the file later, and
`C5-C6` comes back as two words or as `C5C6`. So no line ends inside a word, or with a hyphen.
"""

import re
import unicodedata

from django.template import Library
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = Library()

LONGEST_WHOLE_WORD = 32
LONGEST_PART = 28
_COULD_BREAK = re.compile("[-/!?|}\u2010\u2012\u2013\u2014\u2026]")
_ENDS_IN_HYPHEN = re.compile("[-\u2010]$")
_PART = re.compile(rf"\S{{1,{LONGEST_PART}}}(?<![-\u2010])")
# The face sets `f` so far from these that readers of the file see a space between them.
_FAR_AFTER_F = re.compile("(?<=f)([)\\]}\\\\TVWXY\u00aa\u00ba\u00b9\u00b2\u00b3\u2122])")


@register.filter
def typeset(text: str) -> SafeString:
    """Escape a text and keep its words whole; only a very long one is divided, in parts."""
    words = unicodedata.normalize("NFC", text).split()
    pieces, start = [], 0
    while start < len(words):
        end = _end_of_unit(words, start)
        pieces.append(_set(words[start:end]))
        start = end
    # Every piece is escaped; the only markup is our own.
    return mark_safe(" ".join(pieces))


def _end_of_unit(words: list[str], start: int) -> int:
    """A word that ends in a hyphen keeps the word after it on its line, while both are short."""
    end, length = start + 1, len(words[start])
    while (
        end < len(words)
        and _ENDS_IN_HYPHEN.search(words[end - 1])
        and length + len(words[end]) < LONGEST_WHOLE_WORD
    ):
        length += 1 + len(words[end])
        end += 1
    return end


def _set(words: list[str]) -> str:
    unit = " ".join(words)
    if len(words) == 1 and len(unit) > LONGEST_WHOLE_WORD:
        parts = _parts(unit)
        return "".join(f'<span class="part">{_escaped(part)}</span>' for part in parts)
    if len(words) > 1 or _COULD_BREAK.search(unit):
        return f'<span class="whole">{_escaped(unit)}</span>'
    return _escaped(unit)


def _parts(word: str) -> list[str]:
    """Cut a very long word into parts between which a line may end; none ends in a hyphen."""
    parts = _PART.findall(word)
    return parts if "".join(parts) == word else [word]


def _escaped(text: str) -> str:
    return _FAR_AFTER_F.sub(r"<span>\1</span>", escape(text))

"""Finds which kinds of care a text names: imaging, therapy, injection, surgery, equipment, …"""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from reviews.checks.reading.sentences import fold

_DATA = json.loads(
    (Path(__file__).resolve().parent.parent / "data" / "care.json").read_text(encoding="utf-8")
)
# Short forms that are other words in small letters.
_CAPITALS = {"pt", "ct", "tens", "dvt", "cane"}


@dataclass(frozen=True)
class Care:
    """A kind of care as named, and its family."""

    start: int
    end: int
    text: str
    kind: str
    family: str


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w])", re.IGNORECASE), kind, family)
        for family, kinds in _DATA["families"].items()
        for kind, words in kinds.items()
    )


@functools.lru_cache(maxsize=4096)
def care(text: str) -> tuple[Care, ...]:
    """Return the kinds of care that the text names, in order."""
    folded, found = fold(text), []
    for pattern, kind, family in _patterns():
        for match in pattern.finditer(folded):
            word = match.group()
            if word.lower() in _CAPITALS - {"cane"} and not word.isupper():
                continue
            found.append(Care(match.start(), match.end(), word, kind, family))
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Care] = []
    for each in found:
        if not any(other.start <= each.start and each.end <= other.end for other in kept):
            kept.append(each)
    return tuple(kept)

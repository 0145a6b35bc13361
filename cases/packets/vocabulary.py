"""Words that mean one thing: drugs by generic and brand name, abbreviations, anatomy.

For a search or a check: cut what somebody typed with `phrases_in`, and look for every spelling in
`others(phrase)` beside it. Several lines may hold one spelling (RFA is also a request for
authorization): what comes back are words to try, never a claim that they are the same.

    >>> others("norco")[:2]
    ('hydrocodone acetaminophen', 'hydrocodone/APAP')
    >>> phrases_in("positive straight leg raise on the left")
    ('straight leg raise',)
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "vocabulary.txt"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
DRUG, ABBREVIATION, ANATOMY = "drug", "abbreviation", "anatomy"


@dataclass(frozen=True)
class Group:
    """Spellings of one thing; `kind` is drug, abbreviation or anatomy."""

    kind: str
    spellings: tuple[str, ...]


@functools.cache
def groups() -> tuple[Group, ...]:
    """Return every group that ships."""
    lines = (line.strip() for line in _FILE.read_text(encoding="utf-8").splitlines())
    parted = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return tuple(Group(kind, tuple(words.split(" = "))) for kind, words in parted)


def others(phrase: str, *kinds: str) -> tuple[str, ...]:
    """Return the other spellings of a word or phrase, of some kinds or of all."""
    key = _key(phrase)
    found = (group for group in _groups_by_key().get(key, ()) if not kinds or group.kind in kinds)
    return tuple(
        dict.fromkeys(word for group in found for word in group.spellings if _key(word) != key)
    )


def phrases_in(text: str) -> tuple[str, ...]:
    """Return the longest known spellings that stand in the text, in order, as they stand there."""
    words, found, place = list(_WORD.finditer(text)), [], 0
    while place < len(words):
        length = _longest_at([word.group().casefold() for word in words[place : place + 8]])
        if length:
            found.append(text[words[place].start() : words[place + length - 1].end()])
        place += length or 1
    return tuple(found)


def _longest_at(words: list[str]) -> int:
    for length in range(len(words), 0, -1):
        if tuple(words[:length]) in _groups_by_key():
            return length
    return 0


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(phrase))


@functools.cache
def _groups_by_key() -> dict[tuple[str, ...], tuple[Group, ...]]:
    by_key: dict[tuple[str, ...], tuple[Group, ...]] = {}
    for group in groups():
        for key in dict.fromkeys(_key(word) for word in group.spellings):
            by_key[key] = (*by_key.get(key, ()), group)
    return by_key

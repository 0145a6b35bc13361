"""Clinical words that are more likely a slip of dictation or typing."""

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

from reviews.checks.findings import Answer, Place
from reviews.checks.making import clip, in_rationale, in_summary, notes
from reviews.checks.reading import drugs
from reviews.checks.reading.sentences import fold
from reviews.checks.view import LetterView

ID = "unlikely-terms"
TITLE = "Clinical words are the ones that are meant"
_DATA = Path(__file__).resolve().parent.parent / "data" / "slips.json"
WORD = re.compile(r"\b[a-z]{7,}\b")


def check(view: LetterView) -> Iterator[Answer]:
    """Look for known slips, and for words that miss the name of a drug by one letter."""
    yield from _of(in_summary(), view.summary)
    for service in view.services:
        yield from _of(in_rationale(service), service.rationale)


def _of(place: Place, text: str) -> Iterator[Answer]:
    lowered = fold(text).lower()
    slips = _slips() if _any_slip().search(lowered) else ()
    for pattern, meant in slips:
        for match in pattern.finditer(lowered):
            yield _note(place, text, match.start(), match.end(), meant)
    for match in WORD.finditer(lowered):
        meant = near_drug(match.group())
        if meant:
            yield _note(place, text, match.start(), match.end(), meant)


def _note(place: Place, text: str, start: int, end: int, meant: str) -> Answer:
    return notes(
        ID,
        Place(place.field, place.service, start),
        clip(text[start:end]),
        f"“{clip(text[start:end], 60)}” is an unlikely term. Is “{meant}” meant?",
    )


@functools.cache
def _slips() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = json.loads(_DATA.read_text(encoding="utf-8"))["slips"]
    return tuple((re.compile(rf"\b(?:{wrong})\b"), meant) for wrong, meant in rows)


@functools.cache
def _any_slip() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern, _ in _slips()))


@functools.lru_cache(maxsize=8192)
def near_drug(word: str) -> str:
    """Return the drug that a word misses by one letter more, less, other or swapped; or nothing."""
    known = _long_drugs()
    if word in known or word.rstrip("s") in known:
        return ""
    for name in _edits(word):
        if name in known:
            return name
    return ""


@functools.cache
def _long_drugs() -> frozenset[str]:
    return frozenset(name for name in drugs.names() if len(name) >= 7)


def _edits(word: str) -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail

"""Finds numbers with what they count: sessions, tablets, refills, weeks, times a week.

12 sessions  #60  quantity of 60  two refills  30 day rental  3 times a week for 4 weeks
"""

import functools
import re
from dataclasses import dataclass

from cases.intake.remainders import NUMBER, VALUE_BY_WORD
from reviews.checks.reading.sentences import fold

SESSION, TABLET, REFILL, OFTEN = "session", "tablet", "refill", "times"
_WORDS_BY_UNIT = {
    SESSION: "sessions? visits? treatments? units?",
    TABLET: "tablets? tabs? capsules? caps? pills? patch(?:es)? tubes? bottles? count",
    REFILL: "refills?",
    "month": "months?",
    "week": "weeks? wks?",
    "day": "days?",
    "hour": "hours? hrs?",
    "injection": "injections?",
}
_UNIT = {
    unit: re.compile(
        rf"(?<![\w.#/])(?P<n>{NUMBER})[ -](?:\((?P<again>[0-9]{{1,4}})\) ?)?"
        rf"(?:(?!of\b|per\b|a\b|for\b|and\b|to\b|or\b|times\b|weeks?\b|days?\b|months?\b|hours?\b|"
        rf"visits?\b|sessions?\b)[a-z][a-z/-]*[ -]){{0,4}}(?:{'|'.join(words.split())})\b",
        re.IGNORECASE,
    )
    for unit, words in _WORDS_BY_UNIT.items()
}
_MARKED = re.compile(r"(?:#|\b(?:qty|quantity)\b:?(?: of)? ?#? ?)\s?(?P<n>[0-9]{1,5})\b", re.I)
_OFTEN = re.compile(
    rf"\b(?:(?P<n>{NUMBER}) ?(?:x|times?)|(?P<w>once|twice)) ?(?:a|per|each|every|/) ?"
    r"(?P<per>day|week|month)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"\b(?:x|times) ?(?P<n>{NUMBER})\b(?! ?(?:weeks?|days?|months?|per|a\b|/))", re.I
)
_CROSSED = re.compile(r"\b(?P<a>[0-9]{1,2}) ?x ?(?P<b>[0-9]{1,2})\b", re.IGNORECASE)
_ANY = re.compile(rf"(?<![\w.])(?:{NUMBER})(?![\w]|\.[0-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A number and what it counts."""

    start: int
    end: int
    text: str
    value: int
    unit: str


@functools.lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[Amount, ...]:
    """Return every counted amount of the text, in order."""
    folded, found = fold(text), []
    for unit, pattern in _UNIT.items():
        found += [_amount(text, m, value(m["n"]), unit) for m in pattern.finditer(folded)]
    found += [_amount(text, m, value(m["n"]), TABLET) for m in _MARKED.finditer(folded)]
    for match in _OFTEN.finditer(folded):
        number = {"once": 1, "twice": 2}.get((match["w"] or "").lower()) or value(match["n"])
        found.append(_amount(text, match, number, f"{OFTEN} a {match['per'].lower()}"))
    return tuple(sorted(found, key=lambda each: each.start))


def numbers(text: str) -> frozenset[int]:
    """Return every whole number of the text, with their products: 3 a week for 4 weeks, 12."""
    folded = fold(text)
    plain = {value(match.group()) for match in _ANY.finditer(folded)}
    plain |= {value(match["n"]) for match in _MARKED.finditer(folded)}
    plain |= {value(match["n"]) for match in _TIMES.finditer(folded)}
    for match in _CROSSED.finditer(folded):
        plain |= {int(match["a"]), int(match["b"])}
    for word, number in (("once", 1), ("twice", 2)):
        if re.search(rf"\b{word}\b", folded, re.IGNORECASE):
            plain.add(number)
    return frozenset(
        plain | {one * other for one in plain for other in plain if one * other < 5000}
    )


def value(number: str) -> int:
    """Return a number that is written in figures or in words."""
    return VALUE_BY_WORD.get(number.lower()) or int(number)


def _amount(text: str, match: re.Match[str], number: int, unit: str) -> Amount:
    return Amount(match.start(), match.end(), text[match.start() : match.end()], number, unit)

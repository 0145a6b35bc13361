"""Cuts a text into sentences, finds what stands in quotation marks, and tells whose voice speaks.

Offsets are those of the text as it was typed; folding quotes and dashes keeps every length.
"""

import functools
import re
from dataclasses import dataclass
from enum import StrEnum

_FOLDED = str.maketrans(
    {
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2010": "-",
        "\u2011": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\u00d7": "x",
    }
)  # fmt: skip
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9#]|\s*$)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|vs|e\.g|i\.e|etc|no|pg|pgs|p|pp|approx|fig|st|jr|inc|ed|al|vol|cf|wk"
    r"|hr|mg|ml|dept|sec|ch|chap|rev|tab|exam|[a-z]))$"
)
_OPENING = re.compile(r"(?:^|[\s(\[\-/])$")

_GUIDELINE = re.compile(
    r"\b(?:guidelines?|mtus|acoem|odg|official disability|recommend(?:s|ed|ations?)?|criteria"
    r"|indications? for|literature|(?:study|studies|trials?) (?:show|found|have|report|demonstrat)"
    r"|evidence[- ]based|fda|state that|states that|defined (?:as|by)|cochrane)\b",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:in this case|here\b,?|(?:the|this) (?:injured worker|worker|claimant|applicant"
    r"|individual|employee|member|case|iw)|this patient|iw\b|records?|progress (?:note|report)"
    r"|submitted|provided for review|there (?:is|was|are|were|has been) (?:no|a|an|some)\b"
    r"|(?:treating|requesting|attending|prescribing) (?:physician|provider|doctor|surgeon)"
    r"|pr-?2|he|she|his|her|was (?:noted|diagnosed|seen)|(?:dated|on) [0-9]{1,2}[-/])\b"
    r"|\b(?:the|this|a) (?:current |present )?request\b|\b[0-9]{1,3}[- ]year[- ]old\b"
    r"|\b(?:reports?|notes?|examination|exam|evaluation|diary|mri|x-?rays?) (?:of|dated"
    r"|from|documents?"
    r"|shows?|showed|records?|describes?|holds?|finds?|found|notes?|reveal\w*|demonstrat\w+)\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r" [0-9]{1,2}, [0-9]{4}\b|\b[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2,4}\b",
    re.IGNORECASE,
)
_THE_PATIENT = re.compile(r"\bthe patient(?:'s)?\b", re.IGNORECASE)


class Voice(StrEnum):
    """Who speaks in a sentence: a guideline in general, or the reviewer about this case."""

    GUIDELINE = "guideline"
    CASE = "case"


@dataclass(frozen=True)
class Sentence:
    """One sentence with its offsets; `folded` has plain quotes and dashes at the same offsets."""

    start: int
    end: int
    text: str
    folded: str
    voice: Voice = Voice.CASE


def fold(text: str) -> str:
    """Return the text with plain quotes, dashes and spaces, each at its old offset."""
    return text.translate(_FOLDED)


@functools.lru_cache(maxsize=2048)
def sentences(text: str, *, begins: Voice = Voice.CASE) -> tuple[Sentence, ...]:
    """Cut a text into its sentences, each with its voice; one without a cue keeps the last."""
    folded, found, start = fold(text), [], 0
    for match in _END.finditer(folded):
        if match.group()[0] == "." and _is_abbreviation(folded, match.start()):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    result, voice = [], begins
    for first, last in found:
        piece = folded[first:last]
        if not piece.strip():
            continue
        lead = len(piece) - len(piece.lstrip())
        voice = _voice(piece, voice)
        result.append(Sentence(first + lead, last, text[first + lead : last], piece[lead:], voice))
    return tuple(result)


def _is_abbreviation(folded: str, stop: int) -> bool:
    word = re.search(r"[A-Za-z.]+$", folded[max(0, stop - 12) : stop])
    if word is None:
        return False
    known = _ABBREVIATION.search(word.group().lower())
    if not known:
        return False
    # A single letter ends a sentence when it is a word of its own kind ("vitamin D.", "table B.").
    follows = folded[stop + 1 : stop + 12].lstrip()
    is_number_next = follows[:1].isdigit()
    if word.group().lower() in ("no", "ed", "tab", "exam", "st", "etc"):
        return is_number_next or follows[:1].islower()
    return True


def _voice(piece: str, before: Voice) -> Voice:
    is_guideline = bool(_GUIDELINE.search(piece))
    is_case = bool(_CASE.search(piece))
    if is_guideline and is_case:
        return Voice.CASE if re.search(r"\b(?:in this case|the request)\b", piece, re.I) else before
    if is_guideline:
        return Voice.GUIDELINE
    if is_case:
        return Voice.CASE
    if before is Voice.GUIDELINE and _THE_PATIENT.search(piece):
        return Voice.CASE if re.search(r"\bthe patient (?:has|had|was|is)\b", piece) else before
    return before


@functools.lru_cache(maxsize=2048)
def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return what stands in double quotation marks; quotes within quotes count once."""
    folded, depth, start, found = fold(text), 0, 0, []
    for match in re.finditer('"', folded):
        place = match.start()
        before, after = folded[:place][-1:], folded[place + 1 : place + 2]
        opens = bool(_OPENING.search(before or " ")) and after.strip() != ""
        if opens:
            start, depth = (start if depth else place), depth + 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, place + 1))
    return tuple(found)


def is_within(place: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether an offset lies within one of the spans."""
    return any(start <= place < end for start, end in spans)

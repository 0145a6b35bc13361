"""What changed between two versions of a letter, word by word, for whoever reads it again."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reviews.letters.content import (
    DocumentContent,
    GuidelineContent,
    LetterContent,
    ServiceContent,
)

# How many unchanged words are shown on either side of a change.
CONTEXT = 12
_WORDS = re.compile(r"\S+\s*")


class Mark(StrEnum):
    """How a piece of text stands to the earlier version."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Piece:
    """Some words and their mark; words left out have no text."""

    mark: Mark
    text: str = ""


@dataclass(frozen=True)
class Change:
    """One place of the letter that differs, with its words marked."""

    place: str
    pieces: tuple[Piece, ...]


def compare(earlier: LetterContent, later: LetterContent) -> tuple[Change, ...]:
    """Return every place of the later version that differs, in the letter's order."""
    return tuple(
        Change(place, marked_words(old, new))
        for place, old, new in _places(earlier, later)
        if old != new
    )


def marked_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return the words of both texts with their marks, long unchanged stretches left out."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            is_last = a2 == len(before)
            pieces += _shortened(before[a1:a2], is_first=not pieces, is_last=is_last)
            continue
        pieces += [Piece(Mark.GONE, "".join(before[a1:a2]))] if a2 > a1 else []
        pieces += [Piece(Mark.NEW, "".join(after[b1:b2]))] if b2 > b1 else []
    return tuple(pieces)


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    if len(words) <= 2 * CONTEXT:
        yield Piece(Mark.SAME, "".join(words))
        return
    if not is_first:
        yield Piece(Mark.SAME, "".join(words[:CONTEXT]))
    yield Piece(Mark.LEFT_OUT)
    if not is_last:
        yield Piece(Mark.SAME, "".join(words[-CONTEXT:]))


def _places(earlier: LetterContent, later: LetterContent) -> Iterator[tuple[str, str, str]]:
    yield "Documents reviewed", _list_of(earlier.documents), _list_of(later.documents)
    yield "Clinical case summary", earlier.clinical_case_summary, later.clinical_case_summary
    before = {service.position: service for service in earlier.services}
    for service in later.services:
        old = before.get(service.position)
        name = f"Service {service.position}"
        yield f"{name}: notice on opioids", _notice(old), _notice(service)
        yield f"{name}: decision", old.outcome.value if old else "", service.outcome.value
        yield (
            f"{name}: guideline",
            _guideline(old.imro_guideline) if old else "",
            _guideline(service.imro_guideline),
        )
        yield (
            f"{name}: rationale",
            old.decision_rationale if old else "",
            service.decision_rationale,
        )


def _notice(service: ServiceContent | None) -> str:
    return "printed" if service is not None and service.has_opioid_notice else ""


def _list_of(documents: tuple[DocumentContent, ...]) -> str:
    return "; ".join(
        f"{document.title} ({document.date_of_service or 'no date'})" for document in documents
    )


def _guideline(guideline: GuidelineContent) -> str:
    rows = (
        " ".join(
            filter(
                None,
                (
                    row.title,
                    str(row.year or ""),
                    ", ".join(row.sections),
                    f"pages {', '.join(row.pages)}" if row.pages else "",
                    row.text,
                ),
            )
        )
        for row in guideline.citations
    )
    return f"{guideline.basis.replace('_', ' ')}: {'; '.join(rows)}".removesuffix(": ")

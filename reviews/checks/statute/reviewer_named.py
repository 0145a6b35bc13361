"""The reviewer's name stands in the letter (LC 4610.6(f))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field, Place
from reviews.checks.making import blocks, in_rationale, in_summary, not_checked
from reviews.checks.reading.sentences import fold
from reviews.checks.view import LetterView

ID = "reviewer-named"
TITLE = "The reviewer is not named"
TITLES = re.compile(r"\b(?:m\.?d\.?|d\.?o\.?|d\.?c\.?|ph\.?d\.?|dr\.?|phd|mph|jr|sr)\b\.?", re.I)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for the whole name, and for a family name behind a title, in every text."""
    if view.reviewer_names is None:
        yield not_checked(ID, "The reviewer's name is not known here.")
        return
    for name in view.reviewer_names:
        pattern = name_pattern(name)
        for place, text in texts(view):
            match = pattern.search(fold(text)) if pattern else None
            if match:
                yield blocks(
                    ID,
                    Place(place.field, place.service, match.start()),
                    "a name",
                    "The reviewer's name stands here, and it is confidential in every letter "
                    "(LC 4610.6(f)). Take it out.",
                )
                break


def name_pattern(name: str) -> re.Pattern[str] | None:
    """Return a pattern for a name: both names in a row, or the family name behind a title."""
    words = [word for word in re.findall(r"[\w'-]+", TITLES.sub(" ", name)) if len(word) > 1]
    if len(words) < 2:
        return None
    first, last = map(re.escape, (words[0], words[-1]))
    return re.compile(
        rf"\b{first}\b\W+(?:\w+\.?\W+)?{last}\b|\b{last}\b, {first}\b"
        rf"|\b(?:dr\.?|doctor|mr\.?|mrs\.?|ms\.?)\s+{last}\b",
        re.IGNORECASE,
    )


def texts(view: LetterView) -> Iterator[tuple[Place, str]]:
    """Return every text that the reviewer writes, with its place."""
    yield in_summary(), view.summary
    for service in view.services:
        yield in_rationale(service), service.rationale
        rows = " | ".join(f"{row.title} {row.text}" for row in service.citations)
        yield Place(Field.CITATIONS, service.position), rows

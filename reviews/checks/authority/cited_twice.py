"""The same citation stands twice under one service."""

from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import at, clip, notes
from reviews.checks.view import LetterView

ID = "cited-twice"
TITLE = "A citation stands once"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the reviewer's rows with each other."""
    for service in view.services:
        seen = set()
        for row in service.citations:
            if row in seen:
                yield notes(
                    ID,
                    at(service, Field.CITATIONS),
                    clip(row.title or row.text),
                    "This citation stands twice. Take one away.",
                )
            seen.add(row)

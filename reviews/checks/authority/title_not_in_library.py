"""An MTUS guideline is cited by a title that the library does not have."""

from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at
from reviews.checks.view import LetterView

ID = "title-not-in-library"
TITLE = "The MTUS guideline is in the library"


def check(view: LetterView) -> Iterator[Answer]:
    """Look for each of the reviewer's MTUS citations."""
    for service in view.services:
        for row in service.citations:
            title = row.title or row.text
            if row.source != "mtus" or not title.strip():
                continue
            if view.library.find(title) is None:
                yield asks(
                    ID,
                    at(service, Field.CITATIONS),
                    title,
                    f"The library of MTUS guidelines has no “{title}”. Pick the title from the "
                    "list, or cite it as another source.",
                )

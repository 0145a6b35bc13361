"""All chapters cited are about parts of the body that the service is not for."""

from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, clip
from reviews.checks.reading.anatomy import chapter_regions, parts
from reviews.checks.view import LetterView

ID = "chapter-for-another-part"
TITLE = "A chapter that is cited is about the part of the body"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the chapters with the service's name; a chapter about no part goes with all."""
    for service in view.services:
        own = frozenset().union(*(part.regions for part in parts(service.names)))
        titles = [row.title for row in service.citations if row.source == "mtus" and row.title]
        regions = [chapter_regions(title) for title in titles]
        if not own or not regions or not all(regions) or any(each & own for each in regions):
            continue
        yield asks(
            ID,
            at(service, Field.CITATIONS),
            clip("; ".join(titles)),
            f"“{titles[0]}” is about another part of the body than “{clip(service.decided, 90)}”. "
            "Look at the chapter.",
        )

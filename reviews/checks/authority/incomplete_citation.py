"""A citation without the year, section or page that its printed form has (8 CCR 9792.21.1)."""

import re
from collections.abc import Callable, Iterator

from cases.intake import CitationEntry
from reviews.checks.findings import Answer, Field
from reviews.checks.making import at, clip, notes
from reviews.checks.view import LetterView, ServiceView
from reviews.guidelines.library import chapter_number

ID = "incomplete-citation"
TITLE = "A citation has its year and section, or its chapter and page"
SIDES: tuple[tuple[str, Callable[[ServiceView], tuple[CitationEntry, ...]]], ...] = (
    ("Your citation", lambda service: service.citations),
    ("The claims administrator's citation", lambda service: service.administrator_citations),
)
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b|\bed(?:ition|\.)")


def check(view: LetterView) -> Iterator[Answer]:
    """Look at the reviewer's rows, and at the administrator's for information; one note a side."""
    for whose, of in SIDES:
        lacking = [
            (service, row, lack)
            for service in view.services
            for row in of(service)
            if (lack := _lack(row))
        ]
        if lacking:
            service, row, lack = lacking[0]
            more = f" The same holds for {len(lacking) - 1} more." if len(lacking) > 1 else ""
            words = clip(row.title or row.text, 80)
            yield notes(
                ID,
                at(service, Field.CITATIONS),
                words,
                f"{whose} “{words}” has no {lack}.{more}",
            )


def _lack(row: CitationEntry) -> str:
    if row.source != "mtus":
        return "" if row.year or YEAR.search(f"{row.title} {row.text}") else "year"
    if chapter_number(row.title) is not None:
        return "" if row.pages or row.sections else "page or section"
    lacks = [] if row.year or YEAR.search(row.title) else ["year"]
    lacks += [] if row.sections or row.pages or row.text else ["section"]
    return " and no ".join(lacks)

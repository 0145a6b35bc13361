"""A section or a page that the cited guideline does not have."""

import re
from collections.abc import Iterator

from cases.intake import CitationEntry
from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, notes
from reviews.checks.view import LetterView, ServiceView
from reviews.guidelines.library import Source

ID = "section-or-page-unknown"
TITLE = "Section and page are in the cited guideline"
SHORT = {"and", "the", "for", "of", "with", "use", "pain", "treatment", "chronic"}


def check(view: LetterView) -> Iterator[Answer]:
    """Look for each section in the library's list, and for each page between first and last."""
    for service in view.services:
        for row in service.citations:
            source = view.library.find(row.title or row.text) if row.source == "mtus" else None
            if source is not None:
                yield from _pages(service, row, source)
                yield from _sections(service, row, source)


def _pages(service: ServiceView, row: CitationEntry, source: Source) -> Iterator[Answer]:
    edition = source.edition(row.year) or (source.editions[0] if not row.year else None)
    if edition is None or edition.pages is None:
        return
    first, last = edition.pages
    for page in row.pages:
        numbers = [int(number) for number in re.findall(r"[0-9]+", page)]
        if numbers and not all(first <= number <= last for number in numbers):
            yield asks(
                ID,
                at(service, Field.CITATIONS),
                f"{row.title}, page {page}",
                f"{source.title} has pages {first} to {last}, and page {page} is cited. Look at "
                "the page.",
            )


def _sections(service: ServiceView, row: CitationEntry, source: Source) -> Iterator[Answer]:
    if not source.sections:
        return
    known = {word for section in source.sections for word in _words(section)}
    for section in row.sections:
        words = _words(section)
        if words and not words & known:
            yield notes(
                ID,
                at(service, Field.CITATIONS),
                section,
                f"The library's list of sections of {source.title} has nothing like “{section}”. "
                "Look at the section.",
            )


def _words(section: str) -> set[str]:
    found = set(re.findall(r"[a-z]{3,}", section.lower())) - SHORT
    return {word[:6] for word in found}

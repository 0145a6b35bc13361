"""The rationale speaks of another page or chapter than the citation beside it."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.reading.sentences import fold
from reviews.checks.view import LetterView, ServiceView
from reviews.guidelines.library import chapter_number
from reviews.guidelines.shipped import shipped_library

ID = "page-against-rationale"
TITLE = "Page and chapter are the same in rationale and citation"
PAGE = re.compile(
    r"\b(?:page\(?s?\)?|pgs?\.?|pp?\.) ?(?P<first>[0-9]{1,4})(?: ?- ?(?P<last>[0-9]{1,4}))?", re.I
)
CHAPTER = re.compile(
    r"\b(?:acoem|chapter)\b[^.;]{0,12}?\bchapter (?P<number>[0-9]{1,2})\b"
    r"[^.;]{0,60}?(?:page|pg|p\.) ?(?P<page>[0-9]{1,4})",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Compare pages where both have them, and a page with the chapter it is said to be in."""
    for service in view.services:
        yield from _against_rows(service)
        yield from _against_chapter(service)


def _against_rows(service: ServiceView) -> Iterator[Answer]:
    cited = {
        int(n)
        for row in service.citations
        for page in row.pages
        for n in re.findall(r"[0-9]+", page)
    }
    spans = [
        (int(n[0]), int(n[-1]))
        for row in service.citations
        for page in row.pages
        if (n := re.findall(r"[0-9]+", page))
    ]
    if not cited:
        return
    for match in PAGE.finditer(fold(service.rationale)):
        page = int(match["first"])
        if not any(first <= page <= last for first, last in spans):
            yield asks(
                ID,
                in_rationale(service, match.start()),
                match.group(),
                f"The rationale speaks of page {page}, and the citations have "
                f"{', '.join(map(str, sorted(cited)))}. Look at the page.",
            )
            return
    named = {chapter_number(row.title) for row in service.citations} - {None}
    other = re.search(r"\bacoem(?:,)? chapter ([0-9]{1,2})\b", service.rationale, re.IGNORECASE)
    if named and other and int(other[1]) not in named:
        yield asks(
            ID,
            in_rationale(service, other.start()),
            clip(other.group()),
            f"The rationale speaks of chapter {other[1]}, and the citation is another. Look at "
            "the chapter.",
        )


def _against_chapter(service: ServiceView) -> Iterator[Answer]:
    for match in CHAPTER.finditer(fold(service.rationale)):
        source = next(
            (s for s in shipped_library().mtus if int(match["number"]) in s.chapters), None
        )
        pages = source.editions[0].pages if source else None
        if pages and not pages[0] <= int(match["page"]) <= pages[1]:
            yield asks(
                ID,
                in_rationale(service, match.start()),
                clip(match.group()),
                f"Chapter {match['number']} has pages {pages[0]} to {pages[1]}, and the rationale "
                f"speaks of page {match['page']}. Look at the page.",
            )
            return

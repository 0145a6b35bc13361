"""How a page is cited in a text, and where a text cites one: what kind of document, its day, page.

A reference names nobody: the text of a determination is also printed without any names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

REFERENCE = re.compile(
    r"\((?P<kind>[^()]{3,80}), (?:(?P<day>\d\d/\d\d/\d{4}), )?page (?P<page>\d{1,7})\)"
)
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_ONLY_REFERENCE = re.compile(r"^\s*\(")


@dataclass(frozen=True)
class Sentence:
    """A sentence that cites pages, with their numbers."""

    text: str
    pages: tuple[int, ...]


def reference(kind: str, day: date | None, page: int) -> str:
    """Return the words that cite a page."""
    return f"{reference_start(kind, day)}{page})"


def reference_start(kind: str, day: date | None) -> str:
    """Return how the references to the pages of a document begin, up to the number."""
    when = f"{day:%m/%d/%Y}, " if day else ""
    return f"({kind}, {when}page "


def cites(text: str, page: int) -> bool:
    """Whether the text cites this page."""
    return any(int(found["page"]) == page for found in REFERENCE.finditer(text))


def citing_sentences(text: str) -> Iterator[Sentence]:
    """Yield each sentence that cites a page; a reference behind the full stop belongs before it."""
    parts: list[str] = []
    for part in filter(None, (piece.strip() for piece in _END.split(text))):
        if parts and _ONLY_REFERENCE.match(part) and REFERENCE.match(part):
            found = REFERENCE.match(part)
            assert found is not None
            parts[-1] += f" {found.group()}"
            part = part[found.end() :].strip(" .")
            if not part:
                continue
        parts.append(part)
    for part in parts:
        pages = tuple(dict.fromkeys(int(found["page"]) for found in REFERENCE.finditer(part)))
        if pages:
            yield Sentence(part, pages)

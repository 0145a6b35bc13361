"""The published letter beside the project, read at run time with an invented header.

Its text is public record about a real person: it is never kept here.
"""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from cases.intake import CitationEntry
from reviews.checks.view import LetterView, ServiceView

PROJECT = Path(__file__).resolve().parent.parent
SEED = Path(
    os.environ.get("IMRPORTAL_SEED_LETTER", PROJECT.parent / "shared/domain/seed-letter.txt")
)
needs_seed = pytest.mark.skipif(not SEED.exists(), reason=f"the letter is not there ({SEED})")
ITEM = re.compile(
    r"(?P<name>[^.:]+): (?P<decision>Upheld|Overturned) "
    r"Claims Administrator guideline: Decision based on MTUS (?P<theirs>.*?)\. "
    r"MAXIMUS guideline: Decision based on MTUS (?P<ours>.*?)\. "
    r"Decision rationale: (?P<rationale>.*?)(?= MRI of the lumbar spine with|$)"
)


def seed_view() -> LetterView:
    """Return the letter's view."""
    text = " ".join(SEED.read_text(encoding="utf-8").split())
    summary = text.split("including all medical records: ")[1].split(" IMR ISSUES")[0]
    items = text.split("set forth below: ")[1]
    services = tuple(
        _service(place, match) for place, match in enumerate(ITEM.finditer(items), start=1)
    )
    return LetterView(
        case_number="CM15-0900002",
        injured_on=date(2007, 12, 17),
        ur_decided_on=date(2015, 4, 24),
        applied_on=date(2015, 5, 6),
        decided_on=date(2015, 6, 22),
        summary=summary,
        services=services,
    )


def _service(place: int, match: re.Match[str]) -> ServiceView:
    return ServiceView(
        position=place,
        requested=match["name"].strip(),
        administrator_basis="mtus",
        administrator_citations=_citations(match["theirs"]),
        outcome=match["decision"].lower(),
        basis="mtus",
        citations=_citations(match["ours"]),
        rationale=match["rationale"].strip(),
    )


def _citations(line: str) -> tuple[CitationEntry, ...]:
    """Cut a line of the form of 2015: titles at commas, pages behind the last."""
    pages = re.search(r" Page\(s\): ([0-9]+)", line)
    titles = re.sub(r" Page\(s\): [0-9]+", "", line).split(", ")
    return tuple(
        CitationEntry("mtus", title=title, pages=(pages[1],) if pages else ()) for title in titles
    )

"""What the tests of notices read in a made one: its text, its feet, its seal."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cases import blobs
from cases.actions.notices import prepare_notice
from cases.models import Case, Notice
from cases.pipelines.notices import produce
from tests.reviews.letter_pdfs import folded, pages_of

# Monday 30 November 2026, noon in California: the first working day after Thanksgiving.
MONDAY = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
FOOT = re.compile(r"· IMR Case \S+\s+Page \d+ of \d+\s*$")
CASE, PAGE = re.compile(r"· IMR Case (\S+)"), re.compile(r"Page (\d+) of (\d+)")


def made(case: Case, kind: str, *, at: datetime = MONDAY, **facts: Any) -> Notice:
    """Prepare a notice and print it, as the step and the worker do."""
    notice = prepare_notice(case, kind, by=None, at=at, **facts)
    produce(notice.pk)
    notice.refresh_from_db()
    assert notice.last_error == ""
    return notice


def pdf_of(notice: Notice) -> bytes:
    """The stored bytes."""
    return blobs.read(notice.file_sha256)


def text_of(notice: Notice) -> str:
    """The whole text, feet taken off, folded."""
    return folded(" ".join(FOOT.sub("", page.rstrip()) for page in pages_of(pdf_of(notice))))


def feet_of(notice: Notice) -> list[tuple[str, ...]]:
    """The case number, the page and the number of pages at each foot."""
    pages = pages_of(pdf_of(notice))
    return [(*CASE.search(page).groups(), *PAGE.search(page).groups()) for page in pages]


def alone_at_a_foot(notice: Notice, headings: list[str]) -> list[str]:
    """The headings that end a page."""
    feet = [folded(FOOT.sub("", page.rstrip())) for page in pages_of(pdf_of(notice))]
    wording = re.compile(r"Notice of [A-Za-z ]+$|Request for Missing Information$|Question to .*$")
    feet = [wording.sub("", foot).rstrip() for foot in feet]
    return [h for h in headings for foot in feet if foot.endswith(folded(h))]


def seal_of(notice: Notice, folder: Path) -> str:
    """What `pdfsig` says of it."""
    file = folder / "notice.pdf"
    file.write_bytes(pdf_of(notice))
    return subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout

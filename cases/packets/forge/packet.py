"""A forged packet as values: what was ordered, its pages, and the key with the truth of each."""

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from cases.packets.forge.cast import Subject
from cases.packets.forge.claims import Cited
from cases.packets.forge.misreading import misread
from cases.packets.forge.sheets import Sheet, struck_out
from cases.packets.pages import Page

SMALLEST, LARGEST = 5, 10_000
# A fax is black where the sheet is darker than this, of 255.
FAX_THRESHOLD = 150


@dataclass(frozen=True)
class Order:
    """What a packet is to be; shares are of its pages, from 0 to 1.

    `traps` are pages that look like something to fold and hold what no other page has.
    `held_out` sets every document in the styles that the engines were not tuned to. Without a
    `subject` one is invented.
    """

    pages: int = 120
    seed: int = 0
    scanned: float = 0.33
    duplicates: float = 0.08
    foreign: int = 2
    withheld: int = 3
    traps: int = 0
    held_out: bool = False
    subject: Subject | None = None


@dataclass(frozen=True)
class Scan:
    """How a page was scanned: turned clockwise, leaning, dusty, faint; how badly it reads.

    `size` is of the image against the sheet, `moved` by how many points it lies to the right and
    above, `specks` the share of it that larger spots cover; a fax (`is_fax`) has no grey.
    """

    turn: int
    lean: float
    dust: float
    faint: float
    share: float
    seed: int
    size: float = 1.0
    moved: tuple[float, float] = (0.0, 0.0)
    specks: float = 0.0
    is_fax: bool = False

    def keeps(self, grey: float) -> bool:
        """Whether so light a grey, from 0 black, is on the scan: a fax has none of it."""
        shade = 255 * (1 - (1 - grey) * self.faint)
        return not self.is_fax or shade < FAX_THRESHOLD


@dataclass(frozen=True)
class Truth:
    """What is true of a page. Numbers are of pages, from 1; 0 stands for none.

    `other_day` says that a version is of another day, `unique` what stands on this page alone and
    would be lost with it.
    """

    kind: str
    document: int
    is_blank: bool = False
    is_cover: bool = False
    exact_of: int = 0
    refax_of: int = 0
    version_of: int = 0
    foreign: str = ""
    names_patient: bool = False
    changed: tuple[str, ...] = ()
    other_day: bool = False
    unique: str = ""


@dataclass(frozen=True)
class ForgedPage:
    """One page: what is printed on it, how it was scanned if it was, and what is true of it."""

    sheet: Sheet
    scan: Scan | None
    truth: Truth


@dataclass(frozen=True)
class ForgedDocument:
    """One document of the packet, from page to page."""

    number: int
    first: int
    last: int
    kind: str
    title: str
    on: date
    author: str
    facility: str
    style: str
    is_foreign: bool


@dataclass(frozen=True)
class Packet:
    """A bundle of pages with its key."""

    order: Order
    subject: Subject
    pages: tuple[ForgedPage, ...]
    documents: tuple[ForgedDocument, ...]
    cited: tuple[Cited, ...]
    planted: tuple[tuple[str, int], ...]
    absent: tuple[str, ...]

    def read(self) -> Iterator[Page]:
        """Yield the pages as a reader has them: typed text as it is, scans misread."""
        for number, page in enumerate(self.pages, 1):
            text = page.sheet.text
            if page.scan:
                text = struck_out(page.sheet)
                text = misread(text, Random(page.scan.seed), page.scan.share)
            yield Page(number, text, is_scanned=page.scan is not None)

    def key(self) -> str:
        """Return the answer key as JSON."""
        plain: dict[str, Any] = {
            "format": "imr-forged-packet/1",
            "note": "SYNTHETIC: everybody and everything in it is invented.",
            "order": dataclasses.asdict(self.order),
            "subject": dataclasses.asdict(self.subject),
            "pages": [self._page_key(n, page) for n, page in enumerate(self.pages, 1)],
            "documents": [dataclasses.asdict(document) for document in self.documents],
            "cited": [dataclasses.asdict(item) for item in self.cited],
            "planted": [{"words": words, "page": page} for words, page in self.planted],
            "absent": list(self.absent),
        }
        return json.dumps(plain, indent=1, default=str)

    def _page_key(self, number: int, page: ForgedPage) -> dict[str, Any]:
        truth = {k: v for k, v in dataclasses.asdict(page.truth).items() if v}
        scan = dataclasses.asdict(page.scan) if page.scan else None
        return {"page": number, "scan": scan, **truth}

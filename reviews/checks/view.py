"""What the checks are given: one letter as values, from rows or from a case file.

None means not known, and a check that needs it says "not checked". An empty tuple means none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cases.intake import CitationEntry
from reviews.evidence.sequence import EvidenceSearch
from reviews.guidelines.library import Library
from reviews.guidelines.shipped import shipped_library

UPHELD, OVERTURNED = "upheld", "overturned"


@dataclass(frozen=True)
class ServiceView:
    """One disputed service with its decision; `depends_on` is the position of its primary."""

    position: int
    requested: str
    ur_action: str = "denied"
    modification: str = ""
    authorized: str = ""
    eligible_portion: str = ""
    quantity: str = ""
    category: str = ""
    dates_of_service: tuple[date, ...] = ()
    ur_reason: str = ""
    depends_on: int | None = None
    administrator_basis: str = ""
    administrator_citations: tuple[CitationEntry, ...] = ()
    outcome: str = ""
    basis: str = ""
    citations: tuple[CitationEntry, ...] = ()
    rationale: str = ""
    has_opioid_notice: bool = False
    is_opioid_answered: bool = False
    search: EvidenceSearch | None = None

    @property
    def names(self) -> str:
        """All that names the service: as requested, what was authorized, what is left."""
        parts = (self.requested, self.authorized, self.eligible_portion, self.quantity)
        return "\n".join(part for part in parts if part)

    @property
    def decided(self) -> str:
        """The words that are decided: the eligible portion of a modified request."""
        return self.eligible_portion or self.requested


@dataclass(frozen=True)
class RecordView:
    """A document of the file as the index has it."""

    label: str
    kind: str = ""
    author: str = ""
    title: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Page:
    """One page of a record: what it is called, and its text; None where it cannot be read."""

    label: str
    text: str | None
    link: str = ""


@dataclass(frozen=True)
class LetterView:
    """One letter: its header, words, decisions, records, and what is known of the worker.

    `names` are (role, name) of parties; `reviewer_names` is what must not stand anywhere.
    """

    case_number: str
    injured_on: date
    summary: str
    services: tuple[ServiceView, ...]
    injured_to: date | None = None
    ur_decided_on: date | None = None
    applied_on: date | None = None
    rfa_on: date | None = None
    decided_on: date | None = None
    records: tuple[RecordView, ...] | None = None
    documents_reviewed: tuple[RecordView, ...] | None = None
    pages: tuple[Page, ...] | None = None
    born_on: date | None = None
    sex: str = ""
    names: tuple[tuple[str, str], ...] | None = None
    reviewer_names: tuple[str, ...] | None = None
    claim_number: str = ""
    cover_text: str | None = None
    own_numbers: frozenset[str] = field(default_factory=frozenset)
    library: Library = field(default_factory=shipped_library)

    def service(self, position: int | None) -> ServiceView | None:
        """Return the service at a position, if there is one."""
        return next((each for each in self.services if each.position == position), None)

    def others(self, service: ServiceView) -> tuple[ServiceView, ...]:
        """Return the other services."""
        return tuple(each for each in self.services if each.position != service.position)

    def of(self, outcome: str) -> tuple[ServiceView, ...]:
        """Return the services decided one way."""
        return tuple(each for each in self.services if each.outcome == outcome)


def pages_from(texts: Iterable[tuple[str, str | None]]) -> tuple[Page, ...]:
    """Return pages from labels and texts; a text of None is a page that cannot be read."""
    return tuple(Page(label, text) for label, text in texts)

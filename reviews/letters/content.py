"""What a letter says, as frozen values: built once when the director signs, then only read.

`to_snapshot` gives the plain JSON that is stored and digested; `from_snapshot` gives the values
back, equal. Dates are dates, names are as the parties wrote them, nothing is looked up later.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.press.snapshots import built, plain
from reviews.letters.outcome import Outcome, overall_outcome

SNAPSHOT_FORMAT = "imr-letter/1"


@dataclass(frozen=True)
class CitationContent:
    """One source of a guideline field; `source` is `mtus` or `other`."""

    source: str
    title: str = ""
    year: int | None = None
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class GuidelineContent:
    """A guideline field: `basis` is `mtus`, `outside_mtus` or `none`, then its rows in order."""

    basis: str
    citations: tuple[CitationContent, ...] = ()


@dataclass(frozen=True)
class ServiceContent:
    """One disputed service, decided; `modification` is empty, `remainder` or `substituted`."""

    position: int
    requested: str
    ur_action: str
    outcome: Outcome
    administrator_guideline: GuidelineContent
    imro_guideline: GuidelineContent
    decision_rationale: str
    modification: str = ""
    authorized: str = ""
    eligible_portion: str = ""
    has_opioid_notice: bool = False


@dataclass(frozen=True)
class DocumentContent:
    """One document reviewed: what it is, whose, of when, how long, sent by whom and when."""

    kind: str
    title: str
    author: str
    date_of_service: date | None
    pages: int | None
    source: str
    received_on: date | None


@dataclass(frozen=True)
class RecipientContent:
    """Who is served, and at which address, as of the signature."""

    role: str
    name: str
    address: str


@dataclass(frozen=True)
class OrganizationContent:
    """The organization whose letter it is, with the director who signs it."""

    name: str
    short_name: str
    address: str
    telephone: str
    director_name: str
    director_title: str
    logo_svg: str = ""


@dataclass(frozen=True)
class ReviewerContent:
    """What the letter may say of the expert reviewer: never a name, number or address.

    The three claims are printed only where they are true on record: `years_over` and
    `hours_at_least` from the dated credential record (None: not printed), `is_unaffiliated` from
    the signed attestation, `has_similar_specialty` from the fit recorded with the offer.
    """

    licensed_states: tuple[str, ...]
    certifications: tuple[str, ...]
    is_unaffiliated: bool
    has_similar_specialty: bool
    years_over: int | None = None
    hours_at_least: int | None = None


@dataclass(frozen=True)
class ConsolidatedContent:
    """Another application that this determination decides (8 CCR 9792.10.4(a))."""

    case_number: str
    application_received: date
    ur_denial_date: date


@dataclass(frozen=True)
class LetterContent:
    """Everything both forms of the letter say; one determination, one content."""

    template_version: str
    case_number: str
    adj_number: str
    claim_number: str
    priority: str
    date_assigned: date
    date_of_injury: date
    date_of_injury_to: date | None
    decision_date: date
    ur_denial_date: date
    application_received: date
    letter_date: date
    signed_at: datetime
    determination_version: int
    organization: OrganizationContent
    injured_worker: str
    employer: str
    requesting_physician: str
    is_liability_disputed: bool
    recipients: tuple[RecipientContent, ...]
    documents: tuple[DocumentContent, ...]
    records_not_received: str
    reviewer: ReviewerContent
    clinical_case_summary: str
    services: tuple[ServiceContent, ...]
    rests_on_all_records: bool = False
    consolidated: tuple[ConsolidatedContent, ...] = ()

    @property
    def overall(self) -> Outcome:
        """Uphold, overturn or partial overturn, computed from the services."""
        return overall_outcome([service.outcome for service in self.services])

    @property
    def is_anything_overturned(self) -> bool:
        """Whether the employer has something to authorize or reimburse (LC 4610.6(j))."""
        return any(service.outcome == Outcome.OVERTURNED for service in self.services)


def to_snapshot(content: LetterContent) -> dict[str, Any]:
    """Return the content as plain JSON values, with its format's name."""
    return {"format": SNAPSHOT_FORMAT, **plain(content)}


def from_snapshot(snapshot: dict[str, Any]) -> LetterContent:
    """Return the content a snapshot was made from; ValueError for another format."""
    if snapshot.get("format") != SNAPSHOT_FORMAT:
        raise ValueError(f"Not a letter snapshot of the form {SNAPSHOT_FORMAT}.")
    return built(LetterContent, {k: v for k, v in snapshot.items() if k != "format"})

"""An application as frozen values; the fields have the names of the models' fields."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class CitationEntry:
    """One guideline that the UR decision cited: `source` is `mtus` or `other`."""

    source: str
    title: str = ""
    year: int | None = None
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class ServiceAnswers:
    """What the form says of one service that eligibility asks about; None is "not stated"."""

    is_in_ur_decision: bool | None = None
    rests_on_necessity: bool | None = None
    is_conditional: bool | None = None
    is_provided: bool | None = None
    has_liability_dispute: bool | None = None


@dataclass(frozen=True)
class ServiceEntry:
    """A disputed service as UR left it; `depends_on` is the place, from 1, of its primary service.

    `modification` is empty for a denied one, else `remainder` or `substituted`. `answers` is what
    the form said as it came in; later they have a page of their own, and None leaves them alone.
    """

    requested: str
    ur_action: str = "denied"
    modification: str = ""
    authorized: str = ""
    eligible_portion: str = ""
    category: str = ""
    subcategory: str = ""
    codes: tuple[str, ...] = ()
    quantity: str = ""
    dates_of_service: tuple[date, ...] = ()
    ur_reason: str = ""
    depends_on: int | None = None
    administrator_basis: str = "none"
    administrator_citations: tuple[CitationEntry, ...] = ()
    answers: ServiceAnswers | None = None


@dataclass(frozen=True)
class PartyEntry:
    """A person or body in one role (`Party.Role`)."""

    role: str
    name: str
    address: str = ""
    contact_person: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    language: str = ""
    preferred_channel: str = ""
    specialty: str = ""
    npi: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    designated_on: date | None = None
    place: str = ""


@dataclass(frozen=True)
class UrDecisionEntry:
    """The utilization review decision in dispute; what is None is not known."""

    decided_on: date
    served_on: date | None = None
    service_method: str = ""
    rfa_on: date | None = None
    is_expedited: bool | None = None


@dataclass(frozen=True)
class ApplicationEntry:
    """An application with all that comes with it. None means not stated.

    `organization_id` None is the site's own organization; `case_number` "" takes the next one.
    `document` is the case file as it came, `imported_determination` the determination in it.
    """

    application_received_on: date
    date_of_injury: date
    ur_decision: UrDecisionEntry
    parties: tuple[PartyEntry, ...]
    services: tuple[ServiceEntry, ...]
    date_of_injury_to: date | None = None
    signed_on: date | None = None
    has_ur_decision_attached: bool | None = None
    has_outside_dispute: bool | None = None
    outside_dispute_on: date | None = None
    dispute_resolved_on: date | None = None
    is_review_agreed: bool | None = None
    filed_by: str = ""
    is_signed: bool | None = None
    has_records_consent: bool | None = None
    is_form_given: bool | None = None
    form_given_on: date | None = None
    is_threat_certified: bool | None = None
    is_formulary_dispute: bool | None = None
    claim_number: str = ""
    adj_number: str = ""
    jurisdictional_claim_number: str = ""
    primary_diagnosis: str = ""
    priority: str = "standard"
    organization_id: int | None = None
    case_number: str = ""
    submission_key: UUID | None = None
    document: str = ""
    document_sha256: str = ""
    imported_determination: dict[str, Any] | None = None

    def party(self, role: str) -> PartyEntry | None:
        """Return the first party in `role`, if any."""
        return next((party for party in self.parties if party.role == role), None)

"""Values turned into a document: only what is known, under the keys of the case file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.casefiles.entries import PARTY_TEXTS
from cases.intake import ApplicationEntry, CitationEntry, PartyEntry, ServiceEntry
from cases.intake.records import RecordEntry

FORMAT = "imr-case-file/1"
ROLES_REPEATED = ("facility", "manufacturer")


@dataclass(frozen=True)
class HeldRecord:
    """A record with what is known of its file."""

    entry: RecordEntry
    pages: int | None = None
    sha256: str = ""
    is_synthetic: bool = False


@dataclass(frozen=True)
class HeldCase:
    """A case as its rows have it now; `recorded` is what version 1 has no key for."""

    entry: ApplicationEntry
    organization_name: str
    organization_short_name: str
    assigned_on: date | None
    records_complete_on: date | None
    records: tuple[HeldRecord, ...]
    recorded: dict[str, Any]


def project_case(held: HeldCase) -> dict[str, Any]:
    """Return the document that these values say; what is empty or not known has no key."""
    entry, ur_decision = held.entry, held.entry.ur_decision
    return known(
        {
            "format": FORMAT,
            "organization": known(
                {
                    "name": held.organization_name,
                    "short_name": held.organization_short_name,
                }
            ),
            "case_number": entry.case_number,
            "priority": entry.priority,
            "date_of_injury": entry.date_of_injury,
            "date_of_injury_to": entry.date_of_injury_to,
            "ur_decision_date": ur_decision.decided_on,
            "ur_service_date": ur_decision.served_on,
            "ur_service_method": ur_decision.service_method,
            "rfa_date": ur_decision.rfa_on,
            "application_received": entry.application_received_on,
            "application_signed_on": entry.signed_on,
            "ur_decision_attached": entry.has_ur_decision_attached,
            "outside_necessity_dispute": entry.outside_dispute_on or entry.has_outside_dispute,
            "date_assigned": held.assigned_on,
            "records_complete_date": held.records_complete_on,
            "formulary": entry.is_formulary_dispute,
            "claim_number": entry.claim_number,
            "adj_number": entry.adj_number,
            "parties": _parties(entry.parties),
            "records": [_record(record) for record in held.records],
            "disputed_services": [_service(service) for service in entry.services],
            "recorded": known(held.recorded),
        }
    )


def project_guideline(basis: str, citations: Iterable[CitationEntry]) -> dict[str, Any]:
    """Return a guideline field."""
    return {"basis": basis, "citations": [_citation(citation) for citation in citations]}


def known(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that say something, as JSON has them."""
    return {key: _plain(value) for key, value in values.items() if not _says_nothing(value)}


def _parties(parties: tuple[PartyEntry, ...]) -> dict[str, Any]:
    projected: dict[str, Any] = {}
    for party in parties:
        known = _party(party)
        if party.role not in projected:
            projected[party.role] = known
        elif party.role in ROLES_REPEATED:
            earlier = projected[party.role]
            projected[party.role] = [*_as_list(earlier), known]
    return projected


def _party(party: PartyEntry) -> dict[str, Any]:
    return known(
        {
            "name": party.name,
            "date_of_birth": party.date_of_birth,
            "designated_on": party.designated_on,
            **{name: getattr(party, name) for name in PARTY_TEXTS},
        }
    )


def _record(record: HeldRecord) -> dict[str, Any]:
    entry = record.entry
    return known(
        {
            "title": entry.title,
            "kind": entry.kind,
            "author": entry.author,
            "date_of_service": entry.date_of_service,
            "source": entry.source,
            "received_on": entry.received_on,
            "pages": record.pages,
            "sha256": record.sha256,
            "is_synthetic": record.is_synthetic or None,
        }
    )


def _service(service: ServiceEntry) -> dict[str, Any]:
    return known(
        {
            "requested": service.requested,
            "ur_action": service.ur_action,
            "modification": service.modification,
            "authorized": service.authorized,
            "eligible_portion": service.eligible_portion,
            "category": service.category,
            "subcategory": service.subcategory,
            "codes": service.codes,
            "quantity": service.quantity,
            "dates_of_service": service.dates_of_service,
            "ur_reason": service.ur_reason,
            "depends_on": service.depends_on,
            "claims_administrator_guideline": project_guideline(
                service.administrator_basis, service.administrator_citations
            ),
        }
    )


def _citation(citation: CitationEntry) -> dict[str, Any]:
    return known(
        {
            "source": citation.source,
            "title": citation.title,
            "year": citation.year,
            "sections": citation.sections,
            "pages": citation.pages,
            "text": citation.text,
        }
    )


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _says_nothing(value: Any) -> bool:
    return value is None or value in ("", (), [], {})


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value

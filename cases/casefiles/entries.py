"""A document turned into what intake and the record room take in, and intake's findings back.

The document has been parsed, so its keys and types are right; absent and null are "not known".
"""

from datetime import date
from typing import Any

from cases.casefiles.faults import Fault, Place
from cases.intake import (
    ApplicationEntry,
    CitationEntry,
    PartyEntry,
    Problem,
    ServiceEntry,
    UrDecisionEntry,
)
from cases.intake.records import RecordEntry

PARTY_ROLES = (
    "injured_worker",
    "attorney",
    "claims_administrator",
    "employer",
    "requesting_physician",
    "insurer",
    "ur_organization",
    "agent",
    "medical_provider_network",
    "facility",
    "manufacturer",
)
PARTY_TEXTS = (
    "address",
    "contact_person",
    "telephone",
    "fax",
    "email",
    "language",
    "preferred_channel",
    "specialty",
    "npi",
    "sex",
)
KEY_BY_FIELD = {
    "application_received_on": "application_received",
    "signed_on": "application_signed_on",
    "has_ur_decision_attached": "ur_decision_attached",
    "has_outside_dispute": "outside_necessity_dispute",
    "outside_dispute_on": "outside_necessity_dispute",
    "is_formulary_dispute": "formulary",
    "decided_on": "ur_decision_date",
    "served_on": "ur_service_date",
    "service_method": "ur_service_method",
    "rfa_on": "rfa_date",
    "services": "disputed_services",
    "administrator_basis": "basis",
}


def application_entry(
    document: dict[str, Any], *, document_text: str = "", document_sha256: str = ""
) -> ApplicationEntry:
    """Return the application in a document; the organization is for the caller to find."""
    disputed = document.get("outside_necessity_dispute")
    return ApplicationEntry(
        case_number=document["case_number"],
        priority=document["priority"],
        application_received_on=_day(document["application_received"]),
        date_of_injury=_day(document["date_of_injury"]),
        date_of_injury_to=_optional_day(document, "date_of_injury_to"),
        ur_decision=UrDecisionEntry(
            decided_on=_day(document["ur_decision_date"]),
            served_on=_optional_day(document, "ur_service_date"),
            service_method=_text(document, "ur_service_method"),
            rfa_on=_optional_day(document, "rfa_date"),
        ),
        parties=tuple(entry for _, entry in _parties(document)),
        services=tuple(map(_service_entry, document["disputed_services"])),
        signed_on=_optional_day(document, "application_signed_on"),
        has_ur_decision_attached=document.get("ur_decision_attached"),
        has_outside_dispute=True if isinstance(disputed, str) else disputed,
        outside_dispute_on=_day(disputed) if isinstance(disputed, str) else None,
        is_formulary_dispute=document.get("formulary"),
        claim_number=_text(document, "claim_number"),
        adj_number=_text(document, "adj_number"),
        document=document_text,
        document_sha256=document_sha256,
        imported_determination=document.get("determination"),
    )


def record_entries(document: dict[str, Any]) -> tuple[tuple[RecordEntry, str], ...]:
    """Return each record with the path of its file, which is empty where there is none."""
    return tuple(
        (_record_entry(record), record.get("file") or "")
        for record in document.get("records") or []
    )


def citation_entries(guideline: dict[str, Any]) -> tuple[CitationEntry, ...]:
    """Return the rows of a guideline field."""
    return tuple(
        CitationEntry(
            source=citation["source"],
            title=_text(citation, "title"),
            year=citation.get("year"),
            sections=tuple(citation.get("sections") or ()),
            pages=tuple(citation.get("pages") or ()),
            text=_text(citation, "text"),
        )
        for citation in guideline.get("citations") or []
    )


def assigned_day(document: dict[str, Any]) -> date | None:
    """Return the date assigned, if the file says one."""
    return _optional_day(document, "date_assigned")


def records_complete_day(document: dict[str, Any]) -> date | None:
    """Return the day the records were complete, if the file says one."""
    return _optional_day(document, "records_complete_date")


def decision_day(document: dict[str, Any]) -> date | None:
    """Return the decision date of the determination, if the file says one."""
    return _optional_day(document.get("determination") or {}, "decision_date")


def fault_of(problem: Problem, document: dict[str, Any]) -> Fault:
    """Return a finding of intake with its place in the document instead of in the entry."""
    path = list(problem.path)
    if path and path[0] == "ur_decision":
        path = path[1:]
    if path and path[0] == "parties" and len(path) > 1 and isinstance(path[1], int):
        path = [*_parties(document)[path[1]][0], *path[2:]]
    if "administrator_citations" in path or "administrator_basis" in path:
        path[2:3] = {
            "administrator_citations": ["claims_administrator_guideline", "citations"],
            "administrator_basis": ["claims_administrator_guideline", "basis"],
        }[str(path[2])]
    place: Place = tuple(KEY_BY_FIELD.get(str(part), part) for part in path)
    return Fault(place, problem.sentence)


def _parties(document: dict[str, Any]) -> list[tuple[Place, PartyEntry]]:
    """Return each party with its place, in the order of the roles."""
    found: list[tuple[Place, PartyEntry]] = []
    for role in PARTY_ROLES:
        given = document["parties"].get(role)
        if isinstance(given, list):
            found += [
                (("parties", role, index), _party_entry(role, party))
                for index, party in enumerate(given)
            ]
        elif given is not None:
            found.append((("parties", role), _party_entry(role, given)))
    return found


def _party_entry(role: str, party: dict[str, Any]) -> PartyEntry:
    return PartyEntry(
        role=role,
        name=party["name"],
        date_of_birth=_optional_day(party, "date_of_birth"),
        designated_on=_optional_day(party, "designated_on"),
        **{name: _text(party, name) for name in PARTY_TEXTS},
    )


def _service_entry(service: dict[str, Any]) -> ServiceEntry:
    guideline = service["claims_administrator_guideline"]
    quantity = service.get("quantity")
    return ServiceEntry(
        requested=service["requested"],
        ur_action=service["ur_action"],
        modification=_text(service, "modification"),
        authorized=_text(service, "authorized"),
        eligible_portion=_text(service, "eligible_portion"),
        category=_text(service, "category"),
        subcategory=_text(service, "subcategory"),
        codes=tuple(service.get("codes") or ()),
        quantity="" if quantity is None else str(quantity),
        dates_of_service=tuple(map(_day, service.get("dates_of_service") or ())),
        ur_reason=_text(service, "ur_reason"),
        depends_on=service.get("depends_on"),
        administrator_basis=guideline["basis"],
        administrator_citations=citation_entries(guideline),
    )


def _record_entry(record: dict[str, Any]) -> RecordEntry:
    return RecordEntry(
        kind=record["kind"],
        source=record["source"],
        title=_text(record, "title"),
        author=_text(record, "author"),
        date_of_service=_optional_day(record, "date_of_service"),
        received_on=_optional_day(record, "received_on"),
    )


def _text(holder: dict[str, Any], key: str) -> str:
    return holder.get(key) or ""


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _optional_day(holder: dict[str, Any], key: str) -> date | None:
    text = holder.get(key)
    return _day(text) if text else None

"""The rows of a case read back as the entries of intake: for editing pages, digests and export."""

import hashlib
import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from cases.intake import (
    ApplicationEntry,
    CitationEntry,
    PartyEntry,
    ServiceEntry,
    UrDecisionEntry,
)
from cases.models import AdministratorCitation, Case, DisputedService, Party

# The fields of an entry that are kept as columns of the application.
OF_APPLICATION = (
    "signed_on",
    "has_ur_decision_attached",
    "has_outside_dispute",
    "outside_dispute_on",
    "dispute_resolved_on",
    "is_review_agreed",
    "filed_by",
    "is_signed",
    "has_records_consent",
    "is_form_given",
    "form_given_on",
    "is_threat_certified",
    "jurisdictional_claim_number",
    "primary_diagnosis",
)


def party_entry(party: Party) -> PartyEntry:
    """Return the party as it would be entered."""
    return PartyEntry(**{field.name: getattr(party, field.name) for field in fields(PartyEntry)})


def service_entries(case: Case) -> tuple[ServiceEntry, ...]:
    """Return the case's disputed services, in order, as they would be entered."""
    services = list(
        case.services.order_by("position").prefetch_related("administrator_citations").all()
    )
    place_by_key = {service.pk: place for place, service in enumerate(services, start=1)}
    return tuple(_service_entry(service, place_by_key) for service in services)


def application_entry(case: Case) -> ApplicationEntry:
    """Return everything of the case's application as it would be entered today."""
    application, ur_decision = case.application, case.ur_decision
    return ApplicationEntry(
        application_received_on=case.application_received_on,
        date_of_injury=case.date_of_injury,
        date_of_injury_to=case.date_of_injury_to,
        ur_decision=UrDecisionEntry(
            decided_on=ur_decision.decided_on,
            served_on=ur_decision.served_on,
            service_method=ur_decision.service_method,
            rfa_on=ur_decision.rfa_on,
            is_expedited=ur_decision.is_expedited,
        ),
        parties=tuple(party_entry(party) for party in case.parties.order_by("pk")),
        services=service_entries(case),
        **{name: getattr(application, name) for name in OF_APPLICATION},
        is_formulary_dispute=case.is_formulary_dispute,
        claim_number=case.claim_number,
        adj_number=case.adj_number,
        priority=case.priority,
        organization_id=case.organization_id,
        case_number=case.case_number,
    )


def entry_digest(entry: Any) -> str:
    """Return a digest of entries: equal for equal values, to see whether someone changed them."""
    values = [asdict(one) for one in entry] if isinstance(entry, tuple) else asdict(entry)
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def plain_entry(values: Any) -> Any:
    """Return the values of an entry as JSON has them."""
    if isinstance(values, dict):
        return {name: plain_entry(value) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [plain_entry(value) for value in values]
    return values.isoformat() if isinstance(values, date) else values


def service_entry_of(plain: dict[str, Any]) -> ServiceEntry:
    """Return the service that a plain entry says."""
    citations = [
        CitationEntry(**{**one, "sections": tuple(one["sections"]), "pages": tuple(one["pages"])})
        for one in plain["administrator_citations"]
    ]
    days = tuple(date.fromisoformat(day) for day in plain["dates_of_service"])
    lists = {"codes": tuple(plain["codes"]), "dates_of_service": days, "answers": None}
    return ServiceEntry(**{**plain, **lists, "administrator_citations": tuple(citations)})


def _service_entry(service: DisputedService, place_by_key: dict[int, int]) -> ServiceEntry:
    return ServiceEntry(
        requested=service.requested,
        ur_action=service.ur_action,
        modification=service.modification,
        authorized=service.authorized,
        eligible_portion=service.eligible_portion,
        category=service.category,
        subcategory=service.subcategory,
        codes=tuple(service.codes),
        quantity=service.quantity,
        dates_of_service=tuple(service.dates_of_service),
        ur_reason=service.ur_reason,
        depends_on=place_by_key.get(service.depends_on_id or 0),
        administrator_basis=service.administrator_basis,
        administrator_citations=tuple(
            _citation_entry(citation) for citation in service.administrator_citations.all()
        ),
    )


def _citation_entry(citation: AdministratorCitation) -> CitationEntry:
    return CitationEntry(
        source=citation.source,
        title=citation.title,
        year=citation.year,
        sections=tuple(citation.sections),
        pages=tuple(citation.pages),
        text=citation.text,
    )

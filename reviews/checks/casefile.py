"""A letter's view from a case file; what `synthetic_fields` lists counts as not known."""

from typing import Any

from cases.casefiles.determination import DecisionEntry, determination_entry
from cases.casefiles.entries import application_entry, record_entries
from cases.intake import ApplicationEntry, ServiceEntry
from reviews.checks.view import LetterView, RecordView, ServiceView

WORKER = "injured_worker"


def view_of_case_file(document: dict[str, Any]) -> LetterView | None:
    """Return the view of a parsed document; None for one that has no determination."""
    determination = determination_entry(document)
    if determination is None:
        return None
    entry = application_entry(document)
    synthetic = frozenset(document.get("synthetic_fields") or ())
    decided_on = determination.decision_on
    return LetterView(
        case_number=entry.case_number,
        injured_on=entry.date_of_injury,
        injured_to=entry.date_of_injury_to,
        ur_decided_on=_unless(synthetic, "ur_decision_date", entry.ur_decision.decided_on),
        applied_on=entry.application_received_on,
        rfa_on=_unless(synthetic, "rfa_date", entry.ur_decision.rfa_on),
        decided_on=_unless(synthetic, "decision_date", decided_on),
        summary=determination.clinical_case_summary,
        services=tuple(
            _service(place, service, decision)
            for place, (service, decision) in enumerate(
                zip(entry.services, determination.decisions, strict=False), start=1
            )
        ),
        records=_records(document, synthetic),
        claim_number=_unless(synthetic, "claim_number", entry.claim_number) or "",
        **_people(entry, synthetic),
    )


def _unless(synthetic: frozenset[str], key: str, value: Any) -> Any:
    return None if key in synthetic else value


def _people(entry: ApplicationEntry, synthetic: frozenset[str]) -> dict[str, Any]:
    if "parties" in synthetic:
        return {}
    worker = entry.party(WORKER)
    return {
        "names": tuple((party.role, party.name) for party in entry.parties),
        "born_on": worker.date_of_birth if worker else None,
        "sex": worker.sex if worker else "",
    }


def _records(document: dict[str, Any], synthetic: frozenset[str]) -> tuple[RecordView, ...] | None:
    rows = record_entries(document)
    if "records" in synthetic or not rows:
        return None
    return tuple(
        RecordView(
            label=row.title, kind=row.kind, author=row.author, title=row.title,
            dated=row.date_of_service,
        )
        for row, _ in rows
    )  # fmt: skip


def _service(place: int, service: ServiceEntry, decision: DecisionEntry) -> ServiceView:
    return ServiceView(
        position=place,
        requested=service.requested,
        ur_action=service.ur_action,
        modification=service.modification,
        authorized=service.authorized,
        eligible_portion=service.eligible_portion,
        quantity=service.quantity,
        category=service.category,
        dates_of_service=service.dates_of_service,
        ur_reason=service.ur_reason,
        depends_on=service.depends_on,
        administrator_basis=service.administrator_basis,
        administrator_citations=service.administrator_citations,
        outcome=decision.outcome,
        basis=decision.imro_basis,
        citations=decision.citations,
        rationale=decision.rationale,
        has_opioid_notice=decision.has_opioid_notice,
    )

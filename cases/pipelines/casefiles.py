"""Reads the rows of a case back as a case file: what came in, with what has changed since."""

import json
from typing import Any

from cases.casefiles.merge import merged
from cases.casefiles.parse import is_equal
from cases.casefiles.project import HeldCase, HeldRecord, known, project_case
from cases.entries import application_entry
from cases.intake.records import RecordEntry
from cases.models import Case, DisputedService, EligibilityDecision, MedicalRecord
from cases.models.disputes import ELIGIBILITY_FACTS

DETERMINATION = "determination"
# What the steps of a case add by themselves; the rest of a projection only a person changes.
ADDED_TO_CASE = ("recorded", "date_assigned", "records_complete_date")
# What the application says beyond the keys of the format.
OF_FORM = (
    "filed_by",
    "is_signed",
    "has_records_consent",
    "is_form_given",
    "form_given_on",
    "is_threat_certified",
    "is_review_agreed",
    "dispute_resolved_on",
    "jurisdictional_claim_number",
    "primary_diagnosis",
)
ADDED_TO_RECORD = ("pages", "sha256", "is_synthetic")


def projection(case: Case) -> dict[str, Any]:
    """Return what the rows of the file say now, without a determination."""
    return project_case(_held(case))


def exported(case: Case) -> dict[str, Any]:
    """Return the case file as the file of the case has it; a determination as it was imported."""
    application, now = case.application, projection(case)
    if not application.document:
        return now
    came = json.loads(application.document)
    return merged(came, application.projection or {}, now)


def exported_with(case: Case, before: dict[str, Any], now: dict[str, Any] | None) -> dict[str, Any]:
    """Return the case file with a determination written since.

    `before` is what was imported, as its own projection would have it; `now` is None where what has
    been written may not be shown or has been taken back.
    """
    document = exported(case)
    came = document.pop(DETERMINATION, None)
    if now is not None:
        document[DETERMINATION] = merged(came, before, now) if came else now
    return document


def is_same_document(case: Case, document: dict[str, Any]) -> bool:
    """Whether the case came in as this document, whatever was changed since."""
    kept = case.application.document
    return bool(kept) and is_equal(json.loads(kept), document)


def is_as_imported(case: Case, document: dict[str, Any]) -> bool:
    """Whether the case came in as this document and nobody has changed it, steps apart."""
    application = case.application
    if not is_same_document(case, document):
        return False
    return is_equal(_lasting(application.projection), _lasting(projection(case)))


def _lasting(projected: dict[str, Any]) -> dict[str, Any]:
    lasting = {key: value for key, value in projected.items() if key not in ADDED_TO_CASE}
    lasting["records"] = [
        {key: value for key, value in record.items() if key not in ADDED_TO_RECORD}
        for record in projected.get("records", [])
    ]
    return lasting


def _held(case: Case) -> HeldCase:
    records = list(case.records.select_related("superseded_by"))
    return HeldCase(
        entry=application_entry(case),
        organization_name=case.organization.name,
        organization_short_name=case.organization.short_name,
        assigned_on=case.assigned_on,
        records_complete_on=case.records_complete_on,
        records=tuple(_held_record(record) for record in records if not record.superseded_at),
        recorded=_recorded(case, records),
    )


def _held_record(record: MedicalRecord) -> HeldRecord:
    return HeldRecord(
        entry=RecordEntry(
            kind=record.kind,
            source=record.source,
            title=record.title,
            author=record.author,
            date_of_service=record.date_of_service,
            received_on=record.received_on,
        ),
        pages=record.pages,
        sha256=record.file_sha256,
        is_synthetic=record.is_synthetic,
    )


def _eligibility(case: Case) -> list[dict[str, Any]]:
    """Return what was found on each service, where it was not found on all alike."""
    decisions = EligibilityDecision.objects.current().filter(service__case=case)
    found = [
        known(
            {
                "service": decision.service.position,
                "outcome": decision.outcome,
                "code": decision.code,
                "reason": decision.reason,
            }
        )
        for decision in decisions.select_related("service").order_by("service__position")
    ]
    return found if len({(one["outcome"], one["reason"]) for one in found}) > 1 else []


def _form(case: Case) -> dict[str, Any]:
    """Return what the paper form says and version 1 has no key for."""
    said = {name: getattr(case.application, name) for name in OF_FORM}
    services = [
        known({"service": service.position} | _stated(service))
        for service in case.services.order_by("position")
    ]
    said |= {
        "ur_was_expedited": case.ur_decision.is_expedited,
        "services": [one for one in services if len(one) > 1],
    }
    return known(said)


def _stated(service: DisputedService) -> dict[str, Any]:
    return {name: getattr(service, name) for name in ELIGIBILITY_FACTS}


def _endings(case: Case) -> list[dict[str, Any]]:
    """Return what ended without a determination, service by service; not what was taken back."""
    return [
        known(
            {
                "services": [row.service.position for row in ending.ended_services.all()],
                "reason": ending.reason,
                "told_by": ending.told_by,
                "happened_on": ending.happened_on,
                "noticed_on": ending.noticed_on,
                "explanation": ending.explanation,
            }
        )
        for ending in case.endings.standing().prefetch_related("ended_services__service")
    ]


def _recorded(case: Case, records: list[MedicalRecord]) -> dict[str, Any]:
    return {
        "status": case.status,
        "form": _form(case),
        "eligibility_reason": case.eligibility_reason,
        "ending_reason": case.ending_reason,
        "eligibility": _eligibility(case),
        "endings": _endings(case),
        "records_not_received": case.records_not_received,
        "contact_notes": [
            {"noted_at": note.noted_at.isoformat(), "text": note.text}
            for note in case.contact_notes.order_by("pk")
        ],
        "superseded_records": [
            {
                "title": record.title,
                "kind": record.kind,
                "superseded_at": record.superseded_at.isoformat(),
                "reason": record.superseded_reason,
            }
            for record in records
            if record.superseded_at
        ],
    }

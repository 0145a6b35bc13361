"""Intake, division and consolidation: every constraint of theirs, violated by raw rows."""

from collections.abc import Callable
from datetime import timedelta

from django.db import models

from cases.models import Consolidation, ServiceChange
from tests.factories import (
    NOON,
    make_attachment,
    make_case,
    make_case_file_upload,
    make_intake_draft,
    make_user,
)
from tests.factories.intake import make_case_file_record


def change(row: models.Model, **values: object) -> None:
    """Write the values as SQL does, past every form and action."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def repeat(row: models.Model) -> None:
    """Write a second row like the first."""
    row.pk, row._state.adding = None, True
    row.save(force_insert=True)


def division(**values: object) -> ServiceChange:
    known = {"kind": "split", "before": [], "after": [], "reason": "Two requests."} | values
    known |= {"changed_by": make_user("coordinator"), "changed_at": NOON}
    return ServiceChange.objects.create(case=make_case(), **known)


def consolidation() -> Consolidation:
    known = {"consolidated_by": make_user("coordinator"), "consolidated_at": NOON}
    return Consolidation.objects.create(
        leading=make_case(), case=make_case(), reason="One dispute.", **known
    )


VIOLATIONS: dict[str, Callable[[], object]] = {
    "cases_a_division_of_services_says_why": lambda: division(reason=""),
    "cases_a_case_is_consolidated_into_one": lambda: repeat(consolidation()),
    "cases_a_case_does_not_lead_itself": lambda: change(consolidation(), leading=models.F("case")),
    "cases_a_consolidation_says_why": lambda: change(consolidation(), reason=""),
    "cases_a_separation_says_why": lambda: change(consolidation(), separated_at=NOON),
    "cases_a_case_file_waits_has_faults_or_is_a_case": lambda: make_case_file_upload(content=""),
    "cases_a_case_file_has_its_digest": lambda: make_case_file_upload(sha256="x"),
    "cases_a_half_typed_application_is_saved_after_it_is_begun": lambda: make_intake_draft(
        saved_at=NOON - timedelta(days=1)
    ),
    "cases_one_attachment_a_kind": lambda: repeat(make_attachment(make_intake_draft())),
    "cases_an_application_brings_its_form_and_the_ur_decision": lambda: make_attachment(
        make_intake_draft(), kind="other"
    ),
    "cases_an_attachment_has_its_file_and_pages": lambda: make_attachment(
        make_intake_draft(), pages=0
    ),
    "cases_a_record_of_a_case_file_has_one_file": lambda: repeat(make_case_file_record()),
    "cases_a_file_of_a_case_file_has_digest_and_pages": lambda: change(
        make_case_file_record(), pages=0
    ),
}

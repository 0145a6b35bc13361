"""The records of a case as a section of a page, and what may be done with them."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from cases import access
from cases.bundles.lifecycle import FileStep
from cases.bundles.routing import SENTENCES
from cases.lifecycle import CASE, OPEN_FOR_RECORDS
from cases.models import Case, MedicalRecord
from cases.pipelines import recognition

register = template.Library()

STEPS = ("request_records", "complete_records")


@dataclass(frozen=True)
class PanelAction:
    """A button of the section; `is_next` marks a step of the case."""

    label: str
    url: str
    is_next: bool = False


@register.inclusion_tag("cases/records/_panel.html", takes_context=True)
def records_panel(
    context: template.RequestContext, case: Case, steps: bool = True
) -> dict[str, Any]:
    """Show the records that the user may see, with the case's steps for records if `steps`."""
    user = context["request"].user
    if not access.may_view_records(user, case):
        return {"case": case, "may_view": False}
    every = list(case.records.of_this_case().select_related("received_file"))
    current = [record for record in every if record.superseded_at is None]
    return {
        "case": case,
        "may_view": True,
        "records": current,
        "superseded": [one for one in every if one.superseded_at and not _is_rejected(one)],
        "rejected": [one for one in every if one.superseded_at and _is_rejected(one)],
        "pages": sum(record.pages or 0 for record in current),
        "waiting": sum(1 for record in current if not record.file_sha256),
        "actions": _actions(user, case, steps),
        "may_upload": _may(user, "cases.upload_records", case),
        "may_supersede": _may(user, "cases.supersede_record", case),
    }


@register.simple_tag(takes_context=True)
def may_supersede(context: template.RequestContext, case: Case, record: MedicalRecord) -> bool:
    """Whether the button to supersede this record is shown."""
    user = context["request"].user
    return record.superseded_at is None and _may(user, "cases.supersede_record", case)


@register.simple_tag(takes_context=True)
def may_attach(context: template.RequestContext, case: Case, record: MedicalRecord) -> bool:
    """Whether the form for the missing file is shown."""
    user = context["request"].user
    return record.superseded_at is None and _may(user, "cases.upload_records", case)


@register.simple_tag(takes_context=True)
def may_read_anew(context: template.RequestContext, case: Case, record: MedicalRecord) -> bool:
    """Whether the button to read scanned pages anew is shown: some were read, or given up."""
    user = context["request"].user
    is_open = record.superseded_at is None and _may(user, "cases.sort_pages", case)
    return is_open and recognition.scans_to_reread(record).exists()


@register.filter
def tray_sentence(reason: str) -> str:
    """Say why pages wait in the tray."""
    return SENTENCES.get(reason, "")


@register.filter
def field_words(name: str) -> str:
    """Say a field of a document as people call it."""
    return name.replace("_", " ").capitalize()


def _is_rejected(record: MedicalRecord) -> bool:
    """Whether no page ever came of it: a step refused its file."""
    file = record.received_file
    return file is not None and file.step == FileStep.REJECTED


def _may(user: Any, permission: str, case: Case) -> bool:
    return case.status in OPEN_FOR_RECORDS and user.has_perm(permission)


def _actions(user: Any, case: Case, steps: bool) -> list[PanelAction]:
    actions = [
        PanelAction(step.label, reverse(f"cases:{step.name}", args=[case.case_number]), True)
        for step in CASE.open_steps(case.status)
        if steps and step.name in STEPS and user.has_perm(step.permission)
    ]
    if _may(user, "cases.sort_pages", case) and case.record_pages.exists():
        url = reverse("cases:sort_pages", args=[case.case_number])
        actions.insert(0, PanelAction("Pages to confirm", url))
    if _may(user, "cases.upload_records", case):
        url = reverse("cases:upload_record", args=[case.case_number])
        actions.insert(0, PanelAction("Upload records", url))
    return actions

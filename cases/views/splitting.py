"""The page on which a bundle is split into its documents, or one document is confirmed."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access, sorting
from cases.actions.splitting import (
    DocumentEntry,
    confirm_document,
    document_before,
    split_record,
)
from cases.errors import Refused
from cases.forms.splitting import PartForm
from cases.models import Case, MedicalRecord
from cases.pipelines.splitting import propose_parts

MOST_ALSO = 50


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Propose the documents of a bundle, and write them as confirmed."""
    access.open_case(request.user, case_number, permission="cases.supersede_record")
    record = access.open_record(request.user, case_number, record_id)
    data = request.POST if request.method == "POST" else None
    also = _also(request)
    parts = propose_parts(record, also)
    known = record if len(parts) == 1 else None
    forms = [PartForm(part, data, known) for part in parts]
    refusals: list[str] = []
    if request.method == "POST" and forms and all(form.is_valid() for form in forms):
        try:
            _write(request, record, _entries(forms))
        except Refused as refusal:
            refusals = list(refusal.reasons)
        else:
            return _go_on(record.case)
    context = {
        "case": record.case,
        "record": record,
        "forms": forms,
        "also": also,
        "refusals": refusals,
        "before": document_before(record),
    }
    status = 409 if refusals else 200
    return render(request, "cases/records/split.html", context, status=status)


def _write(request: HttpRequest, record: MedicalRecord, entries: Sequence[DocumentEntry]) -> None:
    now = timezone.now()
    if len(entries) == 1:
        confirm_document(record, entries[0], by=request.user, at=now)
        messages.success(request, f"Record {record.position} is confirmed.")
        return
    made = split_record(record, entries, by=request.user, at=now)
    messages.success(request, f"The bundle is {len(made)} documents now.")


def _go_on(case: Case) -> HttpResponse:
    """Go to the next document that waits, or to the list where none does."""
    waiting = sorting.next_to_confirm(case)
    if waiting is None:
        return redirect("cases:sort_pages", case.case_number)
    return redirect("cases:split_record", case.case_number, waiting.pk)


def _also(request: HttpRequest) -> list[int]:
    """Return the places where a person says that a document begins."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = sent.getlist("also")[:MOST_ALSO]
    return sorted({int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 7})


def _entries(forms: list[PartForm]) -> list[DocumentEntry]:
    """Return the documents that begin where a box is ticked; the first always does."""
    return [
        DocumentEntry(
            first=form.part.first,
            kind=form.cleaned_data["kind"],
            author=form.cleaned_data["author"],
            facility=form.cleaned_data["facility"],
            date_of_service=form.cleaned_data["date_of_service"],
            sources=form.value_sources,
        )
        for place, form in enumerate(forms)
        if place == 0 or form.cleaned_data["begins"]
    ]

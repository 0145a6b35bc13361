"""The page on which a bundle is split into its documents, each boundary confirmed by a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions.splitting import DocumentEntry, split_record
from cases.errors import Refused
from cases.forms.splitting import PartForm
from cases.pipelines.splitting import propose_parts


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Propose the documents of a bundle, and split it as confirmed."""
    access.open_case(request.user, case_number, permission="cases.supersede_record")
    record = access.open_record(request.user, case_number, record_id)
    data = request.POST if request.method == "POST" else None
    forms = [PartForm(part, data) for part in propose_parts(record)]
    refusals: list[str] = []
    if request.method == "POST" and forms and all(form.is_valid() for form in forms):
        try:
            made = split_record(record, _entries(forms), by=request.user, at=timezone.now())
        except Refused as refusal:
            refusals = list(refusal.reasons)
        else:
            messages.success(request, f"The bundle is {len(made)} documents now.")
            return redirect("cases:records", record.case.case_number)
    context = {"case": record.case, "record": record, "forms": forms, "refusals": refusals}
    status = 409 if refusals else 200
    return render(request, "cases/records/split.html", context, status=status)


def _entries(forms: list[PartForm]) -> list[DocumentEntry]:
    """Return the documents that begin where a box is ticked; the first always does."""
    return [
        DocumentEntry(
            first=form.part.first,
            kind=form.cleaned_data["kind"],
            author=form.cleaned_data["author"],
            facility=form.cleaned_data["facility"],
            date_of_service=form.cleaned_data["date_of_service"],
        )
        for place, form in enumerate(forms)
        if place == 0 or form.cleaned_data["begins"]
    ]

"""The page on which a bundle is split into its documents, or one document is confirmed."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, book, sorting
from cases.actions.records import require_open_for_records
from cases.actions.splitting import (
    DocumentEntry,
    confirm_document,
    document_before,
    split_record,
    standing_of,
)
from cases.errors import Refused
from cases.forms.splitting import Boundaries, PartForm, place_named
from cases.models import Case, MedicalRecord
from cases.pipelines.splitting import Proposal, pages_behind, propose_documents


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Propose the documents of a bundle, add a boundary, and write them as confirmed."""
    case = access.open_case(request.user, case_number, permission="cases.supersede_record")
    require_open_for_records(case)
    record = access.open_record(request.user, case_number, record_id)
    refusals: list[str] = []
    shown = Boundaries(request.POST)
    if request.method == "POST":
        proposal = propose_documents(record, shown.places, has_rest=shown.has_rest)
        forms = _forms(request, record, proposal)
        if shown.is_adding:
            refusals = shown.refusals(record.pages or 0)
        elif all(form.is_valid() for form in forms):
            try:
                _write(request, record, _entries(forms, record, proposal), seen=shown.seen)
            except Refused as refusal:
                refusals = list(refusal.reasons)
                record.refresh_from_db()
                proposal = propose_documents(record)
                forms = _forms(request, record, proposal, as_sent=False)
            else:
                return _go_on(record.case)
    else:
        proposal = propose_documents(record)
        forms = _forms(request, record, proposal, as_sent=False)
    context = {
        "case": record.case,
        "record": record,
        "forms": forms,
        "rest": proposal.rest,
        "rest_key": book.key_of(proposal.rest.pk, proposal.rest.number) if proposal.rest else "",
        "looked": proposal.looked,
        "seen": shown.seen if shown.is_adding else standing_of(record),
        "added": shown.added,
        "refusals": refusals,
        "before": document_before(record),
    }
    status = 409 if refusals else 200
    return render(request, "cases/records/split.html", context, status=status)


@require_GET
def other_pages(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Show the pages on which another document could begin: in the table, or on their own page."""
    case = access.open_case(request.user, case_number, permission="cases.supersede_record")
    record = access.open_record(request.user, case_number, record_id)
    first = place_named(request.GET.get("first", "")) or 1
    last = place_named(request.GET.get("last", "")) or record.pages or 1
    pages = pages_behind(record, first, last)
    context = {
        "case": case,
        "record": record,
        "first": first,
        "last": last,
        "pages": [(page, book.key_of(page.pk, page.number)) for page in pages],
        "not_shown": last - first - len(pages),
    }
    name = "_strip" if request.htmx else "strip"
    return render(request, f"cases/records/{name}.html", context)


def _forms(
    request: HttpRequest,
    record: MedicalRecord,
    proposal: Proposal,
    *,
    as_sent: bool = True,
) -> list[PartForm]:
    """Return a form a part, with what was typed into it."""
    known = record if len(proposal.parts) == 1 and proposal.rest is None else None
    return [PartForm(part, request.POST if as_sent else None, known) for part in proposal.parts]


def _write(
    request: HttpRequest, record: MedicalRecord, entries: Sequence[DocumentEntry], *, seen: str
) -> None:
    now = timezone.now()
    if len(entries) == 1 and not entries[0].is_left:
        confirm_document(record, entries[0], by=request.user, at=now, seen=seen)
        messages.success(request, f"Record {record.position} is confirmed.")
        return
    made = split_record(record, entries, by=request.user, at=now, seen=seen)
    told = f"The bundle is {len(made)} documents now."
    if entries[-1].is_left:
        told += f" Nobody has confirmed the last {made[-1].pages:,} pages: split them next."
    messages.success(request, told)


def _go_on(case: Case) -> HttpResponse:
    """Go to the next document that waits, or to the list where none does."""
    waiting = sorting.next_to_confirm(case)
    if waiting is None:
        return redirect("cases:sort_pages", case.case_number)
    return redirect("cases:split_record", case.case_number, waiting.pk)


def _entries(
    forms: list[PartForm], record: MedicalRecord, proposal: Proposal
) -> list[DocumentEntry]:
    """Return the documents that begin where a box is ticked; the first and what is left always."""
    rest = proposal.rest
    left = [DocumentEntry(rest.first, record.kind, is_left=True)] if rest else []
    begun = [
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
    return begun + left

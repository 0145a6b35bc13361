"""The pages on which a coordinator confirms what the engines found among the pages of a case."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, book, sorting
from cases.actions import pages as actions
from cases.actions.records import OPEN_FOR_RECORDS
from cases.actions.splitting import join_document
from cases.errors import Refused
from cases.forms.sorting import FOLD, RELEASE, UNFOLD, WITHHOLD, DecideForm
from cases.models import Case, RecordPage

SAID = {
    FOLD: "folded away",
    UNFOLD: "back in the book",
    WITHHOLD: "withheld from the book",
    RELEASE: "this patient's",
}


@require_http_methods(["GET", "POST"])
def sort_pages(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what waits for a person, and take in one answer for some pages."""
    case = access.open_case(request.user, case_number, permission="cases.sort_pages")
    form, status = DecideForm(), 200
    if request.method == "POST":
        form = DecideForm(request.POST)
        if form.is_valid():
            try:
                pages = _decide(case, form, by=request.user, at=timezone.now())
            except Refused as refusal:
                if request.headers.get("HX-Request"):
                    raise
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                return _decided(request, case, pages, form.cleaned_data["act"])
    context = {"case": case, "sorting": sorting.sorting_of(case), "form": form}
    context["is_open"] = case.status in OPEN_FOR_RECORDS
    return render(request, "cases/sorting/page.html", context, status=status)


@require_GET
def compare_pages(request: HttpRequest, case_number: str, page_key: str) -> HttpResponse:
    """Show a page beside the one that it repeats, and what differs."""
    access.open_case(request.user, case_number, permission="cases.sort_pages")
    page = access.open_page(request.user, case_number, page_key, "text")
    compared = sorting.comparison_of(page)
    if compared is None:
        raise Http404("This page repeats no other.")
    access.note_page(request.user, compared.twin, "text")
    [row] = sorting.rows_of(page.case, [page.number])
    context = {"case": page.case, "compared": compared, "row": row}
    context["is_open"] = page.case.status in OPEN_FOR_RECORDS
    context["twin_key"] = book.key_of(compared.twin.pk, compared.twin.number)
    return render(request, "cases/sorting/compare.html", context)


@require_POST
def join_record(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Put the pages of a document back behind those of the one before it."""
    access.open_case(request.user, case_number, permission="cases.supersede_record")
    record = access.open_record(request.user, case_number, record_id)
    whole = join_document(record, by=request.user, at=timezone.now())
    messages.success(request, f"Joined with record {whole.position}, “{whole.title}”.")
    return redirect("cases:split_record", case_number, whole.pk)


def _decide(case: Case, form: DecideForm, *, by: Any, at: datetime) -> list[RecordPage]:
    act, numbers = form.cleaned_data["act"], form.cleaned_data["numbers"]
    if act in (FOLD, UNFOLD):
        return actions.fold_pages(case, numbers, is_folded=act == FOLD, by=by, at=at)
    return actions.judge_pages(case, numbers, is_foreign=act == WITHHOLD, by=by, at=at)


def _decided(request: HttpRequest, case: Case, pages: list[RecordPage], act: str) -> HttpResponse:
    is_one = len(pages) == 1
    if is_one and request.headers.get("HX-Request"):
        rows = sorting.rows_of(case, [page.number for page in pages])
        context = {"case": case, "row": rows[0], "is_open": True}
        return render(request, "cases/sorting/_row.html", context)
    counted = f"Page {pages[0].number} is" if is_one else f"{len(pages)} pages are"
    messages.success(request, f"{counted} {SAID[act]}.")
    if request.headers.get("HX-Request"):
        # Copies went with the page: their rows are elsewhere in the list.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect(reverse("cases:sort_pages", args=[case.case_number]))

"""The page of the checklist: what was asked for, and what became of each item."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import expected as actions
from cases.errors import Refused
from cases.forms.expected import ItemRow, rows_of
from cases.models import Case
from cases.silences import items_of


@require_http_methods(["GET", "POST"])
def expected_records(request: HttpRequest, case_number: str) -> HttpResponse:
    """Tick what came, and say why the rest did not; or take every suggestion at once."""
    case = access.open_case(request.user, case_number, permission=actions.SETTLE)
    if not access.may_view_records(request.user, case):
        raise Http404(access.NOT_FOUND)
    if request.method == "GET":
        return _page(request, case, _rows(case))
    rows = _rows(case, request.POST)
    try:
        settled = _suggested(rows) if request.POST.get("do") == "confirm" else _typed(rows)
        if settled is None:
            return _page(request, case, rows)
        if settled:
            actions.settle_items(case, settled, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, case, rows, reasons=list(refusal.reasons), status=409)
    count = len(settled)
    words = f"{count} item{'' if count == 1 else 's'} settled." if count else "Nothing changed."
    messages.success(request, words)
    return redirect("cases:expected_records", case.case_number)


def _rows(case: Case, data: Any = None) -> list[ItemRow]:
    documents = actions.current_documents(case)
    return rows_of(items_of(case), documents, actions.suggestions_of(case), data)


def _typed(rows: list[ItemRow]) -> list[actions.Settled] | None:
    """Return what was typed and changes something; None where a field says what is wrong."""
    if any(row.form.errors for row in rows):
        return None
    return [one for row in rows if (one := row.form.settled()) is not None]


def _suggested(rows: list[ItemRow]) -> list[actions.Settled]:
    return [
        actions.Settled(row.item.code, actions.State.RECEIVED, tuple(row.form.initial["records"]))
        for row in rows
        if row.has_suggestion
    ]


def _page(
    request: HttpRequest,
    case: Case,
    rows: list[ItemRow],
    reasons: Any = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "rows": rows,
        "reasons": reasons,
        "suggested": sum(row.has_suggestion for row in rows),
        "is_open": case.status in actions.MAY_BE_SETTLED,
    }
    return render(request, "cases/expected/page.html", context, status=status)

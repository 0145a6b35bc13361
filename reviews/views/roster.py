"""Pages of the roster: who may judge, one reviewer's record, adding and editing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.errors import Refused
from reviews import access, standing
from reviews.actions import roster as actions
from reviews.forms.roster import AccountForm, RecordForms
from reviews.models import Reviewer

NAMES = "reviews.view_reviewer_names"
EDIT = "reviews.edit_roster"


@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """List everybody on the roster, with what would stand in the way of an offer today."""
    access.require(request.user, "reviews.view_roster")
    rows = standing.everybody(on=timezone.localdate())
    context = {"rows": rows, **_may(request)}
    return render(request, "reviews/roster/roster.html", context)


@require_GET
def reviewer(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """Show one reviewer's record."""
    row = access.open_reviewer(request.user, pseudonym)
    context = {"row": standing.of_reviewer(row, on=timezone.localdate()), **_may(request)}
    return render(request, "reviews/roster/reviewer.html", context)


@require_http_methods(["GET", "POST"])
def add_reviewer(request: HttpRequest) -> HttpResponse:
    """Put an account on the roster."""
    access.require(request.user, EDIT)
    if request.method == "GET":
        return _record_page(request, RecordForms(), AccountForm())
    added = request.POST.get("add_row", "")
    account, forms = AccountForm(request.POST), RecordForms(request.POST, added=added)
    if added:
        return _record_page(request, forms, account)
    if not all([account.is_valid(), forms.is_valid()]):
        return _record_page(request, forms, account, status=400)
    try:
        row = actions.add_reviewer(
            account.chosen, forms.entry(), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        forms.refuse(refusal.reasons)
        return _record_page(request, forms, account, status=409)
    messages.success(request, f"{row.user.full_name} is on the roster as {row.pseudonym}.")
    return redirect("reviews:reviewer", row.pseudonym)


@require_http_methods(["GET", "POST"])
def edit_reviewer(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """Edit one reviewer's record."""
    row = access.open_reviewer(request.user, pseudonym, permission=EDIT)
    if request.method == "GET":
        return _record_page(request, RecordForms(reviewer=row), reviewer=row)
    added = request.POST.get("add_row", "")
    forms = RecordForms(request.POST, reviewer=row, added=added)
    if added:
        return _record_page(request, forms, reviewer=row)
    if not forms.is_valid():
        return _record_page(request, forms, reviewer=row, status=400)
    try:
        actions.edit_reviewer(row, forms.entry(), by=request.user, at=timezone.now())
    except Refused as refusal:
        forms.refuse(refusal.reasons)
        return _record_page(request, forms, reviewer=row, status=409)
    messages.success(request, f"The record of {row.pseudonym} is saved.")
    return redirect("reviews:reviewer", row.pseudonym)


def _record_page(
    request: HttpRequest,
    forms: RecordForms,
    account: AccountForm | None = None,
    *,
    reviewer: Reviewer | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"forms": forms, "account": account, "reviewer": reviewer}
    return render(request, "reviews/roster/record.html", context, status=status)


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_see_names": request.user.has_perm(NAMES),
        "may_edit": request.user.has_perm(EDIT),
    }

"""The pages of the steps that a coordinator takes: assignment."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions.assignment import assign_case as assign
from cases.errors import Refused
from cases.forms.steps import AssignCaseForm
from cases.lifecycle import CASE
from cases.models import Case

Take = Callable[[dict[str, Any]], Any]


@require_http_methods(["GET", "POST"])
def assign_case(request: HttpRequest, case_number: str) -> HttpResponse:
    """Record the date assigned."""
    case = access.open_case(request.user, case_number, permission="cases.assign_case")
    CASE.step("assign", case.status)
    form = AssignCaseForm(_posted(request), today=timezone.localdate())

    def take(values: dict[str, Any]) -> None:
        assign(case, by=request.user, at=timezone.now(), **values)
        messages.success(request, f"{case.case_number} is assigned.")

    return _step_page(request, case, form, take, "cases/steps/assign.html")


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step_page(
    request: HttpRequest, case: Case, form: forms.Form, take: Take, template: str
) -> HttpResponse:
    """Show the form; when it is sent and sound, take the step and go back to the case."""
    status = 200
    if form.is_bound and form.is_valid():
        try:
            take(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            return redirect(case)
    context = {"case": case, "form": form, "today": timezone.localdate()}
    return render(request, template, context, status=status)

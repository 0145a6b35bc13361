"""The page on which applications are consolidated into one case, and separated again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import consolidation as actions
from cases.consolidations import (
    candidates_of,
    consolidation_of,
    faults_against,
    leading_of,
    led_by,
)
from cases.errors import Refused
from cases.forms.division import ConsolidateForm, ReasonForm
from cases.models import Case, Consolidation

SEPARATE = "separate"


@require_http_methods(["GET", "POST"])
def consolidate_case(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what could be decided together and what is; join another case, or separate one."""
    case = access.open_case(request.user, case_number, permission="cases.consolidate_cases")
    if request.method == "GET":
        first = next(iter(candidates_of(case)), None)
        form = ConsolidateForm(initial={"other": first.case_number if first else ""})
        return _show(request, case, form)
    if request.POST.get("do", "") == SEPARATE:
        return _separate(request, case)
    form = ConsolidateForm(request.POST)
    other = _other(request, form) if form.is_valid() else None
    if other is None:
        return _show(request, case, form)
    return _consolidate(request, case, other, form)


def _consolidate(
    request: HttpRequest, case: Case, other: Case, form: ConsolidateForm
) -> HttpResponse:
    leading, joining = leading_of(case, other)
    for fault in faults_against(leading, joining):
        form.add_error("other", fault)
    if form.errors:
        return _show(request, case, form, status=409)
    reason = form.cleaned_data["reason"]
    try:
        actions.consolidate_cases(
            leading, joining, by=request.user, at=timezone.now(), reason=reason
        )
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _show(request, case, form, status=409)
    messages.success(
        request, f"{joining.case_number} is decided with {leading.case_number} from now on."
    )
    return redirect(leading)


def _separate(request: HttpRequest, case: Case) -> HttpResponse:
    consolidation = _consolidation(request, case)
    form = ReasonForm(request.POST, prefix=SEPARATE)
    if not form.is_valid():
        return _show(request, case, ConsolidateForm(), separate=form)
    try:
        actions.separate_cases(
            consolidation,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _show(request, case, ConsolidateForm(), separate=form, status=409)
    messages.success(request, f"{consolidation.case.case_number} is a case of its own again.")
    return redirect(consolidation.case)


def _other(request: HttpRequest, form: ConsolidateForm) -> Case | None:
    """Return the case that was named, leaving a row of the look; a sentence where there is none."""
    try:
        return access.open_case(request.user, form.cleaned_data["other"])
    except Http404:
        form.add_error("other", "There is no case with this number.")
        return None


def _consolidation(request: HttpRequest, case: Case) -> Consolidation:
    number = request.POST.get("case", "")
    own = consolidation_of(case)
    for one in [*led_by(case), *([own] if own else [])]:
        if one.case.case_number == number:
            return one
    raise Http404("These two are not consolidated any more.")


def _show(
    request: HttpRequest,
    case: Case,
    form: ConsolidateForm,
    *,
    separate: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "separate": separate or ReasonForm(prefix=SEPARATE),
        "candidates": [(other, leading_of(case, other)[0]) for other in candidates_of(case)],
        "led": led_by(case),
        "own": consolidation_of(case),
    }
    return render(request, "cases/consolidations/page.html", context, status=status)

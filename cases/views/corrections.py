"""The page that corrects what intake mistyped of the application."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import corrections as actions
from cases.actions.disputes import letter_limits
from cases.actions.parties import refuse_late_change
from cases.entries import application_entry
from cases.errors import Refused
from cases.forms.applications import CorrectionForm
from cases.intake import problems
from cases.models import Case


@require_http_methods(["GET", "POST"])
def correct_application(request: HttpRequest, case_number: str) -> HttpResponse:
    """Correct dates and numbers of the application."""
    case = access.open_case(request.user, case_number, permission="cases.correct_application")
    stored = application_entry(case)
    if request.method == "GET":
        refuse_late_change(case, "application")
        form = CorrectionForm(initial={**vars(stored), **vars(stored.ur_decision)})
        return _show(request, case, form, actions.facts_digest(stored))
    form, revision = CorrectionForm(request.POST), request.POST.get("revision", "")
    if not form.is_valid():
        return _show(request, case, form, revision)
    entry = replace(stored, **form.values())
    form.show(problems(entry, timezone.localdate(), letter_limits()))
    if form.errors:
        return _show(request, case, form, revision)
    try:
        actions.correct_application(
            case, entry, by=request.user, at=timezone.now(), revision=revision
        )
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _show(request, case, form, revision, status=409)
    messages.success(request, "The application is corrected.")
    return redirect(f"{case.get_absolute_url()}#application")


def _show(
    request: HttpRequest, case: Case, form: CorrectionForm, revision: str, *, status: int = 200
) -> HttpResponse:
    context = {"case": case, "form": form, "revision": revision}
    return render(request, "cases/intake/correct.html", context, status=status)

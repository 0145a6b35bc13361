"""The pages of the endings: what was told, what it will do, and taking an ending back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import endings as actions
from cases.endings import EndingEntry, Plan, faults_of, may_end, plan_of
from cases.errors import Refused
from cases.forms.endings import EndDisputeForm, TakeBackForm
from cases.lifecycle import CASE
from cases.models import Case, Ending


@require_http_methods(["GET", "POST"])
def end_dispute(request: HttpRequest, case_number: str) -> HttpResponse:
    """Ask what was told, show exactly what follows from it, and do that when it is confirmed."""
    case = access.open_case(request.user, case_number, permission="cases.terminate_case")
    CASE.step("terminate", case.status)
    posted = request.POST if request.method == "POST" else None
    form = EndDisputeForm(may_end(case), posted, user=request.user, today=timezone.localdate())
    if not form.is_bound or not form.is_valid():
        return _form_page(request, case, form)
    entry = form.entry()
    faults = faults_of(case, entry, today=timezone.localdate())
    for fault in faults:
        form.add_error(fault.field, fault.sentence)
    if faults or request.POST.get("do") == "change":
        return _form_page(request, case, form)
    if request.POST.get("do") != "end":
        return _plan_page(request, case, form, plan_of(case, entry))
    return _end(request, case, form, entry)


@require_http_methods(["GET", "POST"])
def take_back_ending(request: HttpRequest, case_number: str, place: int) -> HttpResponse:
    """Take back an ending that was typed wrong, with the reason."""
    case = access.open_case(request.user, case_number, permission=actions.TAKE_BACK)
    ending = _ending(case, place)
    form, status = TakeBackForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound and form.is_valid():
        try:
            actions.take_back_ending(
                ending, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            messages.success(request, "The ending is taken back; its services are in dispute.")
            return redirect(case)
    context = {"case": case, "ending": ending, "form": form, "reopens_as": _reopens_as(ending)}
    return render(request, "cases/endings/take_back.html", context, status=status)


def _end(
    request: HttpRequest, case: Case, form: EndDisputeForm, entry: EndingEntry
) -> HttpResponse:
    try:
        ending = actions.end_dispute(
            case,
            entry,
            by=request.user,
            at=timezone.now(),
            seen=request.POST.get("seen", "unseen"),
        )
    except Refused as refusal:
        case.refresh_from_db()
        plan = plan_of(case, entry)
        return _plan_page(request, case, form, plan, refusal=refusal.reasons)
    messages.success(request, _done_words(case, ending))
    return redirect(case)


def _done_words(case: Case, ending: Ending) -> str:
    if ending.is_whole:
        return f"{case.case_number} has ended."
    count = ending.ended_services.count()
    words = "One service has" if count == 1 else f"{count} services have"
    return f"{words} ended; the others go on."


def _ending(case: Case, place: int) -> Ending:
    endings = list(case.endings.order_by("ended_at", "pk"))
    if not 1 <= place <= len(endings):
        raise Http404(access.NOT_FOUND)
    return endings[place - 1]


def _reopens_as(ending: Ending) -> str:
    if not ending.is_whole:
        return ""
    return actions.status_after(ending).label.lower()


def _form_page(request: HttpRequest, case: Case, form: Any) -> HttpResponse:
    return render(request, "cases/endings/end.html", {"case": case, "form": form})


def _plan_page(
    request: HttpRequest, case: Case, form: Any, plan: Plan, refusal: Any = ()
) -> HttpResponse:
    """Show what will happen, with everything that was typed in hidden fields."""
    typed = [
        (name, value)
        for name in form.fields
        for value in (
            request.POST.getlist(name) if name == "services" else [request.POST.get(name, "")]
        )
    ]
    context = {"case": case, "plan": plan, "typed": typed, "refusal": refusal}
    context["reason"] = Ending.Reason(plan.entry.reason)
    status = 409 if refusal else 200
    return render(request, "cases/endings/plan.html", context, status=status)

"""The pages that move a clock: more time, a pause, an expedited case, another administrator."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases import access
from cases.actions import clocks as actions
from cases.actions import extensions
from cases.actions.administrators import change_claims_administrator, former_administrators
from cases.actions.parties import refuse_late_change
from cases.actions.priority import CONVERT
from cases.actions.priority import convert_to_expedited as convert
from cases.deadlines.clocks import CLOCK_WORDS
from cases.errors import Refused
from cases.forms import clocks as of_clocks
from cases.models import Case, ClockToll, Extension

Take = Callable[[], str]


@require_http_methods(["GET", "POST"])
def ask_extension(request: HttpRequest, case_number: str) -> HttpResponse:
    """Ask the Administrative Director for up to three days more."""
    case = access.open_case(request.user, case_number, permission=extensions.ASK)
    form = of_clocks.AskExtensionForm(_posted(request))

    def take() -> str:
        extensions.ask_extension(case, by=request.user, at=timezone.now(), **form.cleaned_data)
        return "The extension is asked for. The date moves when it is approved."

    return _page(request, case, form, take, "ask_extension")


@require_http_methods(["GET", "POST"])
def decide_extension(request: HttpRequest, case_number: str) -> HttpResponse:
    """Record what the Administrative Director decided."""
    case = access.open_case(request.user, case_number, permission=extensions.RECORD)
    extension = _open_extension(case)
    form = of_clocks.DecideExtensionForm(_posted(request), today=timezone.localdate())

    def take() -> str:
        extensions.decide_extension(extension, form.decision(), by=request.user, at=timezone.now())
        return "The decision is recorded."

    return _page(request, case, form, take, "decide_extension", extension=extension)


@require_POST
def withdraw_extension(request: HttpRequest, case_number: str) -> HttpResponse:
    """Take back a request that is not needed any more."""
    case = access.open_case(request.user, case_number, permission=extensions.ASK)
    extensions.withdraw_extension(_open_extension(case), by=request.user, at=timezone.now())
    messages.success(request, "The request is taken back.")
    return redirect(f"{case.get_absolute_url()}#deadlines")


@require_http_methods(["GET", "POST"])
def toll_clock(request: HttpRequest, case_number: str) -> HttpResponse:
    """Let a clock stand still, and see what stood still before."""
    case = access.open_case(request.user, case_number, permission=actions.TOLL)
    form = of_clocks.TollForm(_posted(request))

    def take() -> str:
        actions.toll_clock(case, form.entry(), by=request.user, at=timezone.now())
        return "The pause is noted, and the date counted again."

    tolls = [(toll, CLOCK_WORDS[toll.rule_id]) for toll in case.tolls.all()]
    return _page(request, case, form, take, "toll", tolls=tolls)


@require_http_methods(["GET", "POST"])
def end_toll(request: HttpRequest, case_number: str, toll_id: int) -> HttpResponse:
    """Let a clock run again."""
    case = access.open_case(request.user, case_number, permission=actions.TOLL)
    toll = _toll(case, toll_id)
    form = of_clocks.EndTollForm(_posted(request))

    def take() -> str:
        actions.end_toll(toll, by=request.user, at=timezone.now(), **form.cleaned_data)
        return "The clock runs again."

    return _page(request, case, form, take, "end_toll", toll=toll)


@require_http_methods(["GET", "POST"])
def withdraw_toll(request: HttpRequest, case_number: str, toll_id: int) -> HttpResponse:
    """Take back a pause that was noted by mistake."""
    case = access.open_case(request.user, case_number, permission=actions.TOLL)
    toll = _toll(case, toll_id)
    form = of_clocks.WithdrawTollForm(_posted(request))

    def take() -> str:
        actions.withdraw_toll(toll, by=request.user, at=timezone.now(), **form.cleaned_data)
        return "The pause is taken back, and the date counted again."

    return _page(request, case, form, take, "withdraw_toll", toll=toll)


@require_http_methods(["GET", "POST"])
def note_done(request: HttpRequest, case_number: str, clock: str) -> HttpResponse:
    """Record when a party did what it owed, or used its right."""
    case = access.open_case(request.user, case_number, permission="cases.note_done")
    deadline = case.deadlines.current().filter(clock=clock).first()
    if deadline is None:
        raise Http404(access.NOT_FOUND)
    form = of_clocks.DoneForm(_posted(request), today=timezone.localdate())

    def take() -> str:
        actions.note_done(deadline, by=request.user, at=timezone.now(), **form.cleaned_data)
        return "Recorded."

    return _page(request, case, form, take, "note_done", deadline=deadline)


@require_http_methods(["GET", "POST"])
def convert_to_expedited(request: HttpRequest, case_number: str) -> HttpResponse:
    """Make the case expedited on a certification; every clock is based anew."""
    case = access.open_case(request.user, case_number, permission=CONVERT)
    form = of_clocks.ExpediteForm(case, _posted(request))

    def take() -> str:
        convert(case, form.certification(), by=request.user, at=timezone.now())
        return f"{case.case_number} is expedited now. Look at its due dates."

    return _page(request, case, form, take, "expedite")


@require_http_methods(["GET", "POST"])
def change_administrator(request: HttpRequest, case_number: str) -> HttpResponse:
    """Put another claims administrator in the place of the present one, which stays on file."""
    case = access.open_case(request.user, case_number, permission="cases.edit_parties")
    if request.method == "GET":
        refuse_late_change(case)
    form = of_clocks.AdministratorForm(_posted(request))

    def take() -> str:
        change_claims_administrator(case, form.change(), by=request.user, at=timezone.now())
        return "The claims administrator is changed; the former one stays on file."

    return _page(request, case, form, take, "administrator", former=former_administrators(case))


def _page(
    request: HttpRequest, case: Case, form: forms.Form, take: Take, name: str, **more: Any
) -> HttpResponse:
    """Show the form; when it is sent and sound, take the step and go back to the due dates."""
    status = 200
    if form.is_bound and form.is_valid():
        try:
            words = take()
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            messages.success(request, words)
            return redirect(f"{case.get_absolute_url()}#deadlines")
    context = {"case": case, "form": form, "today": timezone.localdate(), **more}
    return render(request, f"cases/clocks/{name}.html", context, status=status)


def _open_extension(case: Case) -> Extension:
    found = case.extensions.open().first()
    if found is None:
        raise Refused("No extension is asked for on this case, or it was decided already.")
    return found


def _toll(case: Case, toll_id: int) -> ClockToll:
    found = case.tolls.filter(pk=toll_id).first()
    if found is None:
        raise Http404(access.NOT_FOUND)
    return found


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None

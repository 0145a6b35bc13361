"""Why this date? One due date of a case with its whole derivation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import access
from cases.actions.clocks import NOTED_WHEN_DONE
from cases.derivations import on_another_day, other_ways
from cases.forms.deadlines import OtherDayForm


@require_safe
def deadline(request: HttpRequest, case_number: str, clock: str) -> HttpResponse:
    """Show the event, the rule, the days counted and skipped, and what came before."""
    case = access.open_case(request.user, case_number)
    found = case.deadlines.current().visible_to(request.user).filter(clock=clock).first()
    if found is None:
        raise Http404(access.NOT_FOUND)
    form = OtherDayForm(request.GET if "day" in request.GET else None)
    is_asked = form.is_bound and form.is_valid()
    return render(
        request,
        "cases/deadlines/deadline.html",
        {
            "case": case,
            "deadline": found,
            "others": other_ways(found),
            "form": form,
            "other_day": form.cleaned_data["day"] if is_asked else None,
            "otherwise": on_another_day(found, form.cleaned_data["day"]) if is_asked else None,
            "may_note": found.rule_id in NOTED_WHEN_DONE and found.met_on is None,
            "earlier": case.deadlines.filter(clock=clock).exclude(pk=found.pk),
            "today": timezone.localdate(),
        },
    )

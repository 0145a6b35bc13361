"""Why this date? One due date of a case with its whole derivation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import access
from cases.derivations import other_methods


@require_safe
def deadline(request: HttpRequest, case_number: str, clock: str) -> HttpResponse:
    """Show the event, the rule, the days counted and skipped, and what came before."""
    case = access.open_case(request.user, case_number)
    found = case.deadlines.current().filter(clock=clock).first()
    if found is None:
        raise Http404(access.NOT_FOUND)
    return render(
        request,
        "cases/deadlines/deadline.html",
        {
            "case": case,
            "deadline": found,
            "others": other_methods(found),
            "earlier": case.deadlines.filter(clock=clock).exclude(pk=found.pk),
            "today": timezone.localdate(),
        },
    )

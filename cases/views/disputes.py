"""The page on which the disputed services of a case are corrected."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions.disputes import edit_services as edit
from cases.actions.disputes import letter_limits, refuse_late_edit
from cases.entries import entry_digest, service_entries
from cases.errors import Refused
from cases.forms.disputes import ServiceList, changed_list
from cases.forms.intake import service_links
from cases.intake import remainder_notes, service_problems
from cases.models import Case
from cases.views.service_list import changed_piece


@require_http_methods(["GET", "POST"])
def edit_services(request: HttpRequest, case_number: str) -> HttpResponse:
    """Correct the services while that is allowed."""
    case = access.open_case(request.user, case_number, permission="cases.edit_services")
    if request.method == "GET":
        refuse_late_edit(case)
        stored = service_entries(case)
        return _show(request, case, ServiceList.from_entries(stored), entry_digest(stored))
    if "do" in request.POST:
        return _show_changed(request, case)
    services = ServiceList.from_post(request.POST)
    if _is_sound(services):
        try:
            edit(
                case,
                services.entries(),
                by=request.user,
                at=timezone.now(),
                revision=request.POST.get("revision", ""),
            )
        except Refused as refusal:
            services.faults += refusal.reasons
            return _show(request, case, services, request.POST.get("revision", ""), status=409)
        messages.success(request, "The services are saved.")
        for note in remainder_notes(services.entries()):
            messages.info(request, note)
        return redirect(case)
    return _show(request, case, services, request.POST.get("revision", ""))


def _is_sound(services: ServiceList) -> bool:
    """Say whether the services can be saved, with every problem at its field if not."""
    if not services.is_valid():
        return False
    found = list(service_problems(services.entries(), timezone.localdate(), letter_limits()))
    for problem in found:
        services.add_problem(problem)
    return not found


def _show_changed(request: HttpRequest, case: Case) -> HttpResponse:
    change = request.POST["do"]
    posted = changed_list(request.POST, change, settings.LETTER_MAX_SERVICES)
    services = ServiceList.from_post(posted)
    services.leave_unjudged()
    services.note_change(change, settings.LETTER_MAX_SERVICES)
    if request.htmx:
        return changed_piece(request, services, change)
    return _show(request, case, services, posted.get("revision", ""))


def _show(
    request: HttpRequest, case: Case, services: ServiceList, revision: str, *, status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "services": services,
        "revision": revision,
        "errors": service_links(services),
    }
    return render(request, "cases/disputes/edit.html", context, status=status)

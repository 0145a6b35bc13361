"""Pages on which a service is split, or several are put together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import division as actions
from cases.actions.disputes import letter_limits
from cases.entries import entry_digest, service_entries, service_entry_of
from cases.errors import Refused
from cases.forms.disputes import ServiceList, changed_list
from cases.forms.division import ReasonForm, chosen_places
from cases.forms.intake import form_links, service_links
from cases.intake import ServiceEntry, remainder_notes, service_problems
from cases.models import Case, ServiceChange
from cases.views.service_list import changed_piece


@require_http_methods(["GET", "POST"])
def split_service(request: HttpRequest, case_number: str, position: int) -> HttpResponse:
    """Split one service; two copies of it are there to begin with."""
    case = access.open_case(request.user, case_number, permission="cases.edit_services")
    actions.refuse_late_division(case)
    entries = service_entries(case)
    if not 1 <= position <= len(entries):
        raise Http404(access.NOT_FOUND)
    whole = replace(entries[position - 1], depends_on=None)
    page = {"case": case, "verb": "split", "places": [position], "whole": whole}
    if request.method == "GET":
        parts = ServiceList.from_entries([whole, whole])
        return _show(request, page, parts, ReasonForm(), entry_digest(entries))
    if "do" in request.POST:
        return _show_changed(request, page)
    return _save(request, page)


@require_http_methods(["GET", "POST"])
def merge_services(request: HttpRequest, case_number: str) -> HttpResponse:
    """Put several services together: first they are ticked, then written as one."""
    case = access.open_case(request.user, case_number, permission="cases.edit_services")
    actions.refuse_late_division(case)
    places = chosen_places(request.GET.getlist("service"), case)
    if len(places) < 2:
        services = case.services.order_by("position")
        context = {"case": case, "services": services, "ticked": places}
        return render(request, "cases/disputes/choose.html", context)
    entries = service_entries(case)
    page = {"case": case, "verb": "merge", "places": places, "whole": None}
    if request.method == "GET":
        together = ServiceList.from_entries([_together(case, entries, places)])
        return _show(request, page, together, ReasonForm(), entry_digest(entries))
    if "do" in request.POST:
        return _show_changed(request, page)
    return _save(request, page)


def _together(case: Case, entries: Sequence[ServiceEntry], places: Sequence[int]) -> ServiceEntry:
    """Return the whole to begin with: what these were before they were split, else their words."""
    rows = case.services.filter(position__in=places).values_list("pk", flat=True)
    for change in case.service_changes.filter(kind=ServiceChange.Kind.SPLIT).order_by("-pk"):
        if {one["service"] for one in change.after} == set(rows):
            return replace(service_entry_of(change.before[0]["entry"]), depends_on=None)
    first, others = entries[places[0] - 1], [entries[place - 1] for place in places[1:]]
    requested = "; ".join(one.requested for one in (first, *others))
    return replace(first, requested=requested, depends_on=None)


def _save(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    services, form = ServiceList.from_post(request.POST), ReasonForm(request.POST)
    revision = request.POST.get("revision", "")
    is_said = form.is_valid()
    if not _is_sound(services, page) or not is_said:
        return _show(request, page, services, form, revision)
    try:
        _act(request, page, services.entries(), form.cleaned_data["reason"], revision)
    except Refused as refusal:
        services.faults += refusal.reasons
        return _show(request, page, services, form, revision, status=409)
    for note in remainder_notes(services.entries()):
        messages.info(request, note)
    return redirect(f"{page['case'].get_absolute_url()}#services")


def _act(
    request: HttpRequest,
    page: dict[str, Any],
    entries: Sequence[ServiceEntry],
    reason: str,
    revision: str,
) -> None:
    case, known = page["case"], {"by": request.user, "at": timezone.now()}
    known |= {"reason": reason, "revision": revision}
    if page["verb"] == "split":
        actions.split_service(case, page["places"][0], entries, **known)
        messages.success(request, f"The service is split into {len(entries)}.")
        return
    change = actions.merge_services(case, page["places"], entries[0], **known)
    messages.success(request, "The services are put together.")
    if change.is_asked_again:
        messages.warning(request, "They were found differently: decide on eligibility again.")


def _is_sound(services: ServiceList, page: dict[str, Any]) -> bool:
    """Say whether these can be saved; what is wrong stands at its field."""
    if page["verb"] == "split" and len(services.rows) < 2:
        services.faults.append("Enter at least two services.")
    if page["verb"] == "merge" and len(services.rows) != 1:
        services.faults.append("Enter the one service that the others become.")
    if services.faults or not services.is_valid():
        return False
    # What hangs on what is judged with the whole list, when it is saved.
    entries = tuple(replace(entry, depends_on=None) for entry in services.entries())
    found = list(service_problems(entries, timezone.localdate(), letter_limits()))
    for problem in found:
        services.add_problem(problem)
    return not found


def _show_changed(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    change = request.POST["do"]
    posted = changed_list(request.POST, change, settings.LETTER_MAX_SERVICES)
    services = ServiceList.from_post(posted)
    services.leave_unjudged()
    services.note_change(change, settings.LETTER_MAX_SERVICES)
    if request.htmx:
        return changed_piece(request, services, change)
    return _show(request, page, services, ReasonForm(initial=posted), posted.get("revision", ""))


def _show(
    request: HttpRequest,
    page: dict[str, Any],
    services: ServiceList,
    form: ReasonForm,
    revision: str,
    *,
    status: int = 200,
) -> HttpResponse:
    context = page | {
        "services": services,
        "form": form,
        "revision": revision,
        "errors": [*service_links(services), *form_links(form)],
    }
    return render(request, "cases/disputes/divide.html", context, status=status)

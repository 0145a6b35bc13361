"""The answer to htmx when the list of services changes: only the piece that is new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from cases.forms.disputes import ServiceList


def changed_list_of_intake(
    request: HttpRequest, services: ServiceList, revision: int
) -> HttpResponse:
    """Return the whole list, of which one service is open, and the revision that was saved."""
    context = {"services": services, "revision": revision, "is_piece": True}
    response = render(request, "cases/intake/_services.html", context)
    return reswap(retarget(response, "#services"), "outerHTML")


def changed_piece(request: HttpRequest, services: ServiceList, change: str) -> HttpResponse:
    """Return one service where one was added or its guidelines changed, else the whole list."""
    row = services.changed_row(change)
    if row is None or services.faults:
        response = render(request, "cases/disputes/_services.html", {"services": services})
        return reswap(retarget(response, "#services"), "outerHTML")
    response = render(request, "cases/disputes/_service.html", {"row": row})
    if change == "add_service":
        return reswap(retarget(response, "#service-rows"), "beforeend")
    return reswap(retarget(response, f"#service-{row.place}"), "outerHTML")

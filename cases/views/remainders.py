"""What is left of a request, said while its form is typed."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cases import access
from cases.intake import ServiceEntry
from cases.intake.remainders import remainder_hint

REQUESTED = re.compile(r"(.*-)requested", re.DOTALL)
TEXTS = ("requested", "modification", "authorized", "eligible_portion")
# Nothing longer is a request; the form itself refuses it.
LONGEST = 2000


@require_POST
def say_remainder(request: HttpRequest) -> HttpResponse:
    """Subtract what was authorized from what was requested in the one service that was sent."""
    access.require(request.user, "cases.receive_application")
    found = next(filter(None, (REQUESTED.fullmatch(name) for name in request.POST)), None)
    prefix = found[1] if found else ""
    texts = {name: request.POST.get(prefix + name, "")[:LONGEST] for name in TEXTS}
    context = {"hint": remainder_hint(ServiceEntry(**texts))}
    return render(request, "cases/disputes/_remainder.html", context)

"""The page of everything that is due, by risk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import access, audit, risks


@require_safe
def due_dates(request: HttpRequest) -> HttpResponse:
    """Show what is overdue, due today, due soon, and what waits for others."""
    access.require(request.user, risks.SEES)
    now = timezone.now()
    found = risks.groups(request.user, now)
    audit.append(
        "case.listed", by=request.user, list="due_dates", rows=sum(len(one.rows) for one in found)
    )
    return render(request, "cases/risks/due_dates.html", {"groups": found, "today": now})

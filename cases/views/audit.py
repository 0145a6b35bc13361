"""The auditor's pages: the trail, and whether it holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases import access
from cases import audit as trail
from cases.actions import audit as actions
from cases.forms.audit import AuditFilterForm

READ = "cases.read_audit"


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, and who looked: the newest first, filtered."""
    access.require(request.user, READ)
    form = AuditFilterForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    before = said.pop("before", None)
    wanted = trail.Wanted(**said)
    page = trail.find_events(wanted, before=before)
    trail.append("audit.read", by=request.user, looked_for=wanted.names)
    context = {"form": form, "page": page, "wanted": wanted, "is_first": before is None}
    return render(request, "cases/audit/page.html", context)


@require_POST
def verify_audit(request: HttpRequest) -> HttpResponse:
    """Recompute the chain and say what was found."""
    verdict = actions.verify_audit(by=request.user, at=timezone.now())
    return render(request, "cases/audit/verdict.html", {"verdict": verdict})

"""The page of missing records: what is named and what came, and the request that it drafts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases import radar as radars
from cases.actions.requests import ASKING, ask_for_records
from cases.errors import Refused
from cases.forms.radar import RequestForm
from cases.lifecycle import CaseStatus
from cases.models import Case

# What asks for records before the assignment: eligibility, then the notice of assignment itself.
ASKED_BEFORE = {CaseStatus.RECEIVED: "eligibility", CaseStatus.ELIGIBLE: "assignment"}


@require_http_methods(["GET", "POST"])
def missing_records(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what is named against what came; prepare the request for what is missing."""
    case = access.open_radar(request.user, case_number)
    may_ask = request.user.has_perm("cases.prepare_notice") and case.status in ASKING
    found, status = radars.radar_of(case), 200
    form = RequestForm(case, initial={"text": found.drafted})
    if request.method == "POST":
        access.require(request.user, "cases.prepare_notice")
        form = RequestForm(case, request.POST)
        if form.is_valid():
            try:
                notice = ask_for_records(
                    case, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                messages.success(request, f"Notice {notice.number} is being prepared: serve it.")
                return redirect("cases:notice", case.case_number, notice.number)
    context = {"case": case, "radar": found, "form": form, "may_ask": may_ask}
    context["asks_first"] = _asks_first(request, case)
    return render(request, "cases/radar/page.html", context, status=status)


def _asks_first(request: HttpRequest, case: Case) -> str:
    if not request.user.has_perm("cases.decide_eligibility"):
        return ""
    return ASKED_BEFORE.get(CaseStatus(case.status), "")

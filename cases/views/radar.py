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
from cases.radar import Radar

OPENING = "Please send the following records, which are named in the file and have not come:"


@require_http_methods(["GET", "POST"])
def missing_records(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what is named against what came; prepare the request for what is missing."""
    case = access.open_radar(request.user, case_number)
    may_ask = request.user.has_perm("cases.prepare_notice") and case.status in ASKING
    found, status = radars.radar_of(case), 200
    form = RequestForm(case, initial={"text": _drafted(found)})
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
    return render(request, "cases/radar/page.html", context, status=status)


def _drafted(found: Radar) -> str:
    if not found.lines:
        return ""
    return "\n".join([OPENING, *(f"{place}. {line}." for place, line in enumerate(found.lines, 1))])

"""The list of cases, and the page of one."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, search
from cases.forms.notes import ContactNoteForm
from cases.lifecycle import CaseStatus

SEARCHES = "case_searches"
SEARCHES_KEPT = 10


@require_http_methods(["GET", "POST"])
def cases(request: HttpRequest) -> HttpResponse:
    """List cases; words that are searched for travel in the session, never in an address."""
    if request.method == "POST":
        return _search(request)
    found, status = request.GET.get("found", ""), request.GET.get("status", "")
    words = request.session.get(SEARCHES, {}).get(found, "")
    status = status or (search.ALL if words else search.OPEN)
    page = search.find_cases(
        request.user, words=words, status=status, after=request.GET.get("after", "")
    )
    context = {
        "page": page,
        "words": words,
        "found": found if words else "",
        "status": status,
        "statuses": CaseStatus.choices,
        "is_lost": bool(found and not words),
        "is_first": "after" not in request.GET,
        "today": timezone.localdate(),
    }
    return render(request, "cases/case/list.html", context)


@require_GET
def case(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show a case: what it needs next, and everything about it that this person may see."""
    shown = access.open_case(request.user, case_number)
    if case_number != shown.case_number:
        return redirect(shown)
    context = {
        "case": shown,
        "today": timezone.localdate(),
        "sees_parties": request.user.has_perm("cases.view_parties"),
        "note_form": ContactNoteForm(shown),
    }
    return render(request, "cases/case/page.html", context)


def _search(request: HttpRequest) -> HttpResponse:
    words = request.POST.get("q", "").strip()[:200]
    exact = search.case_numbered(request.user, words)
    if exact is not None:
        return redirect(exact)
    query = {}
    if request.POST.get("status"):
        query["status"] = request.POST["status"]
    if words:
        query["found"] = secrets.token_hex(4)
        kept = list(request.session.get(SEARCHES, {}).items())[1 - SEARCHES_KEPT :]
        request.session[SEARCHES] = dict([*kept, (query["found"], words)])
    address = reverse("cases:cases")
    return redirect(f"{address}?{urlencode(query)}" if query else address)

"""The word of the reviewer, or of the director, that a late record was read, and what is left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews import access
from reviews.actions import acknowledgements as actions
from reviews.models import Review

BACK_TO = {
    "bench": "reviews:workbench",
    "submit": "reviews:submit_review",
    "sign": "reviews:sign_determination",
}


@require_POST
def acknowledge_record(request: HttpRequest, case_number: str, position: int) -> HttpResponse:
    """Acknowledge one late record and go back to where that was asked."""
    review = _review(request, case_number)
    reason = request.POST.get("reason", "")
    actions.acknowledge_record(review, position, by=request.user, at=timezone.now(), reason=reason)
    messages.success(request, f"Record {position} is acknowledged.")
    return redirect(_back(request), case_number)


@require_GET
def late_records(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the strip of late records as it stands now, for a page that was opened a while ago."""
    context = {"review": _review(request, case_number), "back": _place(request, request.GET)}
    return render(request, "reviews/late/strip.html", context)


def _review(request: HttpRequest, case_number: str) -> Review:
    if request.user.has_perm("reviews.draft_review"):
        return access.open_own_review(request.user, case_number, is_look=False)
    return access.open_review(request.user, case_number, permission="reviews.sign_determination")


def _back(request: HttpRequest) -> str:
    return BACK_TO[_place(request, request.POST)]


def _place(request: HttpRequest, sent: QueryDict) -> str:
    """Return on which page the word is asked for; where that was not said, on the usual one."""
    is_reviewer = request.user.has_perm("reviews.draft_review")
    back = sent.get("back", "")
    return back if back in BACK_TO else ("bench" if is_reviewer else "sign")

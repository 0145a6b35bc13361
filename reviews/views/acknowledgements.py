"""The word of the reviewer, or of the director, that a late record was read, and what is left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews import access
from reviews.actions import acknowledgements as actions
from reviews.models import Review
from reviews.views.determination import signing_page
from reviews.views.drafting import submit_page

RECOUNTED = "reviews/late/recount.html"
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
def recount(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what is left before a submission, or a signature, for a page opened a while ago."""
    review = _review(request, case_number)
    if request.user.has_perm("reviews.draft_review"):
        return submit_page(request, review, layout=RECOUNTED)
    return signing_page(request, review, layout=RECOUNTED)


def _review(request: HttpRequest, case_number: str) -> Review:
    if request.user.has_perm("reviews.draft_review"):
        return access.open_own_review(request.user, case_number, is_look=False)
    return access.open_review(request.user, case_number, permission="reviews.sign_determination")


def _back(request: HttpRequest) -> str:
    """Return on which page the word was asked for; where that was not said, the usual one."""
    usual = "bench" if request.user.has_perm("reviews.draft_review") else "sign"
    return BACK_TO.get(request.POST.get("back", ""), BACK_TO[usual])

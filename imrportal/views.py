"""Pages of the whole site: home, health, and the pages for what went wrong."""

import sys
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from imrportal import health as ground
from imrportal import middleware, queues, typed

# The one primary button of somebody's home: permission, words, page.
FIRST_ACTIONS = (
    ("cases.receive_application", "Receive an application", "cases:receive_application"),
    ("reviews.serve_letter", "Go to the release desk", "reviews:release_desk"),
    ("accounts.manage_users", "Invite a person", "accounts:invite_user"),
    ("cases.read_audit", "Read the audit", "cases:audit"),
)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs doing next, for the person who looks."""
    now = timezone.now()
    action = next((one for one in FIRST_ACTIONS if request.user.has_perm(one[0])), None)
    context = {
        "desk": queues.desk_of(request.user, now),
        "today": timezone.localdate(now),
        "action_words": action[1] if action else "",
        "action_url": reverse(action[2]) if action else "",
    }
    return render(request, "home.html", context)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say ok or failed for each thing the site stands on, and nothing more."""
    verdicts = ground.verdicts(timezone.now())
    is_well = all(word == "ok" for word in verdicts.values())
    return JsonResponse(verdicts, status=200 if is_well else 503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: you may know of it, but not do it."""
    return _problem(request, 403, str(exception) or "Your role does not include this page.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such thing, or it is not for you to know."""
    words = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return _problem(request, 404, words or "There is no such page, or it is not assigned to you.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake, with the reference under which it is in the log; 503 without a database."""
    reference = {"reference": getattr(request, "id", "")}
    if not ground.is_database_away(sys.exc_info()[1]):
        return render(None, "500.html", reference, status=500)
    answer = render(None, "503.html", reference, status=503)
    answer["Retry-After"] = str(ground.SECONDS_TO_COME_BACK)
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is old or missing; show what was typed so that it can be copied."""
    words = ["This page was open too long, or cookies are blocked. Nothing was changed."]
    if middleware.is_from_script(request):
        return middleware.fragment(request, 403, words)
    context: dict[str, Any] = {"reasons": words, "typed": typed.readable(request)}
    return render(request, "403_csrf.html", context, status=403)


def _problem(request: HttpRequest, status: int, words: str) -> HttpResponse:
    if middleware.is_from_script(request):
        return middleware.fragment(request, status, [words])
    return render(request, f"{status}.html", {"reason": words}, status=status)

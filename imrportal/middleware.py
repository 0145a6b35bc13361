"""What surrounds every request: its id, the session's clock, private answers, refusals as pages."""

import contextlib
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cases import audit
from cases.errors import EditConflict, Refused
from imrportal import typed

Answer = Callable[[HttpRequest], HttpResponse]

STARTED, ACTIVE = "session_started_at", "session_active_at"
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), interest-cohort=()"
)


class RequestIdMiddleware:
    """Name each request, so that a log line, an audit row and an error page can be put together."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = str(uuid.uuid4())
        token = audit.request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            audit.request_id.reset(token)
        response["X-Request-Id"] = request.id
        return response


class PrivateResponseMiddleware:
    """Keep every answer that is not a static file out of every cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store, private"
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class SessionClockMiddleware:
    """End a session that nobody types into, and one that is twelve hours old; keep what was typed.

    Requests that a page makes by itself (autosave, polling) carry `X-Background` and do not count
    as somebody being there; the page says so itself, once a minute, while somebody types.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_end = ""
        if request.user.is_authenticated:
            self._tick(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer for someone who is not signed in; runs after the check of the form's token."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if is_from_script(request):
            return _signed_out_answer(request)
        if request.method == "POST":
            return typed.keep_for_sign_in(request)
        if request.session_end:
            query = urlencode({"next": request.get_full_path(), "ended": request.session_end})
            return redirect(f"{reverse('accounts:sign_in')}?{query}")
        return None

    def _tick(self, request: HttpRequest) -> None:
        now = timezone.now().timestamp()
        started = request.session.setdefault(STARTED, now)
        active = request.session.setdefault(ACTIVE, now)
        if now - started > settings.SESSION_COOKIE_AGE:
            self._end(request, "absolute")
        elif now - active > settings.SESSION_IDLE_SECONDS:
            self._end(request, "idle")
        elif not is_background(request) and now - active > 1:
            request.session[ACTIVE] = now

    def _end(self, request: HttpRequest, reason: str) -> None:
        audit.append("account.session_ended", request.user, by=request.user, reason=reason)
        request.session_end = reason
        request.session_user = request.user.pk
        logout(request)


class PlainAddressMiddleware:
    """Find nothing where an address holds a character that cannot be printed: no name here has."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Ask the words of the address before the database, which cannot be asked for NUL."""
        if not all(str(word).isprintable() for word in kwargs.values()):
            raise Http404


class RefusalMiddleware:
    """Turn a refusal into an answer: a page, a fragment for htmx, or JSON for a script."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer 409 with the reasons; for a fragment also 403, which would be a whole page."""
        if isinstance(problem, Refused):
            return refusal(request, problem)
        if isinstance(problem, PermissionDenied) and is_from_script(request):
            return fragment(request, 403, [str(problem) or "Your role does not include this."])
        return None


def refusal(request: HttpRequest, problem: Refused) -> HttpResponse:
    """Return the 409 answer to a refused action, with what was typed."""
    stored = problem.stored if isinstance(problem, EditConflict) else {}
    if is_from_script(request):
        return fragment(request, 409, list(problem.reasons), stored=stored)
    context = {
        "reasons": problem.reasons,
        "fix_url": _address(request, problem.fix_url_name),
        "case_url": _address(request, "cases:case"),
        "stored": stored,
        "typed": typed.readable(request),
        "is_look": request.method == "GET",
    }
    return render(request, "409.html", context, status=409)


def _address(request: HttpRequest, url_name: str) -> str:
    """Return where a page is: as such, or for the case this request is about; empty for neither."""
    number = request.resolver_match.kwargs.get("case_number") if request.resolver_match else None
    for arguments in ([number], []) if number else ([],):
        with contextlib.suppress(NoReverseMatch):
            return reverse(url_name, args=arguments)
    return ""


def fragment(request: HttpRequest, status: int, reasons: list[str], **data: Any) -> HttpResponse:
    """Return reasons to a script: JSON if it asked for that, else a piece of the page."""
    if wants_json(request):
        return JsonResponse({"reasons": reasons, **data}, status=status)
    return render(request, "_refusal.html", {"reasons": reasons, "status": status}, status=status)


def is_background(request: HttpRequest) -> bool:
    """Say whether the page made this request by itself, without anybody's doing."""
    return request.headers.get("X-Background", "") == "1"


def is_from_script(request: HttpRequest) -> bool:
    """Say whether a script of the page asked, and not the browser for a page of its own."""
    headers = request.headers
    return (
        (headers.get("HX-Request") == "true" and headers.get("HX-Boosted") != "true")
        or is_background(request)
        or wants_json(request)
    )


def wants_json(request: HttpRequest) -> bool:
    """Say whether the asker wants JSON and nothing else."""
    return request.headers.get("Accept", "").startswith("application/json")


def _signed_out_answer(request: HttpRequest) -> HttpResponse:
    reason = {
        "idle": "You were signed out because nothing was typed for a while.",
        "absolute": "You were signed out because you had been signed in for twelve hours.",
    }.get(request.session_end, "You are signed out.")
    response = fragment(
        request, 401, [reason, "Nothing on this page is lost: sign in, then go on here."]
    )
    response["X-Signed-Out"] = request.session_end or "1"
    return response

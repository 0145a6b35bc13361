"""Coming in and going out: the session begins and ends here, and each leaves its audit row."""

from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from cases import audit
from imrportal.accounts import attempts
from imrportal.accounts.models import User

FAILED = "Sign-in failed. Check the e-mail address and the password."


class TooManyAttempts(Exception):
    """Signing in has to wait; says how many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Wait {seconds} seconds.")
        self.seconds = seconds


@transaction.atomic
def begin_session(request: HttpRequest, email: str, password: str, *, at: datetime) -> Any:
    """Sign the person in and return the account, or None when address or password are wrong."""
    place = attempts.place_of(request)
    seconds = attempts.seconds_to_wait(email, place, at=at)
    if seconds:
        raise TooManyAttempts(seconds)
    user = authenticate(request, username=email, password=password)
    if user is None:
        attempts.note_failure(email, place, at=at)
        known = User.objects.filter(email=email.strip().lower()).first()
        audit.append("account.sign_in_failed", known, by=None, network=place)
        return None
    login(request, user)
    attempts.forget(email, place)
    audit.append("account.signed_in", user, by=user, network=place)
    return user


@transaction.atomic
def end_session(request: HttpRequest) -> None:
    """Sign the person out; harmless for someone who is not signed in."""
    if request.user.is_authenticated:
        audit.append("account.signed_out", request.user, by=request.user)
    logout(request)


def safe_next(request: HttpRequest, default: str) -> str:
    """Return the page of this site that the person was on the way to, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else default

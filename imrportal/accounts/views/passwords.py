"""Choosing a password: by a one-time link, or signed in with the old one."""

import logging

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from imrportal.accounts import actions, attempts, links, mail
from imrportal.accounts.forms import AddressForm
from imrportal.accounts.models import User
from imrportal.accounts.tasks.mail import send_reset_link

TOKEN_IN_SESSION = "password_link_token"
IN_SESSION = "chosen"
log = logging.getLogger(__name__)


@login_not_required
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Send a link; the answer is the same whether there is such an account or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _queue_reset(request, form.cleaned_data["email"])
        return render(request, "registration/password_reset_sent.html")
    return render(request, "registration/password_reset.html", {"form": form})


def _queue_reset(request: HttpRequest, email: str) -> None:
    place, now, key = attempts.place_of(request), timezone.now(), f"reset {email}"
    if attempts.seconds_to_wait(key, place, at=now):
        return
    attempts.note_failure(key, place, at=now)
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or not user.has_usable_password():
        return
    try:
        send_reset_link.delay(user.pk)
    except (OperationalError, OSError):
        log.warning("The link for account %s could not be queued.", user.pk)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """Let the holder of a one-time link choose; the token moves out of the address at once."""
    user = links.user_of(name)
    if token != IN_SESSION:
        if not links.is_good(user, token):
            return render(request, "registration/link_used.html", status=410)
        request.session[TOKEN_IN_SESSION] = token
        return redirect("accounts:choose_password", name, IN_SESSION)
    if not links.is_good(user, request.session.get(TOKEN_IN_SESSION, "")):
        return render(request, "registration/link_used.html", status=410)
    form = SetPasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        del request.session[TOKEN_IN_SESSION]
        actions.choose_password(user, form.cleaned_data["new_password1"], at=timezone.now())
        messages.success(request, "The password is set. Sign in with it.")
        return redirect("accounts:sign_in")
    return render(request, "registration/choose_password.html", {"form": form, "person": user})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session ends."""
    form = PasswordChangeForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["new_password1"]
        user = actions.choose_password(request.user, password, at=timezone.now())
        update_session_auth_hash(request, user)
        _tell(user)
        messages.success(request, "Your password is changed. Every other session was ended.")
        return redirect("home")
    return render(request, "registration/change_password.html", {"form": form})


def _tell(user: User) -> None:
    try:
        mail.send_notice(user, mail.CHANGED)
    except OSError:
        log.warning("The notice for account %s could not be sent.", user.pk)

"""The administrator's pages: who may sign in, and as what."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.errors import Refused
from imrportal.accounts import actions, mail
from imrportal.accounts.forms import InvitationForm, PersonForm
from imrportal.accounts.models import User


@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who may sign in, or once could."""
    access.require(request.user, actions.MANAGE)
    people = User.objects.people().order_by("-is_active", "full_name", "pk")
    return render(request, "accounts/users.html", {"people": people})


@require_http_methods(["GET", "POST"])
def invite_user(request: HttpRequest) -> HttpResponse:
    """Make an account and send its owner a link."""
    access.require(request.user, actions.MANAGE)
    status = 200
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.invite_user(
                form.cleaned_data["email"], form.entry, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            _send(request, user, mail.INVITATION)
            return redirect("accounts:users")
    return render(request, "accounts/invite_user.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: who, as what, and what can be done about the account."""
    person, status = _open(request, user_id), 200
    if request.method == "POST":
        form = PersonForm(request.POST)
        if form.is_valid():
            try:
                actions.edit_user(person, form.entry, by=request.user, at=timezone.now())
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                messages.success(request, f"{form.entry.full_name} is saved.")
                return redirect("accounts:users")
    else:
        names = actions.PersonEntry.names()
        form = PersonForm(initial={name: getattr(person, name) for name in names})
    context = {"person": person, "form": form}
    return render(request, "accounts/user.html", context, status=status)


@require_POST
def send_link(request: HttpRequest, user_id: int) -> HttpResponse:
    """Send the invitation again, or a link for a new password."""
    person = _open(request, user_id)
    person = actions.allow_link(person, by=request.user, at=timezone.now())
    _send(request, person, mail.RESET if person.has_usable_password() else mail.INVITATION)
    return redirect("accounts:user", user_id)


@require_POST
def deactivate_user(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close the account; its sessions end with it."""
    person = _open(request, user_id)
    actions.deactivate_user(person, by=request.user, at=timezone.now())
    messages.success(request, f"{person.full_name} can no longer sign in; all sessions ended.")
    return redirect("accounts:user", user_id)


@require_POST
def reactivate_user(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open the account again."""
    person = _open(request, user_id)
    actions.reactivate_user(person, by=request.user, at=timezone.now())
    messages.success(request, f"{person.full_name} can sign in again.")
    return redirect("accounts:user", user_id)


def _open(request: HttpRequest, user_id: int) -> User:
    access.require(request.user, actions.MANAGE)
    return get_object_or_404(User.objects.people(), pk=user_id)


def _send(request: HttpRequest, user: User, letter: mail.Letter) -> None:
    try:
        mail.send_link(user, letter)
    except OSError:
        messages.warning(
            request, f"The mail to {user.email} could not be sent. Open the account, send it again."
        )
        return
    where = (
        f" Mail is written to {settings.EMAIL_FILE_PATH} here." if settings.DEMONSTRATION else ""
    )
    messages.success(
        request, f"A one-time link, good for 24 hours, is on its way to {user.email}.{where}"
    )

"""One-time links: good for a day, for one choice of a password, and until a newer one is sent."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from imrportal.accounts.models import User


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens that also die when all sessions are ended, or a new invitation is sent."""

    key_salt = "imrportal.accounts.links"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        own = f"{user.sessions_ended} {user.is_active} {user.invited_at or ''}"
        return f"{super()._make_hash_value(user, timestamp)} {own}"


TOKENS = LinkTokens()


def link_for(user: User) -> str:
    """Return the whole address of a page where this person, once, chooses a password."""
    name = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:choose_password", args=[name, TOKENS.make_token(user)])
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"


def user_of(name: str) -> User | None:
    """Return the active person a link names."""
    try:
        user_id = int(urlsafe_base64_decode(name).decode())
    except ValueError:
        return None
    return User.objects.filter(pk=user_id, is_active=True, is_service=False).first()


def is_good(user: User | None, token: str) -> bool:
    """Say whether the token is this person's, fresh and unused."""
    return user is not None and TOKENS.check_token(user, token)

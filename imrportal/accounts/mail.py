"""Mail about accounts: a link or a notice, and never a word about a case."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from imrportal.accounts import links
from imrportal.accounts.models import User


@dataclass(frozen=True)
class Letter:
    """One kind of mail: its subject and its template under templates/mail/."""

    subject: str
    template: str


INVITATION = Letter("You are invited to IMR Portal", "mail/invitation.txt")
RESET = Letter("Choose a new password for IMR Portal", "mail/password_reset.txt")
CHANGED = Letter("Your IMR Portal password was changed", "mail/password_changed.txt")


def send_link(user: User, letter: Letter) -> None:
    """Send a one-time link; OSError when the mail cannot be handed over."""
    _send(user, letter, link=links.link_for(user))


def send_notice(user: User, letter: Letter) -> None:
    """Tell somebody what happened to their account; OSError when it cannot be handed over."""
    _send(user, letter)


def _send(user: User, letter: Letter, **context: str) -> None:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    text = render_to_string(
        letter.template, {"site": settings.SITE_ADDRESS, "hours": hours} | context
    )
    send_mail(letter.subject, text, None, [user.email])

"""What the frame around every page needs: where this person may go, and whose site it is."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cases.models import Organization


@dataclass(frozen=True)
class RailItem:
    """One place of the rail: its words, icon, key after `g`, and what it takes to go there."""

    words: str
    icon: str
    key: str
    url_name: str
    permission: str = ""


@dataclass(frozen=True)
class RailLink:
    """One place as the rail shows it."""

    words: str
    icon: str
    key: str
    url: str
    is_here: bool


RAIL = (
    RailItem("Home", "house", "h", "home"),
    RailItem("Cases", "folder2-open", "c", "cases:cases"),
    RailItem("Due dates", "calendar-check", "t", "cases:due_dates", "cases.view_due_dates"),
    RailItem("Messages", "bell", "m", "cases:messages"),
    RailItem("Reviewers", "person-badge", "r", "reviews:roster", "reviews.view_roster"),
    RailItem("Phrases", "chat-quote", "p", "reviews:phrases", "reviews.draft_review"),
    RailItem("Tray", "inbox", "i", "cases:tray", "cases.upload_records"),
    RailItem("Notices", "mailbox", "n", "cases:notice_desk", "cases.serve_notice"),
    RailItem("Release desk", "envelope", "l", "reviews:release_desk", "reviews.serve_letter"),
    RailItem("Users", "people", "u", "accounts:users", "accounts.manage_users"),
    RailItem("Organization", "building", "o", "cases:organization", "cases.edit_organization"),
    RailItem("Fees", "cash-coin", "f", "cases:fees", "cases.view_fees"),
    RailItem("Rules", "journal-check", "d", "cases:rules", "cases.view_rules"),
    RailItem("Audit", "journal-check", "a", "cases:audit", "cases.read_audit"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the rail, the session's length and the organization's short name."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"rail": (), "site_name": "IMR Portal", "is_demonstration": settings.DEMONSTRATION}
    own = Organization.objects.filter(is_own=True).only("short_name").first()
    return {
        "rail": _rail(request, user),
        "site_name": own.short_name if own else "IMR Portal",
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "is_demonstration": settings.DEMONSTRATION,
    }


def _rail(request: HttpRequest, user: Any) -> list[RailLink]:
    links = []
    for item in RAIL:
        if item.permission and not user.has_perm(item.permission):
            continue
        url = reverse(item.url_name)
        links.append(RailLink(item.words, item.icon, item.key, url, is_here=False))
    here = max(
        (link for link in links if request.path.startswith(link.url)),
        key=lambda link: len(link.url),
        default=None,
    )
    is_home = here is not None and here.url == reverse("home") != request.path
    return [replace(link, is_here=link is here and not is_home) for link in links]

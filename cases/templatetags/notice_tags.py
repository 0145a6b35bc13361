"""The notices on the page of a case."""

from typing import Any

from django import template

from cases.models import Case
from cases.noticequeues import states_of

register = template.Library()
SHOWN = 5


@register.inclusion_tag("cases/notices/_panel.html", takes_context=True)
def notices_panel(context: template.Context, case: Case) -> dict[str, Any]:
    """Draw the newest notices of a case, for those who may read them."""
    user = context["user"]
    is_shown = user.has_perm("cases.view_notices")
    found = case.notices.select_related("case").prefetch_related("services").order_by("-number")
    states = [each for each in states_of(found) if each.words != "Replaced"] if is_shown else []
    return {"case": case, "states": states[:SHOWN], "is_shown": is_shown, "user": user}

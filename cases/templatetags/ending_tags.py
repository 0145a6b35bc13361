"""What ended of a case, as a section of its page and as a mark at a service."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.endings import is_notice_late
from cases.lifecycle import BEFORE_SIGNATURE
from cases.models import Case, DisputedService, Ending

register = template.Library()


@dataclass(frozen=True)
class EndingRow:
    """One ending with what its page says of it; `place` counts from one."""

    place: int
    ending: Ending
    words: str
    days: int
    is_late: bool
    may_be_taken_back: bool


@register.inclusion_tag("cases/endings/_panel.html", takes_context=True)
def endings_panel(context: template.RequestContext, case: Case) -> dict[str, Any]:
    """Show the endings of a case, those that were taken back too."""
    user = context["request"].user
    endings = case.endings.order_by("ended_at", "pk").prefetch_related("ended_services__service")
    has_ended = any(one.is_whole and not one.taken_back_at for one in endings)
    return {
        "case": case,
        "may_take_back": user.has_perm("cases.take_back_ending"),
        "rows": [
            _row(case, place, ending, has_ended) for place, ending in enumerate(endings, start=1)
        ],
    }


@register.simple_tag
def ended_chip(service: DisputedService) -> SafeString:
    """Mark a service that has left the dispute, with why; nothing for another."""
    ended = service.endings.filter(taken_back_at=None).select_related("ending").first()
    if ended is None:
        return SafeString("")
    words = f"Ended: {ended.ending.get_reason_display().lower()}"
    return format_html('<span class="chip chip-quiet">{}</span>', words)


def _row(case: Case, place: int, ending: Ending, has_ended: bool) -> EndingRow:
    places = [row.service.position for row in ending.ended_services.all()]
    words = "the whole case" if ending.is_whole else f"service {', '.join(map(str, places))}"
    is_open = case.status in BEFORE_SIGNATURE and not has_ended
    return EndingRow(
        place=place,
        ending=ending,
        words=words,
        days=(ending.noticed_on - ending.happened_on).days,
        is_late=is_notice_late(case, ending),
        may_be_taken_back=ending.taken_back_at is None and (ending.is_whole or is_open),
    )

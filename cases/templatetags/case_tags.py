"""A case in words: status, days, ages, the stage line, the next step, the story."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases import nextsteps, timeline
from cases.lifecycle import PARTIES_MAY_CHANGE, SERVICES_MAY_CHANGE, CaseStatus
from cases.models import Case, DisputedService, EligibilityDecision, Party

register = template.Library()

S = CaseStatus
TONE_BY_STATUS = {
    S.ISSUED: "good",
    S.SEALED: "good",
    S.SIGNED: "good",
    S.WITHDRAWN: "quiet",
    S.TERMINATED: "quiet",
    S.INELIGIBLE: "quiet",
    S.CONSOLIDATED: "quiet",
}
SOON_DAYS = 3
SEVERAL = (Party.Role.FACILITY, Party.Role.MANUFACTURER)


@register.simple_tag
def status_chip(case: Case) -> SafeString:
    """Draw where the case stands."""
    tone = TONE_BY_STATUS.get(S(case.status), "info")
    return format_html('<span class="chip chip-{}">{}</span>', tone, S(case.status).label)


@register.simple_tag
def priority_chip(case: Case) -> SafeString:
    """Draw an expedited priority so that it is seen; a standard one in plain words."""
    tone = "warn" if case.priority == Case.Priority.EXPEDITED else "quiet"
    return format_html('<span class="chip chip-{}">{}</span>', tone, case.get_priority_display())


@register.filter
def relative(day: date | None, today: date) -> str:
    """Say a day from today: `today`, `in 3 days`, `12 days ago`; nothing for none."""
    if not day:
        return ""
    days = (day - today).days
    if abs(days) <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


@register.simple_tag
def due_badge(due_on: date | None, today: date) -> SafeString:
    """Draw how far away a due day is; late is said, and still allowed."""
    if due_on is None:
        return format_html('<span class="chip chip-quiet">{}</span>', "No due date known")
    days = (due_on - today).days
    if days < 0:
        words, tone = f"{-days} day{'' if days == -1 else 's'} late", "stop"
    elif days == 0:
        words, tone = "Due today", "warn"
    else:
        words, tone = f"Due {relative(due_on, today)}", "warn" if days <= SOON_DAYS else "info"
    return format_html('<span class="chip chip-{}">{}</span>', tone, words)


@register.simple_tag(takes_context=True)
def next_step(context: template.RequestContext, case: Case) -> nextsteps.NextStep:
    """Return what the case needs next, with the buttons this person may press."""
    return nextsteps.next_step(case, context["request"].user)


@register.simple_tag
def holder(case: Case) -> str:
    """Say who has the case in hand."""
    return nextsteps.holder(case)


@register.inclusion_tag("cases/case/_stages.html")
def stage_line(case: Case) -> dict[str, Any]:
    """Draw the stages of the case: done, now, next, with their dates."""
    stages = timeline.stages(case)
    place = next(n for n, stage in enumerate(stages, start=1) if stage.state == "now")
    return {"case": case, "stages": stages, "place": place}


@register.inclusion_tag("cases/case/_timeline.html")
def timeline_of(case: Case) -> dict[str, Any]:
    """Tell what was done in the case, newest first."""
    return {"case": case, "happenings": timeline.happenings(case)}


@register.simple_tag
def services_of(case: Case) -> Sequence[DisputedService]:
    """Return the disputed services in order, with what their page needs."""
    return list(
        case.services.order_by("position")
        .select_related("depends_on")
        .prefetch_related(
            "administrator_citations",
            Prefetch(
                "eligibility_decisions",
                queryset=EligibilityDecision.objects.current(),
                to_attr="eligibility_now",
            ),
        )
    )


@register.simple_tag
def parties_of(case: Case) -> Sequence[Party]:
    """Return the parties in the order of their roles; `place` is theirs within the role."""
    order = list(Party.Role.values)
    parties = sorted(case.parties.all(), key=lambda party: (order.index(party.role), party.pk))
    count_by_role: dict[str, int] = {}
    for party in parties:
        count_by_role[party.role] = party.place = count_by_role.get(party.role, 0) + 1
    return parties


@register.simple_tag
def roles_to_add(case: Case) -> list[tuple[str, str, int]]:
    """Return the roles that may still be added: role, words, the place that is free."""
    count_by_role: dict[str, int] = {}
    for role in case.parties.values_list("role", flat=True):
        count_by_role[role] = count_by_role.get(role, 0) + 1
    return [
        (role.value, role.label, count_by_role.get(role.value, 0) + 1)
        for role in Party.Role
        if role.value not in count_by_role or role in SEVERAL
    ]


@register.simple_tag(takes_context=True)
def may_edit_parties(context: template.RequestContext, case: Case) -> bool:
    """Whether the buttons to change parties are shown."""
    user = context["request"].user
    return case.status in PARTIES_MAY_CHANGE and user.has_perm("cases.edit_parties")


@register.simple_tag(takes_context=True)
def may_edit_services(context: template.RequestContext, case: Case) -> bool:
    """Whether the button to correct the services is shown."""
    user = context["request"].user
    return case.status in SERVICES_MAY_CHANGE and user.has_perm("cases.edit_services")

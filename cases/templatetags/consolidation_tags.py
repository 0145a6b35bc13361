"""What a case is decided with, what could join it, and how its services were divided."""

from collections.abc import Sequence

from django import template

from cases import consolidations
from cases.lifecycle import SERVICES_MAY_BE_DIVIDED
from cases.models import Case, Consolidation, ServiceChange

register = template.Library()


@register.simple_tag
def decided_with(case: Case) -> Consolidation | None:
    """Return the consolidation by which another case decides this one."""
    return consolidations.consolidation_of(case)


@register.simple_tag
def leads(case: Case) -> Sequence[Consolidation]:
    """Return the consolidations that this case leads."""
    return consolidations.led_by(case)


@register.simple_tag
def could_join(case: Case) -> Sequence[Case]:
    """Return the cases that could be decided with this one."""
    return consolidations.candidates_of(case)


@register.simple_tag
def service_changes(case: Case) -> Sequence[ServiceChange]:
    """Return how the services were split and put together, the latest first."""
    return list(case.service_changes.select_related("changed_by").order_by("-pk"))


@register.simple_tag(takes_context=True)
def may_divide_services(context: template.RequestContext, case: Case) -> bool:
    """Whether this person may split the case's services and put them together now."""
    user = context["request"].user
    return case.status in SERVICES_MAY_BE_DIVIDED and user.has_perm("cases.edit_services")

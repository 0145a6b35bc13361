"""What a case cost, as a section of its page; amounts in words."""

from decimal import Decimal
from typing import Any

from django import template

from cases.fees.money import dollars
from cases.models import Case

register = template.Library()


@register.filter
def in_dollars(amount: Decimal | None) -> str:
    """Write an amount; one that is not known is said to be so."""
    return dollars(amount)


@register.inclusion_tag("cases/fees/_panel.html", takes_context=True)
def fees_panel(context: template.RequestContext, case: Case) -> dict[str, Any]:
    """Show the fee of a case and what it was before, to those who may see fees."""
    user = context["request"].user
    may_view = user.has_perm("cases.view_fees")
    rows = list(case.fee_events.order_by("-pk")) if may_view else []
    return {
        "case": case,
        "rows": rows,
        "may_correct": user.has_perm("cases.correct_fee"),
        "has_none": may_view and not rows and not case.is_open,
    }

"""The line of a case that could be a duplicate."""

from typing import Any

from django import template
from django.db.models import Q

from cases.duplicates import matched_words
from cases.models import Case, DuplicateSuspicion

register = template.Library()


@register.simple_tag
def suspicions_of(case: Case) -> dict[str, Any]:
    """Return the other cases that this one could be or was linked to, by state."""
    found = DuplicateSuspicion.objects.filter(Q(case=case) | Q(other=case))
    by_state: dict[str, list[Case]] = {}
    for one in found.select_related("case", "other"):
        other = one.other if one.case_id == case.pk else one.case
        by_state.setdefault(one.state, []).append(other)
    return by_state


register.filter("matched_words", matched_words)


@register.filter
def is_day(value: Any) -> bool:
    """Whether a compared value is a day."""
    return hasattr(value, "year")

"""The checklist and the silence of a case, for its page and the page of its records."""

from typing import Any

from django import template
from django.utils import timezone

from cases import access
from cases.actions.expected import MAY_BE_SETTLED, SETTLE
from cases.fees.money import dollars
from cases.models import Case, ExpectedRecord
from cases.silences import (
    Silence,
    is_open,
    items_of,
    lacking,
    records_deadline,
    silence_of,
    statute_deadline,
)

register = template.Library()
State = ExpectedRecord.State
TONE_BY_STATE = {
    State.EXPECTED: "info",
    State.RECEIVED: "good",
    State.MISSING: "warn",
    State.ILLEGIBLE: "warn",
    State.NOT_APPLICABLE: "quiet",
}


@register.inclusion_tag("cases/expected/_panel.html", takes_context=True)
def expected_panel(context: template.RequestContext, case: Case) -> dict[str, Any]:
    """Show what was asked for and what became of it, to those who may see records."""
    user, now = context["request"].user, timezone.now()
    if not access.may_view_records(user, case):
        return {"rows": [], "past": []}
    items = items_of(case)
    rows = [(item, State.EXPECTED if is_open(item) else item.state) for item in items]
    return {
        "case": case,
        "rows": [(item, _words(item, state), _tone(item, state)) for item, state in rows],
        "lacking": len(lacking(items)),
        "required": sum(item.is_required for item in items),
        "silence": silence_of(case, now),
        "deadline": records_deadline(case),
        "statute": statute_deadline(case),
        "past": list(case.silences.all()),
        "may_settle": user.has_perm(SETTLE) and case.status in MAY_BE_SETTLED and bool(items),
        "may_go_on": user.has_perm("cases.complete_records"),
    }


def _words(item: ExpectedRecord, state: str) -> str:
    is_optional = state == State.EXPECTED and not item.is_required
    return "May come" if is_optional else str(State(state).label)


def _tone(item: ExpectedRecord, state: str) -> str:
    is_optional = state == State.EXPECTED and not item.is_required
    return "quiet" if is_optional else TONE_BY_STATE[State(state)]


@register.filter
def exposure_words(silence: Silence) -> str:
    """Say what a silence may cost, and how sure that is."""
    penalty = silence.penalty
    if penalty is None:
        return "no penalty was in force"
    if silence.exposure is None:
        return f"the amount is not known ({penalty.cite})"
    state = "verified" if penalty.is_verified else "not verified"
    a_day, most = dollars(penalty.per_day), dollars(penalty.at_most)
    now = dollars(silence.exposure)
    return f"up to {now} so far, {a_day} a day to {most} ({penalty.cite}, {state})"

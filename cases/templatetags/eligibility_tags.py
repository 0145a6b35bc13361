"""What eligibility found, in words and chips."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.eligibility.checklist import Outcome
from cases.eligibility.findings import Verdict
from cases.models import DisputedService
from cases.models.eligibility import OUTCOME_LABELS

register = template.Library()

WORDS_AND_TONE = {
    Verdict.PASSES: ("Passes", "quiet"),
    Verdict.FAILS: ("Fails", "stop"),
    Verdict.UNKNOWN: ("Not stated", "info"),
    Verdict.ASKS: ("To be asked", "warn"),
}
IN_A_SENTENCE = {
    Outcome.ELIGIBLE: "eligible",
    Outcome.INELIGIBLE: "ineligible",
    Outcome.DEFERRED: "to be deferred",
    Outcome.NEEDS_INFORMATION: "in need of information",
}


@register.simple_tag
def verdict_chip(verdict: str, is_flag: bool = False) -> SafeString:
    """Draw what a rule found; a flag informs alone."""
    words, tone = ("Information", "quiet") if is_flag else WORDS_AND_TONE[Verdict(verdict)]
    return format_html('<span class="chip chip-{}">{}</span>', tone, words)


@register.simple_tag
def outcome_words(outcome: str, code: str = "") -> str:
    """Say an outcome, with its code."""
    label = OUTCOME_LABELS[Outcome(outcome)]
    return f"{label} ({code})" if code else label


@register.simple_tag
def proposal_sentence(rows: Sequence[Any]) -> str:
    """Say what is proposed for how many services."""
    counted = Counter(row.judged.proposal.outcome for row in rows)
    parts = [
        f"{counted[outcome]} {words}"
        for outcome, words in IN_A_SENTENCE.items()
        if counted[outcome]
    ]
    total = f"{len(rows)} service{'' if len(rows) == 1 else 's'}"
    return f"{total}; the checklist proposes {', '.join(parts)}."


@register.simple_tag
def eligibility_chip(service: DisputedService) -> SafeString | str:
    """Draw what was decided on a service that is not simply eligible; nothing for the others."""
    decision = next(iter(service.eligibility_now), None)
    if decision is None or decision.outcome == Outcome.ELIGIBLE:
        return ""
    return format_html(
        '<span class="chip chip-warn" title="{}">{}</span>',
        decision.reason,
        outcome_words(decision.outcome, decision.code),
    )

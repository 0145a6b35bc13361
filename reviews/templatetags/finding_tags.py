"""How findings of the checks are worded: chips, checks by name, what a search came to."""

from collections.abc import Mapping

from django import template

from reviews.checks import TITLE_BY_ID
from reviews.checks.absence.search import Proof, Verdict
from reviews.checks.findings import Severity
from reviews.findings import Row

register = template.Library()
CHIP_BY_SEVERITY = {
    Severity.BLOCKS: ("Stops the letter", "stop"),
    Severity.ASKS: ("Asks", "warn"),
    Severity.NOTES: ("Note", "info"),
}


@register.simple_tag
def finding_chip(row: Row) -> tuple[str, str]:
    """Return the words and the colour of a finding's chip."""
    return ("Kept", "info") if row.answer else CHIP_BY_SEVERITY[row.finding.severity]


@register.simple_tag
def typed_reason(typed: Mapping[str, str] | None, key: str) -> str:
    """Return the reason that was typed for a finding and not kept yet."""
    return (typed or {}).get(key, "")


@register.filter
def check_title(check_id: str) -> str:
    """Return what holds when a check finds nothing."""
    return TITLE_BY_ID.get(check_id, check_id)


@register.filter
def search_words(proof: Proof) -> str:
    """Say what the search for a claim of absence came to."""
    if proof.verdict is Verdict.CONTRARY:
        count = sum(hit.is_contrary for hit in proof.hits)
        return f"{count} passage{'' if count == 1 else 's'} may say otherwise."
    if proof.verdict is Verdict.UNSEARCHED:
        unread = len(proof.pages_unread)
        if not proof.pages_searched:
            return "Could not be searched yet: all pages are searched when you submit."
        return f"Could not be searched whole: {unread} pages cannot be read."
    return f"{proof.pages_searched} pages searched, and nothing contrary found."

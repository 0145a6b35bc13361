"""The checklist as a part of the page of rules: each reason with its cite, dates and state."""

from datetime import date

from cases.eligibility.checklist import Checklist, Reason
from cases.eligibility.findings import day_in_words

OUTCOME_WORDS = {
    "ineligible": "not taken up",
    "deferred": "put off",
    "needs_information": "asked for first",
    "downgrade": "goes on as regular",
}


def catalogue_of_reasons(checklist: Checklist) -> str:
    """Return the checklist in Markdown, in the order in which its reasons are given."""
    scope = checklist.scope
    lines = [
        "",
        "## Eligibility",
        "",
        f"{checklist.source} One *for judgement* is proposed and never follows by itself.",
        "",
        f"In scope ({scope.cite}): injured from {day_in_words(scope.injury_from)}, or the UR "
        f"decision communicated from {day_in_words(scope.communicated_from)}, which includes every "
        f"formulary dispute (from {day_in_words(scope.formulary_from)}).",
        "",
        "| code | means | leads to | for judgement | in force | cite | verified | note |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(reason) for reason in checklist.reasons),
    ]
    return "\n".join(lines) + "\n"


def _row(reason: Reason) -> str:
    cells = (
        reason.code,
        reason.words,
        OUTCOME_WORDS[reason.outcome],
        "yes" if reason.is_for_judgement else "",
        _span(reason),
        reason.cite,
        "yes" if reason.is_verified else "no",
        reason.note,
    )
    return f"| {' | '.join(cells)} |"


def _span(reason: Reason) -> str:
    if reason.effective_from != date.min:
        return f"from {reason.effective_from.isoformat()}"
    if reason.effective_to != date.max:
        return f"to {reason.effective_to.isoformat()}"
    return "always"

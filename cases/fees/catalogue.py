"""The fee rules as a table of the page of rules."""

from cases.deadlines.catalogue import Section, span
from cases.fees.money import dollars
from cases.fees.rules import STAGE_WORDS, FeeRule, FeeRules

DEGREE_WORDS = {"md_do": "MD or DO", "other": "another", "": "any"}
KIND_WORDS = {True: "drugs only", False: "other care", None: "any"}


def fee_section(rules: FeeRules) -> Section:
    """Return the fees as a table to read."""
    return Section(
        kind="fees",
        name="fees",
        title="Fees",
        words=rules.source,
        head=(
            *("stage", "priority", "care", "degree", "reviewers", "amount"),
            *("in force", "cite", "source", "note", "verified"),
        ),
        rows=tuple(_row(rule) for rule in rules.rules),
    )


def _row(rule: FeeRule) -> tuple[str, ...]:
    return (
        STAGE_WORDS[rule.stage],
        rule.priority or "any",
        KIND_WORDS[rule.is_pharmacy_only],
        DEGREE_WORDS[rule.degree],
        str(rule.reviewers or "any"),
        dollars(rule.amount),
        span(rule.effective_from, rule.effective_to),
        rule.cite,
        rule.source,
        rule.note,
        "yes" if rule.is_verified else "no",
    )

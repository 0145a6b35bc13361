"""Fee rules as values, and the one that fits a case; an amount may be not known."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "fees.json"


class Stage(StrEnum):
    """How far the review had come when the case closed."""

    DETERMINED = "determined"
    BEFORE_REVIEWER = "before_reviewer"
    AFTER_REVIEWER = "after_reviewer"


STAGE_WORDS = {
    Stage.DETERMINED: "determined",
    Stage.BEFORE_REVIEWER: "ended before a reviewer had it",
    Stage.AFTER_REVIEWER: "ended after a reviewer had it",
}


@dataclass(frozen=True)
class FeeRule:
    """One fee; what is empty or None holds for every priority, degree, number or kind of care."""

    stage: Stage
    amount: Decimal | None
    cite: str
    source: str
    is_verified: bool
    priority: str = ""
    is_pharmacy_only: bool | None = None
    degree: str = ""
    reviewers: int | None = None
    effective_from: date = date.min
    effective_to: date = date.max
    note: str = ""


@dataclass(frozen=True)
class FeeFacts:
    """What the fee of a case depends on; None or empty is not known.

    `assigned_on` chooses the rules. `degree` is `md_do` or `other`.
    """

    assigned_on: date
    stage: Stage
    priority: str
    is_pharmacy_only: bool | None = None
    degree: str = ""
    reviewers: int | None = None


@dataclass(frozen=True)
class Fee:
    """The fee that follows, with where it is from; `amount` is None where it is not known."""

    amount: Decimal | None
    cite: str
    source: str
    is_verified: bool
    note: str = ""


NO_RULE = "No fee rule was in force on the day of assignment."
DEPENDS = "It depends on what the file does not say: {}."


@dataclass(frozen=True)
class FeeRules:
    """The fee rules of one document."""

    source: str
    rules: tuple[FeeRule, ...]

    def fee(self, facts: FeeFacts) -> Fee:
        """Return the fee; where a fact is not known, only if every rule that may fit agrees."""
        fitting = [rule for rule in self.rules if _may_fit(rule, facts)]
        if not fitting:
            return Fee(None, "", "", is_verified=False, note=NO_RULE)
        first = fitting[0]
        if len({rule.amount for rule in fitting}) > 1:
            words = DEPENDS.format(_missing(fitting, facts))
            return Fee(None, first.cite, first.source, is_verified=False, note=words)
        is_verified = all(rule.is_verified for rule in fitting)
        return Fee(first.amount, first.cite, first.source, is_verified, first.note)


def fee_rules_from(data: Mapping[str, Any]) -> FeeRules:
    """Make the rules from the plain form they are kept in."""
    return FeeRules(source=data["source"], rules=tuple(_rule(row) for row in data["rules"]))


@cache
def shipped_fee_rules() -> FeeRules:
    """Return the fee rules that ship with the project."""
    return fee_rules_from(json.loads(DATA.read_text(encoding="utf-8")))


def _rule(row: Mapping[str, Any]) -> FeeRule:
    days = {k: date.fromisoformat(v) for k, v in row.items() if k.startswith("effective_")}
    amount = None if row["amount"] is None else Decimal(str(row["amount"]))
    return FeeRule(**{**row, **days, "stage": Stage(row["stage"]), "amount": amount})


def _may_fit(rule: FeeRule, facts: FeeFacts) -> bool:
    """Whether the rule fits, or could once the facts that are missing are known."""
    return (
        rule.effective_from <= facts.assigned_on <= rule.effective_to
        and rule.stage == facts.stage
        and rule.priority in ("", facts.priority)
        and all(_agrees(rule, facts, name) for name in UNSURE)
    )


def _agrees(rule: FeeRule, facts: FeeFacts, name: str) -> bool:
    wanted, known = getattr(rule, name), getattr(facts, name)
    return wanted in (None, "") or known in (None, "") or wanted == known


def _missing(rules: Iterable[FeeRule], facts: FeeFacts) -> str:
    asked = [
        words
        for name, words in UNSURE.items()
        if getattr(facts, name) in (None, "")
        and any(getattr(rule, name) not in (None, "") for rule in rules)
    ]
    return ", ".join(asked) or "which of several rules applies"


UNSURE = {
    "is_pharmacy_only": "whether only drugs are disputed",
    "degree": "the reviewer's degree",
    "reviewers": "how many reviewers there were",
}

"""What a rule of the checklist says: its verdict, the reason in words, the cite, the arithmetic."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.deadlines.calendars import WEEKDAY_NAMES
from cases.deadlines.explain import Line


class Verdict(StrEnum):
    """Whether a check is passed; `asks` when a party has to be asked before it can be judged."""

    PASSES = "passes"
    FAILS = "fails"
    UNKNOWN = "unknown"
    ASKS = "asks"


class Code(StrEnum):
    """The reasons for which a service, or the expedited review of it, is not taken up."""

    OUT_OF_SCOPE_DATE = "OUT_OF_SCOPE_DATE"
    NO_UR_DECISION = "NO_UR_DECISION"
    NOT_NECESSITY = "NOT_NECESSITY"
    UR_NOT_ATTACHED = "UR_NOT_ATTACHED"
    CNC = "CNC"
    NO_SIGNATURE = "NO_SIGNATURE"
    NO_STANDING = "NO_STANDING"
    DESIGNATION_PREDATES_UR = "DESIGNATION_PREDATES_UR"
    UNTIMELY = "UNTIMELY"
    INCOMPLETE = "INCOMPLETE"
    DEFERRED_LIABILITY = "DEFERRED_LIABILITY"
    DUPLICATE = "DUPLICATE"
    PREVIOUSLY_DECIDED = "PREVIOUSLY_DECIDED"
    TERMINATED_AUTHORIZED = "TERMINATED_AUTHORIZED"
    TERMINATED_SETTLED = "TERMINATED_SETTLED"
    TERMINATED_WITHDRAWN = "TERMINATED_WITHDRAWN"
    EXPEDITED_NOT_SUPPORTED = "EXPEDITED_NOT_SUPPORTED"


@dataclass(frozen=True)
class Finding:
    """What one rule found; `rule` is what it checks, in words.

    `code` is set when it fails. `asks_of` names whom to ask where the file does not say enough.
    `lines` is the arithmetic of its dates. A flag informs and decides nothing.
    """

    rule: str
    verdict: Verdict
    reason: str
    cite: str
    code: Code | None = None
    asks_of: str = ""
    lines: tuple[Line, ...] = ()
    is_flag: bool = False
    is_provisional: bool = False


def passes(rule: str, reason: str, cite: str) -> Finding:
    """Return a finding that speaks for the service."""
    return Finding(rule, Verdict.PASSES, reason, cite)


def fails(rule: str, code: Code, reason: str, cite: str) -> Finding:
    """Return a finding that speaks against the service, or against its expedited review."""
    return Finding(rule, Verdict.FAILS, reason, cite, code)


def not_stated(rule: str, reason: str, cite: str) -> Finding:
    """Return a finding that the file does not say; it speaks against nobody."""
    return Finding(rule, Verdict.UNKNOWN, reason, cite)


def asks(rule: str, reason: str, cite: str, *, of: str) -> Finding:
    """Return a finding that a party has to be asked."""
    return Finding(rule, Verdict.ASKS, reason, cite, asks_of=of)


def day_in_words(day: date) -> str:
    """Return `Mon 14 Dec 2026`."""
    return f"{WEEKDAY_NAMES[day.weekday()][:3]} {day.day} {day:%b} {day.year:04d}"

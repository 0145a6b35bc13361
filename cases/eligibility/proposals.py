"""From findings to the outcome that is proposed for a service; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.eligibility.checklist import DOWNGRADE, Checklist, Outcome, Reason
from cases.eligibility.facts import ApplicationFacts
from cases.eligibility.findings import Finding, Verdict


@dataclass(frozen=True)
class Proposal:
    """What the findings lead to. One for judgement is confirmed only with a reason of its own."""

    outcome: Outcome
    code: str
    reason: str
    is_for_judgement: bool = False


def propose(facts: ApplicationFacts, findings: Sequence[Finding]) -> Proposal:
    """Propose by the first reason in the checklist's order, else ask, else take it up."""
    against = _against(facts, findings)
    if against:
        reason, finding = against[0]
        return Proposal(
            Outcome(reason.outcome),
            reason.code if reason.outcome != Outcome.NEEDS_INFORMATION else "",
            finding.reason,
            reason.is_for_judgement,
        )
    asking = [one for one in findings if one.asks_of and not one.is_flag]
    if asking:
        return Proposal(Outcome.NEEDS_INFORMATION, "", " ".join(one.reason for one in asking))
    return Proposal(Outcome.ELIGIBLE, "", _eligible_words(findings))


def codes_against(facts: ApplicationFacts, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return every reason against a service, the one that is given first."""
    return tuple(reason.code for reason, _ in _against(facts, findings))


def downgrade(facts: ApplicationFacts, findings: Sequence[Finding]) -> Finding | None:
    """Return the finding that proposes a regular instead of an expedited review, if any."""
    for one in findings:
        if one.verdict == Verdict.FAILS and one.code is not None:
            reason = facts.rules.checklist.reason(one.code, facts.received_on)
            if reason.outcome == DOWNGRADE:
                return one
    return None


def _against(facts: ApplicationFacts, findings: Sequence[Finding]) -> list[tuple[Reason, Finding]]:
    checklist: Checklist = facts.rules.checklist
    found = [
        (checklist.reason(one.code, facts.received_on), one)
        for one in findings
        if one.verdict == Verdict.FAILS and one.code is not None
    ]
    found = [pair for pair in found if pair[0].outcome != DOWNGRADE]
    return sorted(found, key=lambda pair: checklist.place(pair[0].code))


def _eligible_words(findings: Sequence[Finding]) -> str:
    unsaid = [one.rule for one in findings if one.verdict == Verdict.UNKNOWN and not one.is_flag]
    if not unsaid:
        return "Every check is passed."
    listed = "; ".join(rule[0].lower() + rule[1:] for rule in unsaid)
    return f"No check fails. Not stated in the case file: {listed}."

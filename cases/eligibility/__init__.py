"""The checklist of eligibility: one rule a file, pure, in the order in which they are asked.

A rule has `RULE` (what it checks, in words), `IS_PER_SERVICE`, and `judge(facts, service)`; the
service is None for a rule about the whole application (LC 4610.5(k), 8 CCR 9792.10.3).
"""

from dataclasses import dataclass

from cases.eligibility import (
    attached,
    completeness,
    conditional,
    dispute,
    expedited,
    liability,
    necessity,
    prior,
    scope,
    signature,
    standing,
    timeliness,
    ur_decision,
    ur_time,
)
from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Finding
from cases.eligibility.proposals import Proposal, downgrade, propose

RULES = (
    scope,
    ur_decision,
    attached,
    necessity,
    conditional,
    signature,
    standing,
    timeliness,
    completeness,
    liability,
    prior,
    dispute,
    expedited,
    ur_time,
)


@dataclass(frozen=True)
class JudgedService:
    """One service with what was found on it alone, and what that proposes."""

    service: ServiceFacts
    findings: tuple[Finding, ...]
    proposal: Proposal


@dataclass(frozen=True)
class Judgement:
    """What was found on the application as a whole, and on each service."""

    findings: tuple[Finding, ...]
    services: tuple[JudgedService, ...]
    downgrade: Finding | None


def judge(facts: ApplicationFacts) -> Judgement:
    """Ask every rule and propose an outcome for each service."""
    whole = tuple(rule.judge(facts, None) for rule in RULES if not rule.IS_PER_SERVICE)
    return Judgement(
        findings=whole,
        services=tuple(_judge_service(facts, whole, service) for service in facts.services),
        downgrade=downgrade(facts, whole),
    )


def _judge_service(
    facts: ApplicationFacts, whole: tuple[Finding, ...], service: ServiceFacts
) -> JudgedService:
    own = tuple(rule.judge(facts, service) for rule in RULES if rule.IS_PER_SERVICE)
    return JudgedService(service, own, propose(facts, (*whole, *own)))

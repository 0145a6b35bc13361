"""Whether the one who filed may file."""

from cases.eligibility.facts import ApplicationFacts, Filer, ServiceFacts
from cases.eligibility.findings import (
    Code,
    Finding,
    asks,
    day_in_words,
    fails,
    not_stated,
    passes,
)

RULE = "Whoever filed may file"
IS_PER_SERVICE = False
CITE = "LC 4610.5(d), (h)(4), (j)"
CITE_OF_AGENT = "LC 4610.5(j)"
MAY_FILE = {
    Filer.WORKER: "The worker filed.",
    Filer.ATTORNEY: "The worker's attorney filed.",
    Filer.EMERGENCY_PROVIDER: "The provider of emergency treatment filed.",
}
MAY_NOT_FILE = {
    Filer.CLAIMS_ADMINISTRATOR: "The claims administrator filed, which only the worker's side may.",
    Filer.EMPLOYER: "The employer filed, which only the worker's side may.",
}


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """The worker, an attorney, an agent named after the decision, an emergency provider."""
    if not facts.filer:
        return not_stated(RULE, "The file does not say who filed.", CITE)
    filer = Filer(facts.filer)
    if filer in MAY_NOT_FILE:
        return fails(RULE, Code.NO_STANDING, MAY_NOT_FILE[filer], CITE)
    return _agent(facts) if filer == Filer.AGENT else passes(RULE, MAY_FILE[filer], CITE)


def _agent(facts: ApplicationFacts) -> Finding:
    named, decided = facts.agent_designated_on, facts.ur_decided_on
    if named is None:
        words = "An agent filed, and the file does not say when the worker named the agent."
        return asks(RULE, words, CITE_OF_AGENT, of="the applicant")
    if decided is not None and named < decided:
        words = (
            f"The worker named the agent {day_in_words(named)}, before the UR decision of "
            f"{day_in_words(decided)}."
        )
        return fails(RULE, Code.DESIGNATION_PREDATES_UR, words, CITE_OF_AGENT)
    return passes(RULE, f"The worker named the agent {day_in_words(named)}.", CITE_OF_AGENT)

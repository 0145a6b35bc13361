"""Whether a UR decision denies or modifies this treatment."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, day_in_words, fails, not_stated, passes

RULE = "A UR decision denies or modifies it"
IS_PER_SERVICE = True
CITE = "LC 4610.5(c)(3), (d)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """There is something to review only where UR decided against a request."""
    if facts.ur_decided_on is None:
        return fails(RULE, Code.NO_UR_DECISION, "The file has no UR decision.", CITE)
    decided = day_in_words(facts.ur_decided_on)
    named = service.is_in_ur_decision if service else None
    if named is False:
        words = f"The UR decision of {decided} does not deny or modify this treatment."
        return fails(RULE, Code.NO_UR_DECISION, words, CITE)
    if named is None:
        words = f"The file does not say whether the UR decision of {decided} names it."
        return not_stated(RULE, words, CITE)
    return passes(RULE, f"The UR decision of {decided} names it.", CITE)

"""Whether UR denied only because information had not come: a conditional non-certification."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, fails, not_stated, passes

RULE = "Not denied for missing information alone"
IS_PER_SERVICE = True
CITE = "8 CCR 9792.10.3(a); LC 4610(i)(5)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """Proposed as a ground, never more: the statute calls it a UR decision too."""
    conditional = service.is_conditional if service else None
    if conditional is None:
        words = "The file does not say whether UR denied it for want of information."
        return not_stated(RULE, words, CITE)
    if not conditional:
        return passes(RULE, "UR decided on the information it had.", CITE)
    words = "UR denied it because information it asked for had not come (a CNC)."
    return fails(RULE, Code.CNC, words, CITE)

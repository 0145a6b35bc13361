"""Whether a copy of the UR decision came with the application."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, asks, fails, passes

RULE = "The UR decision is attached"
IS_PER_SERVICE = False
CITE = "8 CCR 9792.10.1(b)(1)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """The copy has to be there, legible, and of this decision."""
    if facts.is_ur_decision_attached is None:
        words = "The file does not say whether a copy of the UR decision came with the application."
        return asks(RULE, words, CITE, of="the applicant")
    if facts.is_ur_decision_attached:
        return passes(RULE, "A copy of the UR decision came with the application.", CITE)
    words = "No copy of the UR decision came with the application."
    return fails(RULE, Code.UR_NOT_ATTACHED, words, CITE)

"""Whether the same dispute is before this review already, or has been decided."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, fails, passes

RULE = "Not open or decided elsewhere"
IS_PER_SERVICE = True
CITE = "8 CCR 9792.10.3(a)(2)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """The same treatment and UR decision are reviewed once."""
    earlier = service.earlier if service else None
    if earlier is None:
        return passes(RULE, "No other case holds the same UR decision and treatment.", CITE)
    if earlier.is_decided:
        words = f"{earlier.case_number} decided the same treatment and UR decision."
        return fails(RULE, Code.PREVIOUSLY_DECIDED, words, CITE)
    words = f"{earlier.case_number} is open on the same treatment and UR decision."
    return fails(RULE, Code.DUPLICATE, words, CITE)

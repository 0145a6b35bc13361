"""How long UR took: told for information, since whether that was in time is not for this review."""

from dataclasses import replace

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Finding, not_stated, passes

RULE = "How long UR took (for information)"
IS_PER_SERVICE = False
CITE = "LC 4610.6(a); Dubon II"
NOT_OURS = "Whether UR was in time is for the Appeals Board and changes nothing here."


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """Say the days from the request to the decision, and nothing about them."""
    if facts.rfa_on is None or facts.ur_decided_on is None:
        found = not_stated(RULE, f"The file does not say how long UR took. {NOT_OURS}", CITE)
    else:
        days = (facts.ur_decided_on - facts.rfa_on).days
        words = f"UR decided {days} day{'' if days == 1 else 's'} after the request. {NOT_OURS}"
        found = passes(RULE, words, CITE)
    return replace(found, is_flag=True)

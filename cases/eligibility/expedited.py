"""Whether an expedited review is supported; if not, the application goes on as a regular one."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, fails, not_stated, passes

RULE = "An expedited review is supported"
IS_PER_SERVICE = False
CITE = "LC 4610.6(d)(1)(C); 8 CCR 9792.10.1(c)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """UR was expedited or the physician certifies a threat, and the treatment is still to come."""
    if not facts.is_expedited:
        return passes(RULE, "A regular review is asked for.", CITE)
    if facts.services and all(one.is_provided for one in facts.services):
        words = "The treatment has been given already; it goes on as a regular review."
        return fails(RULE, Code.EXPEDITED_NOT_SUPPORTED, words, CITE)
    if facts.is_threat_certified:
        words = "The physician certifies an imminent and serious threat."
        return passes(RULE, words, CITE)
    if facts.is_ur_expedited:
        return passes(RULE, "UR itself was expedited.", CITE)
    if facts.is_threat_certified is None or facts.is_ur_expedited is None:
        words = "The file does not say what supports the expedited review."
        return not_stated(RULE, words, CITE)
    words = "UR was not expedited and no physician certifies a threat; it goes on as regular."
    return fails(RULE, Code.EXPEDITED_NOT_SUPPORTED, words, CITE)

"""Whether UR decided on medical necessity, the one question of this review."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, fails, not_stated, passes

RULE = "The decision rests on medical necessity"
IS_PER_SERVICE = True
CITE = "LC 4610.5(c)(1), (d)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """Another ground is for the Appeals Board."""
    rests = service.rests_on_necessity if service else None
    if rests is None:
        return not_stated(RULE, "The file does not say on what ground UR decided.", CITE)
    if rests:
        return passes(RULE, "UR found it not medically necessary as requested.", CITE)
    words = "UR decided on another ground than medical necessity."
    return fails(RULE, Code.NOT_NECESSITY, words, CITE)

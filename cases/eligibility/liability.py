"""Whether the claims administrator disputes liability on another ground, which puts it off."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, day_in_words, fails, not_stated, passes

RULE = "Nothing but necessity is disputed"
IS_PER_SERVICE = True
CITE = "LC 4610.5(h)(2), (k)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """Another dispute defers the review unless it is over, or the administrator agrees to go on."""
    disputed = facts.has_liability_dispute
    if service is not None and service.has_liability_dispute is not None:
        disputed = service.has_liability_dispute
    if disputed is None:
        return not_stated(RULE, "The file does not say whether liability is disputed too.", CITE)
    if not disputed:
        return passes(RULE, "Liability is not disputed on another ground.", CITE)
    if facts.dispute_resolved_on is not None:
        ended = day_in_words(facts.dispute_resolved_on)
        return passes(RULE, f"The other dispute is over: notice of it was served {ended}.", CITE)
    if facts.is_review_agreed:
        return passes(RULE, "Liability is disputed, and the administrator agrees to go on.", CITE)
    words = "The claims administrator disputes liability on another ground than necessity."
    return fails(RULE, Code.DEFERRED_LIABILITY, words, CITE)

"""Whether the application is signed, with the consent to obtain records."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, asks, day_in_words, fails, passes

RULE = "The application is signed"
IS_PER_SERVICE = False
CITE = "LC 4610.5(f)(2)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """Signed by the worker or whoever may file for the worker."""
    if facts.is_signed is None:
        words = "The file does not say whether the application is signed."
        return asks(RULE, words, CITE, of="the applicant")
    if not facts.is_signed:
        words = "Nobody signed the application."
        return fails(RULE, Code.NO_SIGNATURE, words, CITE)
    when = f" {day_in_words(facts.signed_on)}" if facts.signed_on else "; the day is not stated"
    return passes(RULE, f"Signed{when}.", CITE)

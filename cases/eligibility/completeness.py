"""Whether the form says what it has to; what is missing is asked for before it counts."""

from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, asks, day_in_words, fails, passes

RULE = "The form is complete"
IS_PER_SERVICE = False
CITE = "8 CCR 9792.10.3(a), (b)"


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """Missing fields are asked for, and fail only when nobody answered in time."""
    if not facts.missing:
        return passes(RULE, "Every field that the form asks for is filled in.", CITE)
    words = f"Missing: {', '.join(facts.missing)}."
    if facts.answer_due_on is None:
        return asks(RULE, words, CITE, of="the claims administrator or the applicant")
    due = day_in_words(facts.answer_due_on)
    if facts.judged_on <= facts.answer_due_on:
        words = f"{words} It was asked for; the answer is due {due}."
        return asks(RULE, words, CITE, of="the party that was asked")
    words = f"{words} It was asked for, and no answer came by {due}."
    return fails(RULE, Code.INCOMPLETE, words, CITE)

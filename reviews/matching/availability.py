"""Gate: the reviewer takes work on the day."""

from reviews.matching.facts import Finding, Question, ReviewerFacts, Verdict, day_words

RULE = "LC 4610.6(d): the determination must be made in time."


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a reviewer who is away or takes no cases at present."""
    if not reviewer.is_available:
        return _finding(Verdict.REFUSED, "The reviewer takes no cases at present.")
    until = reviewer.unavailable_until
    if until is not None and until >= question.day:
        return _finding(Verdict.REFUSED, f"The reviewer is away through {day_words(until)}.")
    return _finding(Verdict.MET, "Takes cases now.")


def _finding(verdict: Verdict, reason: str) -> Finding:
    return Finding("availability", verdict, reason, RULE)

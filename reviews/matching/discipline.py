"""Gate: no disciplinary action or sanction, taken or pending, checked on a recorded day."""

from reviews.matching.facts import Finding, Question, ReviewerFacts, Verdict, day_words

RULE = "LC 139.5(d)(4)(C): no history of disciplinary action or sanction."


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a history of discipline, and a reviewer for whom nobody has looked."""
    if reviewer.has_disciplinary_history:
        return _refused("A disciplinary action or sanction is on record.")
    checked_on = reviewer.discipline_checked_on
    if checked_on is None or checked_on > question.day:
        return _refused("Nobody has recorded a check for disciplinary actions.")
    reason = f"No disciplinary action, checked {day_words(checked_on)}."
    return Finding("discipline", Verdict.MET, reason, RULE)


def _refused(reason: str) -> Finding:
    return Finding("discipline", Verdict.REFUSED, reason, RULE)

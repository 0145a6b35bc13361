"""Gate: no appointment as a Qualified Medical Evaluator, checked on a recorded day."""

from reviews.matching.facts import Finding, Question, ReviewerFacts, Verdict, day_words

RULE = "LC 139.5(d)(4)(D): no appointment as a Qualified Medical Evaluator."


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a QME, and a reviewer for whom nobody has looked."""
    if reviewer.is_qme:
        return _refused("The reviewer holds a QME appointment.")
    checked_on = reviewer.qme_checked_on
    if checked_on is None or checked_on > question.day:
        return _refused("Nobody has recorded a check of the QME list.")
    return Finding("qme", Verdict.MET, f"Not a QME, checked {day_words(checked_on)}.", RULE)


def _refused(reason: str) -> Finding:
    return Finding("qme", Verdict.REFUSED, reason, RULE)

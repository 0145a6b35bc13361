"""Gate: the reviewer has room for one more case."""

from reviews.matching.facts import Finding, Question, ReviewerFacts, Verdict

RULE = "LC 4610.6(d): the determination must be made in time."


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a reviewer whose open cases fill the capacity on record."""
    words = f"{reviewer.open_cases} of {reviewer.case_capacity} cases open."
    is_full = reviewer.open_cases >= reviewer.case_capacity
    return Finding("load", Verdict.REFUSED if is_full else Verdict.MET, words, RULE)

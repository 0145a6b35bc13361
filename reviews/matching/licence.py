"""Gate: a licence that is nonrestricted and in good standing, from the day through the due date."""

from reviews.matching.facts import (
    Finding,
    LicenceFacts,
    Question,
    ReviewerFacts,
    Verdict,
    day_words,
)

RULE = "LC 139.5(d)(4)(A): a nonrestricted licence in good standing in any U.S. state."


def valid_licences(reviewer: ReviewerFacts, question: Question) -> tuple[LicenceFacts, ...]:
    """Return the licences that are valid on the day and stay so through the due date."""
    return tuple(row for row in reviewer.licences if row.is_valid_on(question.through))


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a reviewer without one licence that is good for the whole time."""
    valid = valid_licences(reviewer, question)
    if valid:
        states = ", ".join(row.state for row in valid)
        reason = f"Licensed in {states} through {day_words(question.through)}."
        return Finding("licence", Verdict.MET, reason, RULE)
    return Finding("licence", Verdict.REFUSED, _reason(reviewer, question), RULE)


def _reason(reviewer: ReviewerFacts, question: Question) -> str:
    if not reviewer.licences:
        return "The reviewer has no licence on record."
    return " ".join(_fault(row, question) for row in reviewer.licences)


def _fault(row: LicenceFacts, question: Question) -> str:
    if row.is_restricted:
        return f"The {row.state} licence is restricted."
    if not row.is_in_good_standing:
        return f"The {row.state} licence is not in good standing."
    if row.expires_on < question.day:
        return f"The {row.state} licence expired on {day_words(row.expires_on)}."
    return (
        f"The {row.state} licence expires on {day_words(row.expires_on)}, before the determination "
        f"is due on {day_words(question.through)}."
    )

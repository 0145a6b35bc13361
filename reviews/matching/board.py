"""Gate: a current board certification, which MD and DO must have."""

from reviews.matching.facts import (
    CertificationFacts,
    Finding,
    Question,
    ReviewerFacts,
    Verdict,
    day_words,
)

RULE = "LC 139.5(d)(4)(B): an MD or DO holds a current certification of an American board."


def valid_certifications(
    reviewer: ReviewerFacts, question: Question
) -> tuple[CertificationFacts, ...]:
    """Return the certifications that count: not expired, and of a board where one is required."""
    return tuple(
        row
        for row in reviewer.certifications
        if row.is_valid_on(question.through) and (row.board.strip() or not reviewer.needs_board)
    )


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse an MD or DO without a certification that is good for the whole time."""
    valid = valid_certifications(reviewer, question)
    if valid:
        reason = f"Certified in {', '.join(row.specialty for row in valid)}."
        return Finding("board", Verdict.MET, reason, RULE)
    if not reviewer.needs_board:
        reason = "No certification on record; none is required for this degree."
        return Finding("board", Verdict.NOTED, reason, RULE)
    return Finding("board", Verdict.REFUSED, _reason(reviewer, question), RULE)


def _reason(reviewer: ReviewerFacts, question: Question) -> str:
    if not reviewer.certifications:
        return "The reviewer has no board certification on record."
    return " ".join(_fault(row, question) for row in reviewer.certifications)


def _fault(row: CertificationFacts, question: Question) -> str:
    if not row.board.strip():
        return f"No board is recorded for {row.specialty}."
    expired = day_words(row.expires_on) if row.expires_on else ""
    if row.expires_on is not None and row.expires_on < question.day:
        return f"The certification in {row.specialty} expired on {expired}."
    return (
        f"The certification in {row.specialty} expires on {expired}, before the determination is "
        f"due on {day_words(question.through)}."
    )

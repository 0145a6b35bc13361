"""Gate: the reviewer can sign in."""

from reviews.matching.facts import Finding, Question, ReviewerFacts, Verdict

RULE = "Only an active account can attest and sign for the review."


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a reviewer whose account is deactivated."""
    if reviewer.is_account_active:
        return Finding("account", Verdict.MET, "The account is active.", RULE)
    return Finding("account", Verdict.REFUSED, "The reviewer's account is deactivated.", RULE)

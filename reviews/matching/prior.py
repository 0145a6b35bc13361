"""Gate: the reviewer has not judged this dispute, withdrawn from it, or found a conflict in it."""

from reviews.matching.facts import EarlierPart, Finding, Question, ReviewerFacts, Verdict

RULE = "LC 4610.6(i) and 139.5(d)(5): a new review goes to another, unconflicted reviewer."

_ANSWERS = {
    EarlierPart.NONE: (Verdict.MET, "Has had no part in this dispute."),
    EarlierPart.DECLINED: (Verdict.NOTED, "Declined this case before."),
    EarlierPart.RECALLED: (Verdict.NOTED, "Held this case before; it was recalled."),
    EarlierPart.CONFLICTED: (Verdict.REFUSED, "Declared a conflict of interest in this case."),
    EarlierPart.WITHDREW: (Verdict.REFUSED, "Withdrew from this case."),
    EarlierPart.DECIDED: (Verdict.REFUSED, "Has judged this dispute before."),
}


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a reviewer who has decided, withdrawn or declared a conflict in this dispute."""
    verdict, reason = _ANSWERS[reviewer.earlier_part]
    return Finding("prior", verdict, reason, RULE)

"""The gates in order, and the two sets of them: all for an offer, the lasting ones afterwards."""

from collections.abc import Callable, Sequence

from reviews.matching import (
    account,
    availability,
    board,
    discipline,
    licence,
    load,
    practice,
    prior,
    qme,
)
from reviews.matching.facts import Finding, Question, ReviewerFacts, Verdict

Gate = Callable[[ReviewerFacts, Question], Finding]

# What must still be true when the review is submitted and signed.
CREDENTIAL_GATES: tuple[Gate, ...] = (
    licence.check,
    board.check,
    discipline.check,
    qme.check,
    practice.check,
)
OFFER_GATES: tuple[Gate, ...] = (
    *CREDENTIAL_GATES,
    prior.check,
    availability.check,
    load.check,
    account.check,
)


def findings(
    reviewer: ReviewerFacts, question: Question, gates: Sequence[Gate] = OFFER_GATES
) -> tuple[Finding, ...]:
    """Return what each gate says of the reviewer, in their order."""
    return tuple(gate(reviewer, question) for gate in gates)


def refused(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that shut the way."""
    return tuple(finding for finding in found if finding.verdict == Verdict.REFUSED)

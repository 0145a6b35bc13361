"""The words of a decision: each service upheld or overturned, the case computed from them."""

from collections.abc import Sequence
from enum import StrEnum


class Outcome(StrEnum):
    """Of a service, the first two; of a case, the last three (as the DWC index has them)."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    PARTIAL_OVERTURN = "partial_overturn"


def overall_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of the case: all one way gives that way, a mix is partial.

    ValueError when there is no decision to compute it from.
    """
    if not outcomes:
        raise ValueError("A case without decisions has no outcome.")
    if all(outcome == Outcome.UPHELD for outcome in outcomes):
        return Outcome.UPHOLD
    if all(outcome == Outcome.OVERTURNED for outcome in outcomes):
        return Outcome.OVERTURN
    return Outcome.PARTIAL_OVERTURN

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


def decision_words(outcome: str, *, ur_action: str, modification: str = "") -> str:
    """Say a service's decision so that it cannot be read the wrong way round.

    *Upheld* alone is; so it says what became of UR's decision, and what is medically necessary.
    """
    is_overturned = outcome == Outcome.OVERTURNED
    word, necessary = "upheld", "not medically necessary"
    if is_overturned:
        word, necessary = "overturned", "medically necessary"
    if ur_action == "denied":
        return f"UR denial {word} · {necessary}"
    part = "request" if modification == "substituted" else "remainder"
    return f"UR modification {word} · {part} {necessary}"

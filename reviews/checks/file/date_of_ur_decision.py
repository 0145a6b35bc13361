"""The summary gives another date of the utilization review decision than the header."""

from collections.abc import Iterator

from reviews.checks.file.stated_dates import stated_ur_decisions
from reviews.checks.findings import Answer
from reviews.checks.making import asks, in_summary, not_checked
from reviews.checks.view import LetterView

ID = "date-of-ur-decision"
TITLE = "The date of the UR decision is the header's"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the dates given for the decision; one that agrees is enough."""
    if view.ur_decided_on is None:
        yield not_checked(ID, "The date of the UR decision is not known.")
        return
    stated = list(stated_ur_decisions(view.summary))
    if stated and all(each.day != view.ur_decided_on for each in stated):
        first = stated[0]
        yield asks(
            ID,
            in_summary(first.start),
            first.words,
            f"The summary dates the UR decision {first.words}, and the header has "
            f"{view.ur_decided_on:%m/%d/%Y}. Look which is right.",
        )

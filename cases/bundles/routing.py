"""Where the pages of a bundle go: those after a coversheet to its case and party.

What no coversheet of ours governs waits for a person, with the reason in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.notices.coversheets import CoversheetCode

NO_SHEET = "no_sheet"
BEFORE_SHEET = "before_sheet"
NOT_OURS = "not_ours"
UNKNOWN_CASE = "unknown_case"
CLOSED_CASE = "closed_case"
ALREADY_HERE = "already_here"
LEFT_OVER = "left_over"
TAKEN_BACK = "taken_back"

SENTENCES = {
    NO_SHEET: "No coversheet of ours was found in it.",
    BEFORE_SHEET: "These pages lie before the first coversheet.",
    NOT_OURS: "Its code looks like one of ours, but cannot be read or was not made here.",
    UNKNOWN_CASE: "Its coversheet names a case that is not here.",
    CLOSED_CASE: "The records of the case on its coversheet no longer change.",
    ALREADY_HERE: "The same pages are in the case on its coversheet already.",
    LEFT_OVER: "These pages were left when others of the bundle were assigned.",
    TAKEN_BACK: "They were sent to a case and taken back.",
}


@dataclass(frozen=True)
class Stretch:
    """Pages `first` to `last` of a bundle: under whose coversheet, or why under nobody's."""

    first: int
    last: int
    code: CoversheetCode | None = None
    reason: str = ""


def stretches(first: int, last: int, sheets: Mapping[int, CoversheetCode | None]) -> list[Stretch]:
    """Cut pages `first` to `last` at the coversheets; `sheets` says what the code of a page is.

    None stands for a code that was not made here: what follows it is nobody's, for it begins
    something else. Each page is in exactly one stretch, the coversheet in that of its pages.
    """
    found: list[Stretch] = []
    begins = sorted(page for page in sheets if first <= page <= last)
    if not begins:
        return [Stretch(first, last, reason=NO_SHEET)]
    if begins[0] > first:
        found.append(Stretch(first, begins[0] - 1, reason=BEFORE_SHEET))
    for page, following in zip(begins, [*begins[1:], last + 1], strict=True):
        code = sheets[page]
        stretch = Stretch(page, following - 1, code, "" if code else NOT_OURS)
        before = found[-1] if found else None
        if before is not None and code is not None and before.code == code:
            found[-1] = Stretch(before.first, stretch.last, code)
        else:
            found.append(stretch)
    return found

"""A rationale that repeats utilization review's reason: the review is to be the reviewer's own."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale, not_checked
from reviews.checks.view import LetterView

ID = "near-copy-of-ur"
TITLE = "The rationale is in the reviewer's own words"
RUN = 5
ENOUGH = 20
SHARE = 0.6


def check(view: LetterView) -> Iterator[Answer]:
    """Count the runs of five words that a rationale shares with the reason UR gave."""
    if not any(service.ur_reason for service in view.services):
        yield not_checked(ID, "UR's stated reason is not in the file.")
        return
    for service in view.services:
        theirs, mine = _words(service.ur_reason), _words(service.rationale)
        if len(theirs) < ENOUGH or len(mine) < ENOUGH:
            continue
        known = _runs(theirs)
        shared = known & _runs(mine)
        if len(shared) / len(known) >= SHARE:
            first = next(" ".join(run) for run in _in_order(mine) if run in shared)
            yield asks(
                ID,
                in_rationale(service, 0),
                clip(first),
                f"{round(100 * len(shared) / len(known))} % of UR's reason stands word for word "
                "in the rationale. Say it in your own words, or mark it as a quotation.",
            )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def _in_order(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)]


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(_in_order(words))

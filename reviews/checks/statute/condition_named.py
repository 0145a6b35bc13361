"""Nowhere does the letter name the worker's medical condition (LC 4610.6(e))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_summary
from reviews.checks.reading.anatomy import parts
from reviews.checks.view import LetterView

ID = "condition-named"
TITLE = "The worker's condition is named"
CONDITION = re.compile(
    r"\b(?:pain|injur\w+|diagnos\w+|strain|sprain|fracture\w*|tear|syndrome|disorder|disease|\w+itis"
    r"|\w+pathy|\w+osis|depress\w+|anxiety|stress|insomnia|ptsd|hypertension|diabetes|cancer|asthma"
    r"|hernia|numbness|weakness|symptoms?|complain\w*|condition|exposure|burns?|laceration)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for a condition, a symptom or a part of the body in the summary."""
    if view.summary.strip() and not CONDITION.search(view.summary) and not parts(view.summary):
        yield asks(
            ID,
            in_summary(0),
            clip(view.summary),
            "The summary names no condition, symptom or part of the body. Say what the worker is "
            "treated for.",
        )

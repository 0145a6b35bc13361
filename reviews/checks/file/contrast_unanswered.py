"""A study that was asked for with or without contrast, and a rationale that never speaks of it."""

import re
from collections.abc import Iterator

from reviews.checks.file.scope import own_words, reason_speaks_of
from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale, not_checked
from reviews.checks.view import OVERTURNED, LetterView

ID = "contrast-unanswered"
TITLE = "Contrast that was asked for is answered"
CONTRAST = re.compile(r"\b(?:contrast|gadolinium|arthrogra\w+|enhance\w*)\b", re.IGNORECASE)
WITH = re.compile(r"\bwith(?: and without| or without|/without)?(?: \w+){0,2} contrast\b", re.I)


def check(view: LetterView) -> Iterator[Answer]:
    """Ask where UR is overturned, or where contrast was its reason."""
    for service in view.services:
        if not WITH.search(service.decided) or not service.rationale.strip():
            continue
        is_reason = reason_speaks_of(service, CONTRAST)
        if service.outcome != OVERTURNED and is_reason is None:
            yield not_checked(ID, "UR's stated reason is not in the file.")
        if service.outcome != OVERTURNED and not is_reason:
            continue
        if not CONTRAST.search(own_words(service)):
            yield asks(
                ID,
                in_rationale(service, 0),
                clip(service.decided),
                "Contrast is part of what was asked for, and the rationale does not say why with, "
                "or why without. The closing sentence repeats the name and answers nothing.",
            )

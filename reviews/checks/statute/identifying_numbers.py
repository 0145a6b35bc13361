"""A number that identifies the worker: social security, telephone, e-mail, claim number."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Place
from reviews.checks.making import blocks
from reviews.checks.statute.reviewer_named import texts
from reviews.checks.view import LetterView

ID = "identifying-numbers"
TITLE = "No number identifies the worker"
NUMBER = re.compile(
    r"(?<![\w-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])|\b(?:ssn|social security)\b[^.]{0,12}[0-9]{3,}"
    r"|\b(?:mrn|medical record (?:number|no\.?))\W{0,3}[0-9]{4,}"
    r"|(?<![\w-])\(?[2-9][0-9]{2}\)?[- .][2-9][0-9]{2}[- .][0-9]{4}(?![\w-])"
    r"|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b|\bADJ ?[0-9]{6,}\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look through what is published for such numbers, and for this claim's."""
    claim = view.claim_number if len(view.claim_number) >= 6 else ""
    for place, text in texts(view):
        match = NUMBER.search(text)
        at = match.start() if match else (text.find(claim) if claim else -1)
        if at >= 0:
            yield blocks(
                ID,
                Place(place.field, place.service, at),
                "a number",
                "A number that identifies the worker stands here. The text is published without "
                "such numbers: take it out.",
            )

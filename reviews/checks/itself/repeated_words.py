"""Words that stand twice in a row."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import clip, in_rationale, in_summary, notes
from reviews.checks.reading.sentences import fold
from reviews.checks.view import LetterView

ID = "repeated-words"
TITLE = "No word stands twice in a row"
TWICE = re.compile(r"\b(?P<w>[a-z]+(?:'[a-z]+)?(?: [a-z]+)?),? (?P=w)\b(?!-)", re.IGNORECASE)
MEANT = {"had", "that", "very", "is", "so", "bye", "no", "long", "many"}


def check(view: LetterView) -> Iterator[Answer]:
    """Look for a repeated word or pair of words in each text."""
    places = [(in_summary, view.summary)]
    places += [
        (lambda start, s=service: in_rationale(s, start), service.rationale)
        for service in view.services
    ]
    for make_place, text in places:
        for match in TWICE.finditer(fold(text)):
            if match["w"].lower() in MEANT or match["w"].isupper():
                continue
            yield notes(
                ID,
                make_place(match.start()),
                clip(text[max(0, match.start() - 20) : match.end() + 20]),
                f"“{match['w']}” stands twice.",
            )

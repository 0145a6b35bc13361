"""A date that no calendar has."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Place
from reviews.checks.making import blocks, in_rationale, in_summary
from reviews.checks.reading.dates import date_mentions
from reviews.checks.view import LetterView

ID = "impossible-dates"
TITLE = "Every date is a day of the calendar"


def check(view: LetterView) -> Iterator[Answer]:
    """Look for whole dates with a four-figure year that do not exist."""
    yield from _of(in_summary(), view.summary)
    for service in view.services:
        yield from _of(in_rationale(service), service.rationale)


def _of(place: Place, text: str) -> Iterator[Answer]:
    for mention in date_mentions(text):
        is_whole = re.search(r"(?:19|20)[0-9]{2}\b", mention.text)
        if mention.day is None and is_whole:
            yield blocks(
                ID,
                Place(place.field, place.service, mention.start),
                mention.text,
                f"There is no such day as {mention.text}. Look it up in the record.",
            )

"""The letter cites no document of the record (LC 4610.6(e); 8 CCR 9792.10.6(d))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field, Place
from reviews.checks.making import notes
from reviews.checks.reading.dates import date_mentions
from reviews.checks.view import LetterView

ID = "documents-named"
TITLE = "The documents the review rests on are named"
DOCUMENT = re.compile(
    r"\b(?:records?|reports?|notes?|progress|examination|evaluation|mri|x-?rays?|studies|study"
    r"|documentation|consultation|pr-?2|rfa|chart|imaging|visit|diary)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for a date or a kind of document in the words, and for a list of what was reviewed."""
    words = " ".join((view.summary, *(service.rationale for service in view.services)))
    if view.documents_reviewed is not None and not view.documents_reviewed:
        yield notes(
            ID, Place(Field.DOCUMENTS), "",
            "No document is on the list of what was reviewed. Tick them when you submit.",
        )  # fmt: skip
    elif words.strip() and not DOCUMENT.search(words) and not date_mentions(words):
        yield notes(
            ID, Place(Field.DOCUMENTS), "",
            "Neither summary nor rationale names a document of the record. Say where the findings "
            "are from.",
        )  # fmt: skip

"""A treatment already given, without the day it was given on."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, clip
from reviews.checks.reading.dates import date_mentions
from reviews.checks.reading.sentences import sentences
from reviews.checks.view import LetterView

ID = "retrospective-without-date"
TITLE = "A retrospective service has its date of service"
RETROSPECTIVE = re.compile(r"\b(?:retrospective(?:ly)?|retro)\b|\bDOS\b", re.IGNORECASE)

GIVEN = re.compile(
    r"\b(?:dates? of service|dos|retrospective(?:ly)?|performed|provided|given|dispensed"
    r"|administered"
    r"|received|underwent)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for a date in the service's name, in its facts and in its rationale."""
    for service in view.services:
        if not RETROSPECTIVE.search(service.requested) or service.dates_of_service:
            continue
        if not date_mentions(service.names) and not _is_dated(service.rationale):
            yield asks(
                ID,
                at(service, Field.SERVICE),
                clip(service.requested),
                "The service was given already, and no date of service is said. Ask the "
                "coordinator for it, or name it in the rationale.",
            )


def _is_dated(rationale: str) -> bool:
    """Whether a sentence on the giving of the service has a date."""
    return any(
        GIVEN.search(each.folded) and date_mentions(each.text) for each in sentences(rationale)
    )

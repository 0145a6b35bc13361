"""A date that lies after the decision, or long before anything the case can be about."""

from collections.abc import Iterator
from datetime import date

from reviews.checks.findings import Answer, Place
from reviews.checks.making import asks, in_rationale, in_summary, not_checked
from reviews.checks.reading.dates import DateMention, date_mentions
from reviews.checks.view import LetterView

ID = "dates-to-come"
TITLE = "No date lies after the decision"
LONG_AGO = 1940


def check(view: LetterView) -> Iterator[Answer]:
    """Compare every date with the day of the decision."""
    if view.decided_on is None:
        yield not_checked(ID, "The day of the decision is not known.")
        return
    places = [(in_summary(), view.summary)]
    places += [(in_rationale(service), service.rationale) for service in view.services]
    for place, text in places:
        wrong = next((m for m in date_mentions(text) if _is_off(m, view.decided_on)), None)
        if wrong is not None:
            yield asks(
                ID,
                Place(place.field, place.service, wrong.start),
                wrong.text,
                f"{wrong.text} does not lie between the worker's life at work and this decision. "
                "Look at the year.",
            )


def _is_off(mention: DateMention, decided_on: date) -> bool:
    return mention.day is not None and not (
        mention.day.year >= LONG_AGO and mention.day <= decided_on
    )

"""The summary gives another date of injury than the header."""

from collections.abc import Iterator

from reviews.checks.file.stated_dates import Stated, stated_injuries
from reviews.checks.findings import Answer
from reviews.checks.making import asks, in_rationale, in_summary
from reviews.checks.view import LetterView

ID = "date-of-injury"
TITLE = "The date of injury is the header's"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare each date that is called the date of injury; a cumulative injury is a span."""
    places = [(in_summary, stated_injuries(view.summary))]
    places += [
        (lambda start, s=service: in_rationale(s, start), stated_injuries(service.rationale))
        for service in view.services
    ]
    for make_place, given in places:
        found = list(given)
        if any(_fits(view, stated) for stated in found[1:]):
            continue  # It names this injury, and another beside it.
        for stated in found:
            if not _fits(view, stated):
                yield asks(
                    ID,
                    make_place(stated.start),
                    stated.words,
                    f"The text gives {stated.words} as the date of injury, and the header has "
                    f"{view.injured_on:%m/%d/%Y}. Look which is right.",
                )
                break


def _fits(view: LetterView, stated: Stated) -> bool:
    return view.injured_on <= stated.day <= (view.injured_to or view.injured_on)

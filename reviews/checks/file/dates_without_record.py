"""A date that no record bears and no page of a record holds."""

from collections.abc import Iterator
from datetime import date

from reviews.checks.findings import Answer, Place
from reviews.checks.making import asks, in_rationale, in_summary, not_checked, notes
from reviews.checks.reading.dates import DateMention, date_mentions
from reviews.checks.view import LetterView

ID = "dates-without-record"
TITLE = "Every date stands in the file"


def check(view: LetterView) -> Iterator[Answer]:
    """Look for each date in header, index and pages; without the pages it only notes."""
    if view.records is None:
        yield not_checked(ID, "The index of the records is not known.")
        return
    known = _known(view)
    in_pages = {m.day for page in view.pages or () for m in date_mentions(page.text or "")}
    unread = view.pages is None or any(page.text is None for page in view.pages)
    make = notes if unread else asks
    where = "the index" if view.pages is None else "the index or on a page"
    missing = [
        (place, mention)
        for place, text in _texts(view)
        for mention in date_mentions(text)
        if mention.day is not None and mention.day not in known | in_pages
    ]
    if missing:
        place, first = missing[0]
        all_of_them = ", ".join(dict.fromkeys(_words(m) for _, m in missing))
        yield make(
            ID,
            Place(place.field, place.service, first.start),
            all_of_them,
            f"No date of the header, {where} is {all_of_them}. Look at the record it is from."
            + (" Some pages could not be searched." if unread and view.pages is not None else ""),
        )


def _known(view: LetterView) -> set[date]:
    days = {view.injured_on, view.injured_to, view.ur_decided_on, view.applied_on, view.rfa_on,
            view.decided_on, view.born_on}  # fmt: skip
    days |= {record.dated for record in view.records or ()}
    days |= {day for service in view.services for day in service.dates_of_service}
    days |= {m.day for s in view.services for m in date_mentions(f"{s.names} {s.ur_reason}")}
    return {day for day in days if day is not None}


def _words(mention: DateMention) -> str:
    return mention.text


def _texts(view: LetterView) -> Iterator[tuple[Place, str]]:
    yield in_summary(), view.summary
    for service in view.services:
        yield in_rationale(service), service.rationale

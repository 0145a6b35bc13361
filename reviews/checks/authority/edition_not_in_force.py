"""An edition that does not exist, or was in force on neither of the days that count."""

from collections.abc import Iterator
from datetime import date

from cases.intake import CitationEntry
from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, not_checked
from reviews.checks.view import LetterView, ServiceView
from reviews.guidelines.library import Source

ID = "edition-not-in-force"
TITLE = "The edition was in force when UR decided or when the reviewer does"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare each edition with the days of both decisions."""
    days = [day for day in (view.ur_decided_on, view.decided_on) if day is not None]
    if not days:
        yield not_checked(ID, "Neither the UR decision nor this decision has a date.")
        return
    for service in view.services:
        for row in service.citations:
            source = view.library.find(row.title or row.text) if row.source == "mtus" else None
            if source is not None and row.year is not None:
                yield from _asked(service, row, source, days)


def _asked(
    service: ServiceView, row: CitationEntry, source: Source, days: list[date]
) -> Iterator[Answer]:
    words, edition = f"{row.title} {row.year}", source.edition(row.year)
    years = ", ".join(str(each.year) for each in source.editions)
    if edition is None:
        yield asks(
            ID,
            at(service, Field.CITATIONS),
            words,
            f"The library knows no edition of {row.year}; it has {years}. Look at the year.",
        )
        return
    if any(edition.is_in_force(day) is not False for day in days):
        return
    shown = " and ".join(f"{day:%m/%d/%Y}" for day in dict.fromkeys(days))
    yield asks(
        ID,
        at(service, Field.CITATIONS),
        words,
        f"This edition was not in force on {shown}, the days of UR's decision and of this one. "
        f"The editions are {years}. Look which one counts.",
    )

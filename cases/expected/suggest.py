"""Which documents of the file may be what an item asks for; a person confirms it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cases.expected.rules import Item


@dataclass(frozen=True)
class Document:
    """What is known of one document of the file."""

    key: int
    kind: str
    source: str
    dated_on: date | None


def suggested(
    item: Item, documents: Iterable[Document], *, request_on: date | None
) -> Sequence[int]:
    """Return the keys of the documents that fit the item by kind, sender and date, in order.

    A report counts with the months before the request for authorization, or where its date or the
    request's is not known; an item without kinds and senders is for a person alone.
    """
    if not item.kinds and not item.sources:
        return []
    return [each.key for each in documents if _fits(item, each, request_on)]


def _fits(item: Item, document: Document, request_on: date | None) -> bool:
    if item.kinds and document.kind not in item.kinds:
        return False
    if item.sources and document.source not in item.sources:
        return False
    if not item.months_before_request or document.dated_on is None or request_on is None:
        return True
    return document.dated_on >= months_before(request_on, item.months_before_request)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 27))

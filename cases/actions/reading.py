"""Writes what was read: pages that were in sight, where the book was left, turned pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.errors import Refused
from cases.models import Case, PageReading, PageTurn, ReadingPlace, RecordPage
from cases.models.reading import READ_MILLISECONDS

ZOOMS = ("width", "page")
LOOKS = ("plain", "strong", "dark")
WIDEST, NARROWEST = 8.0, 0.1
MOST_PAGES_AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """Where and how somebody has the book open."""

    number: int
    offset: float = 0.0
    zoom: str = "width"
    is_spread: bool = False
    look: str = "plain"
    is_text: bool = False


@transaction.atomic
def read_pages(
    case: Case, seen: Mapping[int, int], *, by: Any, at: datetime, reader: Any = None
) -> list[int]:
    """Count the milliseconds for which pages were in sight; return the numbers that are read now.

    A page that was read before is among them: what a book sends when it is left gets no answer, so
    that it hears of it with the next. Whoever reads without the right to the records is answered as
    everywhere: not found. `reader` is for a command, which acts for somebody else.
    """
    reader = reader or by
    access.require_records(reader, case)
    numbers = [number for number in seen if seen[number] > 0][:MOST_PAGES_AT_ONCE]
    pages = list(RecordPage.objects.live().filter(case=case, number__in=numbers).order_by("pk"))
    begun = (
        PageReading.objects.select_for_update().filter(user=reader, page__in=pages).order_by("pk")
    )
    row_by_page = {row.page_id: row for row in begun}
    newly, before = [], []
    for page in pages:
        row = row_by_page.get(page.pk) or PageReading(
            user=reader, case=case, page=page, first_at=at
        )
        if row.read_at is not None:
            before.append(page.number)
            continue
        row.shown_ms = min(READ_MILLISECONDS, row.shown_ms + seen[page.number])
        if row.shown_ms == READ_MILLISECONDS:
            row.read_at = at
            newly.append(page.number)
        row_by_page[page.pk] = row
    _save(row_by_page.values())
    if newly:
        audit.append("pages.read", case, by=by, numbers=sorted(newly))
    return sorted([*before, *newly])


def read_documents(
    case: Case, records: Iterable[Any], *, by: Any, at: datetime, reader: Any = None
) -> None:
    """Read every page of these documents, as a command does that stands for a reader."""
    pages = RecordPage.objects.live().filter(case=case, record__in=list(records))
    numbers = list(pages.order_by("number").values_list("number", flat=True))
    for start in range(0, len(numbers), MOST_PAGES_AT_ONCE):
        part = numbers[start : start + MOST_PAGES_AT_ONCE]
        read_pages(case, dict.fromkeys(part, READ_MILLISECONDS), by=by, at=at, reader=reader)


@transaction.atomic
def leave_place(case: Case, place: Place, *, by: Any, at: datetime) -> None:
    """Remember where the book was left; a place that makes no sense is not remembered."""
    access.require_records(by, case)
    if place.look not in LOOKS or not 0 <= place.offset <= 1 or not _is_zoom(place.zoom):
        return
    if not RecordPage.objects.live().filter(case=case, number=place.number).exists():
        return
    ReadingPlace.objects.update_or_create(
        user=by,
        case=case,
        defaults={
            "number": place.number,
            "offset": place.offset,
            "zoom": place.zoom,
            "is_spread": place.is_spread,
            "look": place.look,
            "is_text": place.is_text,
            "left_at": at,
        },
    )


@transaction.atomic
def turn_page(page: RecordPage, *, by: Any, degrees: int) -> None:
    """Remember how far this reader wants the page turned; the page itself stays as it is."""
    access.require_records(by, page.case)
    if degrees % 90:
        raise Refused("A page is turned by quarters.")
    own = (degrees - page.rotation) % 360
    if own:
        PageTurn.objects.update_or_create(user=by, page=page, defaults={"degrees": own})
    else:
        PageTurn.objects.filter(user=by, page=page).delete()
    audit.append("page.turned", page, by=by, degrees=degrees % 360)


def _save(rows: Iterable[PageReading]) -> None:
    rows = list(rows)
    PageReading.objects.bulk_update(
        [row for row in rows if row.pk], ["shown_ms", "read_at"], batch_size=500
    )
    PageReading.objects.bulk_create([row for row in rows if not row.pk], ignore_conflicts=True)


def _is_zoom(zoom: str) -> bool:
    if zoom in ZOOMS:
        return True
    try:
        return NARROWEST <= float(zoom) <= WIDEST
    except ValueError:
        return False

"""Looks where documents begin in a file whose pages are read, and what each says that it is.

For whoever reads a bundle that nobody has divided; what a person confirms is shown instead. A few
hundred pages at a time, when nothing else has to be done to the file: it never waits for this.
"""

import itertools
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from cases.bundles.lifecycle import FileStep
from cases.models import PageText, ReceivedFile, RecordPage, SuggestedDocument
from cases.packets.facts import facts_of
from cases.packets.pages import Page
from cases.packets.split import split
from cases.pipelines.pagewriting import as_page

log = logging.getLogger(__name__)

STRETCH = 200
# Pages before a stretch that tell whether its first one begins something.
CONTEXT = 3
# What a document is and its day stand on its first pages; the rest would take longer than it tells.
TELLING = 2
SECONDS_A_TURN = 20.0
# Of the locks that hold one worker off while another looks through the same file.
LOCK = 0x5355_4747


@dataclass(frozen=True)
class _Stretch:
    """Pages `first` to `last` of a file with some before and after, as they stood at `read_at`."""

    first: int
    last: int
    rows: Sequence[RecordPage]
    read_at: datetime


def files_to_suggest_from(*file_ids: int) -> list[int]:
    """Return the keys of the files, among these or all, in which documents are to be looked for."""
    files = ReceivedFile.objects.to_suggest_from()
    files = files.filter(pk__in=file_ids) if file_ids else files
    return list(files.order_by("pk").values_list("pk", flat=True))


def suggest(file_id: int, *, seconds: float = SECONDS_A_TURN) -> bool:
    """Look through the pages of a file for a while; True while there are more of them."""
    end = time.monotonic() + seconds
    while _suggest_stretch(file_id):
        if time.monotonic() > end:
            return True
    return False


@transaction.atomic
def _suggest_stretch(file_id: int) -> bool:
    """Look through the next pages, if no other worker does; True when more wait."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [LOCK, file_id])
        if not cursor.fetchone()[0]:
            return False
    file = ReceivedFile.objects.to_suggest_from().filter(pk=file_id).first()
    if file is None:
        return False
    stretch = _stretch_of(file)
    return _write(file, stretch, _found(stretch))


def _stretch_of(file: ReceivedFile) -> _Stretch:
    first = max(file.suggested_through + 1, file.first_page)
    last = min(first + STRETCH - 1, file.last_page or first)
    rows = RecordPage.objects.filter(
        file=file, number_in_file__gte=first - CONTEXT, number_in_file__lt=last + TELLING
    )
    ordered = rows.with_words().order_by("number_in_file")
    return _Stretch(first, last, list(ordered), timezone.now())


def _found(stretch: _Stretch) -> list[SuggestedDocument]:
    """Return what begins in the stretch; pages that nobody can make sense of begin nothing."""
    try:
        return _suggestions(stretch)
    except Exception as error:  # noqa: BLE001 - a hint is not worth a file that is tried for ever
        file_id = stretch.rows[0].file_id
        log.warning("File %s: no documents suggested (%s).", file_id, type(error).__name__)
        return []


def _suggestions(stretch: _Stretch) -> list[SuggestedDocument]:
    pages = [as_page(row, getattr(row, "text", None)) for row in stretch.rows]
    firsts = {part.first for part in split(pages)}
    found = []
    for place, row in enumerate(stretch.rows):
        if row.number in firsts and stretch.first <= row.number_in_file <= stretch.last:
            following = pages[place + 1 : place + TELLING]
            rest = itertools.takewhile(lambda page: page.number not in firsts, following)
            found.append(_suggestion(row, [pages[place], *rest]))
    return found


def _suggestion(row: RecordPage, pages: Sequence[Page]) -> SuggestedDocument:
    facts = facts_of(pages)
    kind, day = facts.kind, facts.date_of_service
    return SuggestedDocument(
        page=row,
        case_id=row.case_id,
        kind=kind.value if kind else "",
        date_of_service=date.fromisoformat(day.value) if day else None,
    )


def _write(file: ReceivedFile, stretch: _Stretch, found: Sequence[SuggestedDocument]) -> bool:
    """Write what was found, unless the pages were read anew meanwhile: then it is looked again."""
    row = ReceivedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    pages = RecordPage.objects.filter(
        file=file, number_in_file__gte=stretch.first, number_in_file__lte=stretch.last
    )
    is_anew = PageText.objects.filter(page__in=pages, read_at__gt=stretch.read_at).exists()
    if row.step != FileStep.READY or row.suggested_through != file.suggested_through or is_anew:
        return True
    SuggestedDocument.objects.filter(page__in=pages).delete()
    SuggestedDocument.objects.bulk_create(found)
    row.suggested_through = stretch.last
    row.save(update_fields=["suggested_through"])
    return stretch.last < (row.last_page or 0)

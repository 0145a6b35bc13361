"""Looks where documents begin in a file whose pages are read, and what each says that it is.

For whoever reads a bundle that nobody has divided, and for whoever divides it; what a person
confirms is shown instead. A few hundred pages at a time, when nothing else has to be done to the
file: it never waits for this.
"""

import itertools
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from cases.bundles.lifecycle import FileStep
from cases.models import PageText, ReceivedFile, RecordPage, SuggestedDocument
from cases.packets.blank import why_blank
from cases.packets.facts import ENDS, DocumentFacts, Fact, facts_of
from cases.packets.pages import Page
from cases.packets.split import split
from cases.pipelines.pagewriting import as_page

log = logging.getLogger(__name__)

STRETCH = 200
# Pages before a stretch that are read with it, and more of them while all are blank: whether its
# first one begins something is told from the last page before it that is not.
CONTEXT = 3
SECONDS_A_TURN = 20.0
# Of the locks that hold one worker off while another looks through the same file.
LOCK = 0x5355_4747
LONGEST_WORDS = 200


@dataclass(frozen=True)
class _Stretch:
    """Pages `first` to `last` of a file behind some others, as they stood at `read_at`.

    `opened` is the document that was found last before it, and may go on in it.
    """

    first: int
    last: int
    rows: Sequence[RecordPage]
    read_at: datetime
    came_on: date
    opened: SuggestedDocument | None


@dataclass(frozen=True)
class _Found:
    """What begins in a stretch, and the document before it as far as it goes on in it."""

    begun: Sequence[SuggestedDocument] = field(default_factory=tuple)
    continued: SuggestedDocument | None = None


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


def facts_from(stored: dict[str, dict[str, str | int | float]]) -> DocumentFacts:
    """Return what the pages of a suggested document say of it, as it was stored."""
    names = ("kind", "date_of_service", "author", "facility")
    return DocumentFacts(**{n: Fact(**stored[n]) if n in stored else None for n in names})


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
    found = SuggestedDocument.objects.filter(page__file=file, page__number_in_file__lt=first)
    opened = found.select_related("page").order_by("page__number_in_file").last()
    read_at = timezone.now()
    rows = [*_rows_before(file, first), *_rows(file, Q(number_in_file__range=(first, last)))]
    came_on = timezone.localdate(file.received_at)
    return _Stretch(first, last, rows, read_at, came_on, opened)


def _rows_before(file: ReceivedFile, first: int) -> list[RecordPage]:
    """Return pages right before one of a file, back to one that is not blank."""
    count = CONTEXT
    while True:
        start = max(first - count, file.first_page)
        rows = _rows(file, Q(number_in_file__range=(start, first - 1)))
        if start == file.first_page or not all(map(why_blank, _pages(rows))):
            return rows
        count *= 4


def _rows(file: ReceivedFile, which: Q) -> list[RecordPage]:
    rows = RecordPage.objects.filter(which, file=file).with_words()
    return list(rows.order_by("number_in_file"))


def _pages(rows: Iterable[RecordPage]) -> list[Page]:
    return [as_page(row, getattr(row, "text", None)) for row in rows]


def _found(stretch: _Stretch) -> _Found:
    """Return what begins in the stretch; pages that nobody can make sense of begin nothing."""
    try:
        return _suggestions(stretch)
    except Exception as error:  # noqa: BLE001 - a hint is not worth a file that is tried for ever
        file_id = stretch.rows[0].file_id
        log.warning("File %s: no documents suggested (%s).", file_id, type(error).__name__)
        return _Found()


def _suggestions(stretch: _Stretch) -> _Found:
    pages = _pages(stretch.rows)
    why_by_first = {part.first: part.why for part in split(pages)}
    begins = [
        place
        for place, row in enumerate(stretch.rows)
        if row.number in why_by_first and row.number_in_file >= stretch.first
    ]
    begun = []
    for place, end in itertools.pairwise([*begins, len(pages)]):
        row = stretch.rows[place]
        one = SuggestedDocument(page=row, case_id=row.case_id, why=why_by_first[row.number])
        one.last_in_file = stretch.rows[end - 1].number_in_file
        begun.append(_say(one, stretch.came_on, pages[place:end]))
    last = stretch.rows[begins[0]].number_in_file - 1 if begins else stretch.last
    return _Found(begun, _continued(stretch, last))


def _continued(stretch: _Stretch, last: int) -> SuggestedDocument | None:
    """Return the document before the stretch, where it goes on to a page of it."""
    one = stretch.opened
    if one is None or last < stretch.first:
        return None
    first, one.last_in_file = one.page.number_in_file, last
    ends = Q(number_in_file__range=(first, first + ENDS - 1))
    ends |= Q(number_in_file__range=(last - ENDS + 1, last))
    if last - first < 2 * ENDS:
        ends = Q(number_in_file__range=(first, last))
    rows = _rows(one.page.file, ends)
    return _say(one, stretch.came_on, _pages(rows))


def _say(one: SuggestedDocument, came_on: date, pages: Sequence[Page]) -> SuggestedDocument:
    """Set what the pages of a document say of it, with no day behind that on which it came."""
    facts = facts_of(pages, came_on)
    one.kind = facts.kind.value if facts.kind else ""
    day = facts.date_of_service
    one.date_of_service = date.fromisoformat(day.value) if day else None
    told = {name: fact for name, fact in asdict(facts).items() if fact}
    for fact in told.values():
        fact |= {name: fact[name][:LONGEST_WORDS] for name in ("value", "words")}
    one.facts = told
    return one


def _write(file: ReceivedFile, stretch: _Stretch, found: _Found) -> bool:
    """Write what was found, unless the pages were read anew meanwhile: then it is looked again."""
    row = ReceivedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    pages = RecordPage.objects.filter(
        file=file, number_in_file__gte=stretch.first, number_in_file__lte=stretch.last
    )
    is_anew = PageText.objects.filter(page__in=pages, read_at__gt=stretch.read_at).exists()
    if row.step != FileStep.READY or row.suggested_through != file.suggested_through or is_anew:
        return True
    SuggestedDocument.objects.filter(page__in=pages).delete()
    SuggestedDocument.objects.bulk_create(found.begun)
    if found.continued is not None:
        found.continued.save()
    row.suggested_through = stretch.last
    row.save(update_fields=["suggested_through"])
    return stretch.last < (row.last_page or 0)

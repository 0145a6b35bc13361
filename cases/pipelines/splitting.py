"""Proposes where the documents of a bundle begin, and what each says of itself.

From what a worker has found and stored (`cases/pipelines/suggesting.py`); a short record that it
has not come to is looked through at once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from cases.bundles.lifecycle import FileStep
from cases.models import MedicalRecord, RecordPage, SuggestedDocument
from cases.packets.facts import ENDS, DocumentFacts, facts_of
from cases.packets.split import split
from cases.pipelines.pagewriting import as_page
from cases.pipelines.suggesting import facts_from

# So many documents are proposed on a page; what comes behind them is split after.
MOST_PARTS = 300
# So many pages of one of them are shown at once, for another document to begin on.
MOST_IN_STRIP = 60
# So many pages are looked through while somebody waits; more of them only by a worker.
AT_ONCE = 100
YOURS = "You said that it begins here."
BEGINNING = "The bundle begins."


@dataclass(frozen=True)
class ProposedPart:
    """Pages that could be one document: their places in the record, why, and its facts.

    `number` is that of its first page in the case.
    """

    first: int
    last: int
    number: int
    why: str
    facts: DocumentFacts
    pk: int = 0


@dataclass(frozen=True)
class Looked:
    """How many pages have been looked through for where documents begin, and of how many.

    `is_read` is False while a file of them has not been read to its end: nobody looks before.
    """

    through: int
    pages: int
    is_read: bool = True

    @property
    def is_all(self) -> bool:
        """Whether nothing of it waits."""
        return self.through >= self.pages


@dataclass(frozen=True)
class Rest:
    """The last pages of a record, which are not proposed as documents yet and stay together."""

    first: int
    last: int
    number: int
    pk: int


@dataclass(frozen=True)
class Proposal:
    """The documents that are proposed of a record, and what is left of it."""

    parts: Sequence[ProposedPart]
    looked: Looked
    rest: Rest | None = None


@dataclass(frozen=True)
class _Found:
    """Why a document begins at a place, and what it says where it ends at another."""

    why_by_first: dict[int, str]
    facts_by_ends: dict[tuple[int, int], DocumentFacts] = field(default_factory=dict)


_Leaf = tuple[int, int, int, int]  # place, number, key, number in the file


def propose_documents(
    record: MedicalRecord,
    said: Collection[int] = (),
    *,
    has_rest: bool = False,
    most: int | None = MOST_PARTS,
) -> Proposal:
    """Return the proposed documents of a record, at most so many.

    `said` are the places where a person says that its documents begin: these, and no others. With
    `has_rest` the last of them begins what is left.
    """
    leaves = list(
        record.record_pages.order_by("place").values_list("place", "number", "pk", "number_in_file")
    )
    if not leaves:
        return Proposal((), Looked(0, 0))
    looked = looked_through(MedicalRecord.objects.filter(pk=record.pk))
    found = _found(record, leaves, looked)
    firsts = _firsts(leaves, said or found.why_by_first)
    if not said:
        firsts = firsts[: most + 1] if most else firsts
        has_rest = not looked.is_all or (most is not None and len(firsts) > most)
    lasts = [*(first - 1 for first in firsts[1:]), leaves[-1][0]]
    ends = list(zip(firsts, lasts, strict=True))
    rest = None
    if has_rest:
        first, last = ends.pop()
        _, number, pk, _ = leaves[first - 1]
        rest = Rest(first, last, number, pk)
    return Proposal(_parts(record, leaves, ends, found), looked, rest)


def pages_behind(record: MedicalRecord, first: int, last: int) -> Sequence[RecordPage]:
    """Return the pages of a record behind a place and up to another, at most those of a strip."""
    pages = record.record_pages.filter(place__gt=first, place__lte=last).order_by("place")
    return list(pages.only("pk", "place", "number")[:MOST_IN_STRIP])


def looked_through(records: QuerySet[MedicalRecord]) -> Looked:
    """Count the pages of records that were looked through; short records are once one looks."""
    rows = records.order_by().annotate(
        start=Min("record_pages__number_in_file"), count=Count("record_pages")
    )
    through = pages = 0
    is_read = True
    columns = ("start", "count", "received_file__suggested_through", "received_file__step")
    for start, count, upto, step in rows.filter(count__gt=0).values_list(*columns):
        done = count if count <= AT_ONCE else min(max((upto or 0) - start + 1, 0), count)
        pages, through = pages + count, through + done
        is_read = is_read and (done == count or step == FileStep.READY)
    return Looked(through, pages, is_read)


def _found(record: MedicalRecord, leaves: Sequence[_Leaf], looked: Looked) -> _Found:
    start, upto = leaves[0][3], leaves[0][3] + looked.through
    stored = SuggestedDocument.objects.filter(page__record=record).select_related("page")
    rows = list(stored.order_by("page__place"))
    file = record.received_file
    if len(leaves) <= AT_ONCE and (file is None or file.suggested_through < leaves[-1][3]):
        return _Found(_looked_at_once(record))
    facts = {(one.page.place, one.last_in_file - start + 1): facts_from(one.facts) for one in rows}
    why = {one.page.place: one.why for one in rows if one.page.number_in_file < upto}
    return _Found(why | {leaves[0][0]: BEGINNING}, facts)


def _looked_at_once(record: MedicalRecord) -> dict[int, str]:
    rows = list(record.record_pages.with_words().order_by("place"))
    place_by_number = {row.number: row.place for row in rows}
    parts = split([as_page(row, getattr(row, "text", None)) for row in rows])
    return {place_by_number[part.first]: part.why for part in parts}


def _firsts(leaves: Sequence[_Leaf], begins: Iterable[int]) -> list[int]:
    places = {place for place, _, _, _ in leaves}
    return sorted({leaves[0][0], *begins} & places)


def _parts(
    record: MedicalRecord, leaves: Sequence[_Leaf], ends: Sequence[tuple[int, int]], found: _Found
) -> tuple[ProposedPart, ...]:
    facts_by_ends = found.facts_by_ends | _facts_of(
        record, [pair for pair in ends if pair not in found.facts_by_ends]
    )
    return tuple(
        ProposedPart(
            first=first,
            last=last,
            number=leaves[first - 1][1],
            why=found.why_by_first.get(first, YOURS),
            facts=facts_by_ends[first, last],
            pk=leaves[first - 1][2],
        )
        for first, last in ends
    )


def _facts_of(
    record: MedicalRecord, ends: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], DocumentFacts]:
    """Return what pages say that nobody looked at as one document, each from a place to a place."""
    told = {pair: _telling(*pair) for pair in ends}
    places = {place for each in told.values() for place in each}
    rows = record.record_pages.filter(place__in=places).with_words() if places else ()
    pages = {row.place: as_page(row, getattr(row, "text", None)) for row in rows}
    came = record.received_file and timezone.localdate(record.received_file.received_at)
    return {pair: facts_of([pages[place] for place in each], came) for pair, each in told.items()}


def _telling(first: int, last: int) -> Sequence[int]:
    """Return the places of the pages on which a document says what it is."""
    if last - first < 2 * ENDS:
        return range(first, last + 1)
    return [*range(first, first + ENDS), *range(last - ENDS + 1, last + 1)]

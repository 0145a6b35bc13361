"""Proposes where the documents of a bundle begin, and what each says of itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cases.models import MedicalRecord
from cases.packets.facts import DocumentFacts, facts_of
from cases.packets.pages import Page
from cases.packets.split import split
from cases.pipelines.pagewriting import as_page

MOST_PARTS = 300


@dataclass(frozen=True)
class OtherPage:
    """A page of a part behind its first one, on which another document could begin."""

    place: int
    number: int
    pk: int


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
    others: tuple[OtherPage, ...] = ()


def propose_parts(record: MedicalRecord, said: Collection[int] = ()) -> tuple[ProposedPart, ...]:
    """Return the proposed documents of a record, the first ones of a very large one.

    `said` are the places where a person says that its documents begin: these, and no others.
    """
    rows = list(record.record_pages.with_words().order_by("place"))
    if not rows:
        return ()
    row_by_place = {row.place: row for row in rows}
    page_by_place = {row.place: as_page(row, getattr(row, "text", None)) for row in rows}
    place_by_number = {row.number: row.place for row in rows}
    parts = split([page_by_place[row.place] for row in rows])[:MOST_PARTS]
    why_by_first = {place_by_number[part.first]: part.why for part in parts}
    firsts = sorted({rows[0].place, *(said or why_by_first)} & set(row_by_place))
    lasts = [*(first - 1 for first in firsts[1:]), rows[-1].place]
    return tuple(
        ProposedPart(
            first=first,
            last=last,
            number=row_by_place[first].number,
            why=why_by_first.get(first, "You said that it begins here."),
            facts=facts_of(_between(page_by_place, first, last)),
            pk=row_by_place[first].pk,
            others=tuple(
                OtherPage(place, row_by_place[place].number, row_by_place[place].pk)
                for place in range(first + 1, last + 1)
            ),
        )
        for first, last in zip(firsts, lasts, strict=True)
    )


def _between(page_by_place: dict[int, Page], first: int, last: int) -> Sequence[Page]:
    return [page_by_place[place] for place in range(first, last + 1)]

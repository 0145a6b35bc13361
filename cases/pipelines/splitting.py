"""Proposes where the documents of a bundle begin, and what each says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import MedicalRecord
from cases.packets.facts import DocumentFacts, facts_of
from cases.packets.pages import Page
from cases.packets.split import split
from cases.pipelines.pagewriting import as_page

MOST_PARTS = 300


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


def propose_parts(record: MedicalRecord) -> tuple[ProposedPart, ...]:
    """Return the proposed documents of a record, the first ones of a very large one."""
    rows = list(record.record_pages.select_related("text").order_by("place"))
    place_by_number = {row.number: row.place for row in rows}
    page_by_place = {row.place: as_page(row, getattr(row, "text", None)) for row in rows}
    parts = split([page_by_place[row.place] for row in rows])
    shown = parts[:MOST_PARTS]
    proposed = []
    for part in shown:
        first, last = place_by_number[part.first], place_by_number[part.last]
        if part is shown[-1]:
            last = rows[-1].place
        facts = facts_of(_between(page_by_place, first, last))
        proposed.append(ProposedPart(first, last, part.first, part.why, facts))
    return tuple(proposed)


def _between(page_by_place: dict[int, Page], first: int, last: int) -> Sequence[Page]:
    return [page_by_place[place] for place in range(first, last + 1)]

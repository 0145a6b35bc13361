"""Marked passages as they are read: where each stands now, what it says, where it is cited.

A passage whose page was recognized anew is looked for in the new reading each time; nothing is
written for that, so that an older reading brought back finds it again as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cases import book
from cases.bundles.boxes import Box, unpack_boxes
from cases.models import Case, PageText, RecordPage
from reviews.evidence import anchors
from reviews.evidence.references import (
    Sentence,
    cites,
    citing_sentences,
    reference,
    reference_start,
)
from reviews.models import CitedPassage, Determination, EvidenceLink, Highlight, Review

SUMMARY = "summary"


@dataclass(frozen=True)
class Card:
    """A highlight as an evidence card; without boxes it waits in the tray to be found again."""

    highlight: Highlight
    boxes: Sequence[tuple[float, float, float, float]]
    cited_in: Sequence[str]

    @property
    def is_lost(self) -> bool:
        """Whether its words stand nowhere on the page as it is read now."""
        return not self.boxes

    @property
    def reference(self) -> str:
        """The words that cite its page."""
        return reference_of(self.highlight.page)


@dataclass(frozen=True)
class CitedPart:
    """The sentences of one text that cite pages."""

    name: str
    sentences: Sequence["CitedSentence"]


@dataclass(frozen=True)
class CitedSentence:
    """A sentence, and the pages that it cites."""

    text: str
    pages: Sequence["CitedPage"]


@dataclass(frozen=True)
class CitedPage:
    """A page that a sentence cites, with what was marked on it; nothing where no card did."""

    number: int
    quotes: Sequence[str]
    has_card: bool


def reference_of(page: RecordPage) -> str:
    """Return the words that cite a page."""
    return reference(page.record.get_kind_display(), page.record.date_of_service, page.number)


def reference_starts(case: Case) -> dict[int, str]:
    """Return by document how the references to its pages begin, up to the number."""
    return {
        record.pk: reference_start(record.get_kind_display(), record.date_of_service)
        for record in case.records.current()
    }


def cards_of(review: Review) -> list[Card]:
    """Return the reviewer's cards in the order of the book."""
    rows = list(_with_pages(review.highlights.filter(removed_at=None)))
    cited: dict[int, list[str]] = {}
    links = EvidenceLink.objects.filter(highlight__in=rows).select_related("part__service")
    for link in links:
        cited.setdefault(link.highlight_id, []).append(part_name(link.part))
    return [Card(row, boxes, cited.get(row.pk, [])) for row, boxes in _placed(rows)]


def cited_cards(version: Determination) -> list[Card]:
    """Return what a submitted version cites, for those who check it."""
    passages = version.cited_passages.select_related("service")
    parts: dict[int, list[str]] = {}
    for passage in passages:
        place = str(passage.service.position) if passage.service else SUMMARY
        parts.setdefault(passage.highlight_id, []).append(place)
    rows = list(_with_pages(Highlight.objects.filter(pk__in=parts)))
    return [Card(row, boxes, parts[row.pk]) for row, boxes in _placed(rows)]


def links_in_text(review: Review) -> Iterable[tuple[EvidenceLink, bool]]:
    """Yield each link of the draft, and whether its text still cites the page."""
    links = EvidenceLink.objects.filter(
        highlight__review=review, highlight__removed_at=None
    ).select_related("part__service", "highlight__page__record")
    for link in links:
        part = link.part
        text = part.decision_rationale if part else review.draft.clinical_case_summary
        yield link, cites(text, link.highlight.page.number)


def cited_sentences(version: Determination) -> list[CitedPart]:
    """Return the sentences of a version that cite pages, part by part, each page as it is linked.

    A page has a card where a card of the reviewer put the reference there.
    """
    marked: dict[tuple[str, int], list[str]] = {}
    for passage in version.cited_passages.select_related("service", "highlight__page"):
        place = str(passage.service.position) if passage.service else SUMMARY
        quotes = marked.setdefault((place, passage.highlight.page.number), [])
        quotes += filter(None, [passage.highlight.quote])
    texts = [(SUMMARY, "Clinical case summary", version.clinical_case_summary)]
    for decision in version.decisions.select_related("service"):
        place, requested = str(decision.service.position), decision.service.requested
        texts.append((place, f"{place}. {requested}", decision.decision_rationale))
    parts = [
        CitedPart(name, [_cited(place, each, marked) for each in citing_sentences(text)])
        for place, name, text in texts
    ]
    return [part for part in parts if part.sentences]


def _cited(
    place: str, sentence: Sentence, marked: dict[tuple[str, int], list[str]]
) -> CitedSentence:
    pages = [
        CitedPage(number, marked.get((place, number), []), (place, number) in marked)
        for number in sentence.pages
    ]
    return CitedSentence(sentence.text, pages)


def part_name(part: Any) -> str:
    """Return how a part is called in addresses: the place of its service, or the summary."""
    return str(part.service.position) if part is not None else SUMMARY


def keep_cited(review: Review, version: Determination) -> None:
    """Keep with a submitted version what its texts cite. The caller has the transaction."""
    CitedPassage.objects.bulk_create(
        CitedPassage(
            determination=version,
            service=link.part.service if link.part else None,
            highlight=link.highlight,
            reference=reference_of(link.highlight.page),
        )
        for link, is_cited in links_in_text(review)
        if is_cited
    )


def words_of(page: RecordPage) -> tuple[list[str], list[Box], int]:
    """Return the words of a page as it is read now, their boxes, and the number of the reading."""
    said = PageText.objects.filter(page=page).first()
    if said is None:
        return [], [], 0
    return said.text.split(), unpack_boxes(bytes(said.word_boxes)), said.revision


def key_of(page: RecordPage) -> str:
    """Return the part of an address that names the page."""
    return book.key_of(page.pk, page.number)


def _with_pages(highlights: Any) -> Any:
    shown = highlights.exclude(page__foreign=RecordPage.Foreign.CONFIRMED)
    return shown.select_related("page__record", "service").order_by(
        "page__record__position", "page__record_id", "page__place", "start", "pk"
    )


def _placed(rows: Sequence[Highlight]) -> Iterable[tuple[Highlight, list[Any]]]:
    said = {text.page_id: text for text in PageText.objects.filter(page__in={r.page for r in rows})}
    for row in rows:
        yield row, _boxes(row, said.get(row.page_id))


def _boxes(row: Highlight, said: PageText | None) -> list[tuple[float, float, float, float]]:
    if row.kind == Highlight.Kind.AREA:
        return [(row.left, row.top, row.right - row.left, row.bottom - row.top)]
    if said is None:
        return []
    words, boxes = said.text.split(), unpack_boxes(bytes(said.word_boxes))
    span = anchors.find(_anchor(row), words)
    if span is None:
        return []
    return lines_of(boxes[span.start : span.end])


def _anchor(row: Highlight) -> anchors.Anchor:
    parts = (tuple(text.split()) for text in (row.quote, row.prefix, row.suffix))
    return anchors.Anchor(*parts, start=row.start)


def lines_of(boxes: Sequence[Box]) -> list[tuple[float, float, float, float]]:
    """Return one box a line for words that follow each other."""
    lines: list[list[float]] = []
    for box in boxes:
        last = lines[-1] if lines else None
        middle = (box.top + box.bottom) / 2
        if last and last[1] <= middle <= last[3] and box.left >= last[0]:
            last[1], last[2] = min(last[1], box.top), max(last[2], box.right)
            last[3] = max(last[3], box.bottom)
        else:
            lines.append([box.left, box.top, box.right, box.bottom])
    return [(round(a, 4), round(b, 4), round(c - a, 4), round(d - b, 4)) for a, b, c, d in lines]

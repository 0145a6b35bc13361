"""What the engines found among the pages of a case, for a person to confirm or to take back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from cases import book
from cases.models import Case, MedicalRecord, RecordPage
from cases.models.pages import WAITS_FOR_SOMEBODY
from cases.packets.alignment import unequal_runs
from cases.packets.dedupe import compare
from cases.packets.differences import Change
from cases.packets.foreign import WORDS_BY_FIELD, find_strangers
from cases.pipelines.assessing import identity_of_case
from cases.pipelines.pagewriting import as_page

MOST_SHOWN = 60
MOST_WORDS = 4000
SEEN = "seen"
Foreign = RecordPage.Foreign


@dataclass(frozen=True)
class SortedPage:
    """A page with what was found of it: why, the page that it repeats, and what is open."""

    page: RecordPage
    why: str
    twin: RecordPage | None
    make_key: Any

    @property
    def key(self) -> str:
        """What names the page in addresses."""
        return str(self.make_key(self.page.pk, self.page.number))

    @property
    def twin_key(self) -> str:
        """What names the page that it repeats."""
        return str(self.make_key(self.twin.pk, self.twin.number)) if self.twin else ""

    @property
    def is_withheld(self) -> bool:
        """Whether it is out of the book as another patient's."""
        return self.page.foreign == Foreign.CONFIRMED

    @property
    def is_foreign_asked(self) -> bool:
        """Whether this row is about whose page it is."""
        return bool(self.page.foreign)


@dataclass(frozen=True)
class Group:
    """Pages about which one question is asked; `more` wait behind those that are shown."""

    name: str
    pages: Sequence[SortedPage]
    more: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.pages) + self.more


@dataclass(frozen=True)
class DocumentRow:
    """A document that counts, with the numbers of its pages in the case."""

    record: MedicalRecord
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Sorting:
    """All of it."""

    documents: Sequence[DocumentRow]
    suspected: Group
    versions: Group
    folded: Group
    withheld: Group
    decided: Group

    @property
    def to_confirm(self) -> int:
        """How many documents nobody has confirmed yet."""
        return sum(row.record.confirmed_at is None and bool(row.first) for row in self.documents)

    @property
    def is_done(self) -> bool:
        """Whether nothing waits for a person."""
        waits = (self.suspected, self.versions, self.folded)
        return not self.to_confirm and not any(group.count for group in waits)


@dataclass(frozen=True)
class Waiting:
    """How much of one case waits for a person: pages by the question about them, and documents."""

    suspected: int = 0
    versions: int = 0
    folded: int = 0
    documents: int = 0

    @property
    def words(self) -> str:
        """All of it in words, what matters most first."""
        counted = (
            (self.suspected, "page", "perhaps of another patient"),
            (self.documents, "document", "to confirm"),
            (self.versions, "page", "in two versions"),
            (self.folded, "page", "folded away"),
        )
        return ", ".join(
            f"{count} {noun}{'' if count == 1 else 's'} {what}"
            for count, noun, what in counted
            if count
        )


def waiting_by_case(cases: Any) -> dict[int, Waiting]:
    """Return what waits for a person in these cases, by their keys; nothing for the others."""
    told = Q(checked_at=None) & (Q(foreign="") | Q(foreign=Foreign.DISMISSED))
    pages = RecordPage.objects.filter(
        WAITS_FOR_SOMEBODY, case__in=cases, record__superseded_at=None
    ).exclude(foreign=Foreign.CONFIRMED)
    counted = (
        pages.order_by()
        .values("case")
        .annotate(
            suspected=Count("pk", filter=Q(foreign=Foreign.SUSPECTED)),
            versions=Count("pk", filter=told & Q(is_folded=False)),
            folded=Count("pk", filter=told & Q(is_folded=True)),
        )
    )
    found = {row.pop("case"): Waiting(**row) for row in counted}
    documents = MedicalRecord.objects.current().filter(confirmed_at=None, case__in=cases)
    with_pages = documents.filter(Exists(RecordPage.objects.filter(record=OuterRef("pk"))))
    for key, count in with_pages.order_by().values_list("case").annotate(count=Count("pk")):
        found[key] = replace(found.get(key, Waiting()), documents=count)
    return {key: each for key, each in found.items() if each.words}


def sorting_of(case: Case) -> Sorting:
    """Return what was found in the case's documents and what was decided on it."""
    pages = _pages(case)
    unchecked = pages.exclude(foreign=Foreign.CONFIRMED).filter(checked_at=None)
    told = Q(foreign="") | Q(foreign=Foreign.DISMISSED)
    return Sorting(
        documents=documents_of(case),
        suspected=_group("foreign", pages.filter(foreign=Foreign.SUSPECTED), case),
        versions=_group(
            "versions",
            unchecked.filter(told, is_folded=False).exclude(near_duplicate_of=None),
            case,
        ),
        folded=_group("folded", unchecked.filter(told, is_folded=True), case),
        withheld=_group("withheld", pages.filter(foreign=Foreign.CONFIRMED), case),
        decided=_group(
            "decided",
            pages.exclude(foreign=Foreign.CONFIRMED).exclude(checked_at=None),
            case,
        ),
    )


def documents_of(case: Case) -> Sequence[DocumentRow]:
    """Return the documents that count in their order, with the numbers of their pages."""
    records = case.records.current().annotate(
        first=Min("record_pages__number"), last=Max("record_pages__number")
    )
    ordered = records.select_related("confirmed_by").order_by("position", "pk")
    return [DocumentRow(one, one.first, one.last) for one in ordered]


def chronology_of(case: Case) -> Sequence[DocumentRow]:
    """Return the documents that count by date of service, undated ones last, as they are read."""
    shown = Q(record_pages__isnull=False) & ~Q(record_pages__foreign=Foreign.CONFIRMED)
    records = case.records.current().annotate(
        first=Min("record_pages__number", filter=shown),
        last=Max("record_pages__number", filter=shown),
    )
    ordered = records.order_by(F("date_of_service").asc(nulls_last=True), "position", "pk")
    return [DocumentRow(one, one.first, one.last) for one in ordered]


def next_to_confirm(case: Case) -> MedicalRecord | None:
    """Return the first document with pages that nobody has confirmed."""
    waiting = case.records.current().filter(confirmed_at=None, record_pages__isnull=False)
    return waiting.order_by("position", "pk").first()


def rows_of(case: Case, numbers: Iterable[int]) -> list[SortedPage]:
    """Return rows for these pages, as they stand now."""
    return list(_rows(_pages(case).filter(number__in=list(numbers)), case))


def why_of(page: RecordPage) -> str:
    """Say in a few words what the engines found of a page."""
    if page.duplicate_of_id:
        return "The same page again"
    if page.near_duplicate_of_id:
        return "Nearly the same page, something differs"
    if page.is_blank:
        return "Blank"
    if page.is_coversheet:
        return "A coversheet of ours"
    return "A fax cover" if page.is_fax_cover else "Folded by a person"


@dataclass(frozen=True)
class Piece:
    """Some words of a page, and whether the other page has others there."""

    words: str
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Two pages side by side: the words of each in pieces, and the changes that count.

    `has_ink` says that the page has ink where the other has none.
    """

    page: RecordPage
    twin: RecordPage
    left: Sequence[Piece]
    right: Sequence[Piece]
    changes: Sequence[Change]
    has_ink: bool


def comparison_of(page: RecordPage) -> Comparison | None:
    """Return a page beside the one that it repeats; None where it repeats none."""
    twin = page.duplicate_of or page.near_duplicate_of
    if twin is None:
        return None
    texts = [getattr(each, "text", None) for each in (twin, page)]
    words = [(text.text if text else "").split()[:MOST_WORDS] for text in texts]
    folded = [[word.casefold() for word in part] for part in words]
    runs = list(unequal_runs(folded[0], folded[1]))
    found = compare(as_page(twin, texts[0]), as_page(page, texts[1]))
    return Comparison(
        page=page,
        twin=twin,
        left=_pieces(words[0], [(start, end) for start, end, _, _ in runs]),
        right=_pieces(words[1], [(start, end) for _, _, start, end in runs]),
        changes=found.changes if found else (),
        has_ink=found is not None and found.has_ink,
    )


def _pieces(words: Sequence[str], runs: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, here = [], 0
    for start, end in runs:
        pieces.append(Piece(" ".join(words[here:start]), differs=False))
        pieces.append(Piece(" ".join(words[start:end]), differs=True))
        here = end
    pieces.append(Piece(" ".join(words[here:]), differs=False))
    return [piece for piece in pieces if piece.words]


def _pages(case: Case) -> Any:
    pages = RecordPage.objects.filter(case=case, record__superseded_at=None).with_words()
    twins = ("duplicate_of__record", "near_duplicate_of__record")
    return pages.select_related("case", "record", *twins).order_by("number")


def _group(name: str, pages: Any, case: Case) -> Group:
    shown = list(_rows(pages[:MOST_SHOWN], case))
    return Group(name, shown, max(pages.count() - len(shown), 0))


def _rows(pages: Any, case: Case) -> Iterable[SortedPage]:
    make_key = book.key_maker()
    pages = list(pages)
    strange = _strange_words(case, [page for page in pages if page.foreign])
    for page in pages:
        twin = page.duplicate_of or page.near_duplicate_of
        why = strange.get(page.number) or why_of(page)
        yield SortedPage(page, why, twin if not page.foreign else None, make_key)


def _strange_words(case: Case, pages: Sequence[RecordPage]) -> dict[int, str]:
    """Return for each page what on it is not of this patient."""
    if not pages:
        return {}
    plain = {
        page.number: f"Differs: {', '.join(_field(code) for code in page.foreign_differs)}"
        for page in pages
    }
    asked = [as_page(page, getattr(page, "text", None)) for page in pages]
    found = find_strangers(asked, identity_of_case(case))
    return plain | {each.number: each.why for each in found if each.why}


def _field(code: str) -> str:
    return WORDS_BY_FIELD.get(code, "seen by a person" if code == SEEN else code)

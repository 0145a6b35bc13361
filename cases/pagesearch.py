"""Finding pages by what they say: in the book of one case, or in all that somebody may see.

What is asked of them, with other names and spellings, is in `wordforms`. What was searched for is
in no row and no log; only how much was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from psycopg.errors import QueryCanceled

from cases import access, audit
from cases.bundles.boxes import unpack_boxes
from cases.bundles.lifecycle import FileStep
from cases.models import Case, CaseGrant, PageText, ReceivedFile, RecordPage
from cases.queries import Phrase, QueryFault, parse, terms
from cases.wordforms import Asked, asked_for, reworded

MOST_PASSAGES = 20
MOST_RANKED = 200
MOST_LOOKED_AT = 1500
MOST_ANYWHERE = 20
# So many cases are found by their words in the index; more are told apart on the rows it finds.
MOST_BY_INDEX = 10
SECONDS = 4.0
TOO_LONG = (
    "This search takes too long: write more letters before a *, or add a word that fewer pages "
    "have."
)
BOUNDED = ("statement_timeout", "max_parallel_workers_per_gather", "enable_seqscan")
START, STOP = "\x02", "\x03"
OF_PASSAGES = (
    f"StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=16, MinWords=6, "
    'FragmentDelimiter=" … "'
)
# Of a page and its document, as `RecordPageQuerySet.live` has it.
OPEN_TO_READ = "r.superseded_at is null and p.\"foreign\" <> 'confirmed'"
RANKED = f"""
with {{own}}known as materialized (
    select p.id, t.search_vector as said from {{texts}} t
    join cases_recordpage p on p.id = t.page_id join cases_medicalrecord r on r.id = p.record_id
    where {{held}} and {OPEN_TO_READ} and not p.is_folded and {{whose}} limit %s),
matching as materialized (select id, said from known where %s or said @@ %s::tsquery limit %s)
select array(select id from matching order by ts_rank(said, %s::tsquery) desc, id limit %s),
    (select count(*) from matching),
    case when (select count(*) from matching) < %s then (select count(*) from known) end
"""
# First of all, by the index: few pages are this user's, and they are not to be met one by one.
OWN = """own as materialized (
    select page_id, case_id, search_vector from cases_pagetext where search_vector @@ %s::tsquery),
"""
OF_A_PAGE = f"StartSel={START}, StopSel={STOP}, HighlightAll=true"


@dataclass(frozen=True)
class Passage:
    """A page on which something was found, with the words around it, marked."""

    page: RecordPage
    words: SafeString


@dataclass(frozen=True)
class Found:
    """What a search found: every page by number in the order of the book, the first with passages.

    `also` are the other names and spellings that were looked for, `common` the words that were not,
    because nearly every page has them. `first` counts the pages before the first passage; `unread`
    the pages of the book whose words nobody knows yet, so that nothing can be found on them;
    `reworded` are like queries with words of the book, where nothing was found. Over all cases the
    work has an end: `compared` says of how many pages the best are shown where more may match,
    `looked_at` on how many pages with these words it was seen how they stand to each other where
    more have them.
    """

    numbers: Sequence[int]
    passages: Sequence[Passage]
    also: Sequence[str]
    common: Sequence[str] = ()
    compared: int | None = None
    looked_at: int | None = None
    first: int = 0
    unread: int = 0
    reworded: Sequence[str] = ()

    @property
    def shown(self) -> int:
        """How many pages have been shown with their passages, these included."""
        return self.first + len(self.passages)


def search_book(user: Any, case: Case, typed: str, *, first: int = 0) -> Found:
    """Return the pages of the case's book that match, the passages of those after the `first`.

    QueryFault where the query means nothing.
    """
    node = parse(typed)
    with _bounded():
        asked = asked_for(node, case)
        rows = _pages_of(case, asked) if asked.strict else []
        wanted = rows[first : first + MOST_PASSAGES]
        passages = _passages([pk for pk, _ in wanted], asked.strict)
        alike = [] if rows else reworded(typed, node, case)
    numbers = [number for _, number in rows]
    audit.append(
        "book.searched", case, by=user, pages=len(numbers), shown=[p.page.number for p in passages]
    )
    return Found(
        numbers,
        passages,
        asked.also,
        asked.common,
        first=first,
        unread=_unread_pages(case),
        reworded=alike,
    )


def search_everywhere(user: Any, typed: str) -> Found:
    """Return the pages that match best of every case whose records the user may see."""
    node = parse(typed)
    with _bounded():
        asked = asked_for(node, None)
        best = _best_anywhere(user, asked) if asked.strict else NOTHING
        passages = _passages(best.keys, asked.strict)
    audit.append("records.searched", by=user, shown=[p.page.pk for p in passages])
    return Found(
        numbers=[passage.page.number for passage in passages],
        passages=passages,
        also=asked.also,
        common=asked.common,
        compared=best.compared,
        looked_at=best.looked_at,
    )


def hits_on(page: RecordPage, typed: str) -> list[list[float]]:
    """Return left, top, width and height of every word of the page that the query means."""
    node = parse(typed)
    asked = asked_for(node, page.case)
    said = PageText.objects.filter(page=page).first()
    if said is None or not asked.strict:
        return []
    marked = _rows(
        "select ts_headline('english', %s, %s::tsquery, %s)", said.text, asked.strict, OF_A_PAGE
    )
    places = _marked_places(said.text.split(), marked[0][0])
    if all(isinstance(term, Phrase) for term in terms(node)):
        places = _side_by_side(places) or places
    boxes = unpack_boxes(bytes(said.word_boxes))
    return [
        [box.left, box.top, box.right - box.left, box.bottom - box.top]
        for box in (boxes[place] for place in places if place < len(boxes))
    ]


def _pages_of(case: Case, asked: Asked) -> list[tuple[int, int]]:
    """Return key and number of every page of the book that matches, in the book's order."""
    known = f"({asked.loose}) & {of_case(case.pk)}" if asked.loose else of_case(case.pk)
    return _rows(
        "with known as materialized (select p.id, p.number, t.search_vector as said, r.position, "
        "r.id as record_id, p.place from cases_pagetext t "
        "join cases_recordpage p on p.id = t.page_id "
        "join cases_medicalrecord r on r.id = p.record_id "
        f"where t.search_vector @@ %s::tsquery and p.case_id = %s and {OPEN_TO_READ}) "
        "select id, number from known where %s or said @@ %s::tsquery "
        "order by position, record_id, place",
        known,
        case.pk,
        asked.is_answered_by_index,
        asked.strict,
    )


def _unread_pages(case: Case) -> int:
    """Return on how many pages of the book nothing can be found, because they were not read yet."""
    pages = RecordPage.objects.live().filter(case=case, is_folded=False)
    waits = pages.filter(unread__file__case=case)
    waiting = waits.exclude(text__source=PageText.Source.OCR).count()
    paged = ReceivedFile.objects.filter(case=case, step=FileStep.PAGED)
    if not paged:
        return waiting
    return waiting + pages.filter(file__in=paged, text=None).count()


@dataclass(frozen=True)
class Best:
    """The keys of the best pages of many cases; the rest as in `Found`."""

    keys: Sequence[int]
    compared: int | None = None
    looked_at: int | None = None


NOTHING = Best(())


@dataclass(frozen=True)
class Own:
    """Whose pages may be read: words of the index of which a page has one, or keys of cases."""

    words: Sequence[str] = ()
    cases: Sequence[int] | None = None


def _own(user: Any) -> Own | None:
    """Return which cases are this user's to read; None for none."""
    if not user.has_perm("cases.view_records"):
        granted = Case.objects.visible_to(user).filter(
            grants__user=user, grants__scope=CaseGrant.Scope.RECORDS, grants__ended_at=None
        )
        keys = [case.pk for case in granted if access.may_view_records(user, case)]
        if len(keys) > MOST_BY_INDEX:
            return Own(cases=keys)
        return Own(words=[of_case(key) for key in keys]) if keys else None
    if user.has_perm("cases.view_all_cases"):
        return Own()
    return Own(cases=list(Case.objects.visible_to(user).values_list("pk", flat=True)))


def _best_anywhere(user: Any, asked: Asked) -> Best:
    """Rank pages that match, of the cases that are this user's to read.

    The index says which pages have the words; so many of these are looked at, and of those that
    match so many are ranked, whatever is asked.
    """
    own = _own(user)
    if own is None:
        return NOTHING
    known = [f"({piece})" for piece in (asked.loose, " | ".join(own.words)) if piece]
    at_most = MOST_RANKED if asked.is_answered_by_index else MOST_LOOKED_AT
    held = "t.search_vector @@ %s::tsquery" if known and not own.words else "true"
    texts = "own" if own.words else "cases_pagetext"
    whose = "true" if own.cases is None else "t.case_id = any(%s)"
    ((keys, matching, looked_at),) = _rows(
        RANKED.format(own=OWN if own.words else "", texts=texts, held=held, whose=whose),
        *([" & ".join(known)] if known else []),
        *([own.cases] if own.cases is not None else []),
        at_most,
        asked.is_answered_by_index,
        asked.strict,
        MOST_RANKED,
        asked.strict,
        MOST_ANYWHERE,
        MOST_RANKED,
    )
    if looked_at is None:
        return Best(keys, compared=matching)
    return Best(keys, looked_at=looked_at if looked_at >= at_most else None)


def of_case(pk: int) -> str:
    """Return the word of the index that every page of this case has."""
    return f"'case/{pk}'"


def _passages(keys: Sequence[int], query: str) -> list[Passage]:
    if not keys:
        return []
    marked = dict(
        _rows(
            "select page_id, ts_headline('english', text, %s::tsquery, %s) "
            "from cases_pagetext where page_id = any(%s)",
            query,
            OF_PASSAGES,
            list(keys),
        )
    )
    pages = RecordPage.objects.select_related("record", "case").in_bulk(keys)
    return [Passage(pages[key], _as_html(marked.get(key, ""))) for key in keys]


def _as_html(marked: str) -> SafeString:
    safe = escape(" ".join(marked.split()))
    return mark_safe(safe.replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308


def _marked_places(words: Sequence[str], marked: str) -> list[int]:
    """Return which words are marked; what the marking left out is passed over."""
    places, here, is_inside = [], 0, False
    for token in marked.split():
        plain = token.replace(START, "").replace(STOP, "")
        is_marked = is_inside or START in token
        is_inside = token.rfind(START) > token.rfind(STOP) or (is_inside and STOP not in token)
        while here < len(words) and words[here] != plain:
            here += 1
        if here == len(words):
            break
        if is_marked:
            places.append(here)
        here += 1
    return places


def _side_by_side(places: Sequence[int]) -> list[int]:
    near = set(places)
    return [place for place in places if near & {place - 1, place + 1}]


@contextmanager
def _bounded() -> Iterator[None]:
    """Let no statement take long, QueryFault where one would, and the same pages come each time.

    The pages that a limit leaves are those that lie first in the table: as long as no helper reads
    beside the one that answers, and no scan begins where another one is.
    """
    try:
        with transaction.atomic():
            were = _rows("select " + ", ".join(["current_setting(%s)"] * len(BOUNDED)), *BOUNDED)
            _set([f"{int(SECONDS * 1000)}ms", "0", "off"])
            yield
            # A fault takes them back by itself, with the savepoint.
            _set(were[0])
    except OperationalError as fault:
        if isinstance(fault.__cause__, QueryCanceled):
            raise QueryFault(TOO_LONG) from fault
        raise


def _set(values: Iterable[str]) -> None:
    """Set what is bounded, until the transaction ends."""
    named = zip(BOUNDED, values, strict=True)
    each = ", ".join(["set_config(%s, %s, true)"] * len(BOUNDED))
    _rows(f"select {each}", *(part for pair in named for part in pair))


def _rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

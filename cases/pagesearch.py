"""Finding pages by what they say: in the book of one case, or in all that somebody may see.

A word is looked for with its other names (abbreviations, brand and generic names) and, inside one
case, with the spellings of that case's own words that may be it misread. What was searched for is
in no row and no log; only how much was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cases import access, audit
from cases.bundles.boxes import unpack_boxes
from cases.models import Case, CaseGrant, PageText, RecordPage
from cases.packets.vocabulary import others
from cases.queries import Meaning, Node, Phrase, Word, parse, terms, text_query
from cases.queries.closeness import LENGTHS_APART, SHORTEST, close_words
from cases.queries.parsing import everything

MOST_PASSAGES = 20
MOST_RANKED = 200
MOST_ANYWHERE = 20
MOST_CLOSE = 12
SIMILAR = 0.3
START, STOP = "\x02", "\x03"
OF_PASSAGES = (
    f"StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=16, MinWords=6, "
    'FragmentDelimiter=" … "'
)
# Of a page and its document, as `RecordPageQuerySet.live` has it.
OPEN_TO_READ = "r.superseded_at is null and p.\"foreign\" <> 'confirmed'"
OF_A_PAGE = f"StartSel={START}, StopSel={STOP}, HighlightAll=true"


@dataclass(frozen=True)
class Passage:
    """A page on which something was found, with the words around it, marked."""

    page: RecordPage
    words: SafeString


@dataclass(frozen=True)
class Found:
    """What a search found: every page by number in the order of the book, the first with passages.

    `also` are the other names and spellings that were looked for.
    """

    numbers: Sequence[int]
    passages: Sequence[Passage]
    also: Sequence[str]


def search_book(user: Any, case: Case, typed: str) -> Found:
    """Return the pages of the case's book that match; QueryFault where the query means nothing."""
    query, also = _query_of(parse(typed), case)
    rows = _pages_of(case, query) if query else []
    numbers = [number for _, number in rows]
    passages = _passages([pk for pk, _ in rows[:MOST_PASSAGES]], query)
    audit.append(
        "book.searched", case, by=user, pages=len(numbers), shown=[p.page.number for p in passages]
    )
    return Found(numbers, passages, also)


def search_everywhere(user: Any, typed: str) -> Found:
    """Return the pages that match best of every case whose records the user may see."""
    query, also = _query_of(parse(typed), None)
    keys = _best_anywhere(user, query) if query else []
    passages = _passages(keys, query)
    audit.append("records.searched", by=user, shown=[p.page.pk for p in passages])
    return Found([passage.page.number for passage in passages], passages, also)


def hits_on(page: RecordPage, typed: str) -> list[list[float]]:
    """Return left, top, width and height of every word of the page that the query means."""
    node = parse(typed)
    query, _ = _query_of(node, page.case)
    said = PageText.objects.filter(page=page).first()
    if said is None or not query:
        return []
    marked = _rows(
        "select ts_headline('english', %s, %s::tsquery, %s)", said.text, query, OF_A_PAGE
    )
    places = _marked_places(said.text.split(), marked[0][0])
    if all(isinstance(term, Phrase) for term in terms(node)):
        places = _side_by_side(places) or places
    boxes = unpack_boxes(bytes(said.word_boxes))
    return [
        [box.left, box.top, box.right - box.left, box.bottom - box.top]
        for box in (boxes[place] for place in places if place < len(boxes))
    ]


def _query_of(node: Node, case: Case | None) -> tuple[str, list[str]]:
    """Return the text query, and the other spellings that it looks for."""
    wanted = list(dict.fromkeys(everything(node)))
    spellings = {term: _spellings(term, case) for term in wanted}
    pieces = _pieces(spellings)
    meanings = {
        term: Meaning(tuple(filter(None, (pieces[_asked(term, words)] for words in said))))
        for term, said in spellings.items()
    }
    sought = [word for term in terms(node) for word in spellings[term][1:]]
    return text_query(node, meanings), list(dict.fromkeys(sought))


def _spellings(term: Word | Phrase, case: Case | None) -> list[str]:
    """Return the term as typed first, then what else it may be called or read as."""
    if isinstance(term, Word) and (term.is_exact or term.is_start):
        return [term.text]
    found = [term.text, *others(term.text)]
    if case is not None and isinstance(term, Word):
        found += _misread(term.text.lower(), case)
    return list(dict.fromkeys(found))


def _misread(word: str, case: Case) -> list[str]:
    if len(word) < SHORTEST or not word.isalpha():
        return []
    rows = _rows(
        "select word from cases_caseword where case_id = %s and length(word) between %s and %s "
        "and word <> %s and similarity(word, %s) >= %s",
        case.pk,
        len(word) - LENGTHS_APART,
        len(word) + LENGTHS_APART,
        word,
        word,
        SIMILAR,
    )
    return close_words(word, (row[0] for row in rows))[:MOST_CLOSE]


def _asked(term: Word | Phrase, words: str) -> str:
    return f"{words}:*" if isinstance(term, Word) and term.is_start else words


def _pieces(spellings: dict[Word | Phrase, list[str]]) -> dict[str, str]:
    """Return each spelling as a piece of a text query, as PostgreSQL cuts and stems it."""
    asked = {_asked(term, words) for term, said in spellings.items() for words in said}
    plain = [words for words in asked if not words.endswith(":*")]
    pieces = dict(
        _rows("select w, phraseto_tsquery('english', w)::text from unnest(%s::text[]) w", plain)
    )
    for words in asked.difference(plain):
        begun = _rows("select phraseto_tsquery('simple', %s)::text", words.removesuffix(":*"))
        pieces[words] = f"{begun[0][0]}:*" if begun[0][0] else ""
    return pieces


def _pages_of(case: Case, query: str) -> list[tuple[int, int]]:
    return _rows(
        "select p.id, p.number from cases_pagetext t join cases_recordpage p on p.id = t.page_id "
        "join cases_medicalrecord r on r.id = p.record_id "
        "where t.search_vector @@ (%s::tsquery && %s::tsquery) and p.case_id = %s "
        f"and {OPEN_TO_READ} order by r.position, r.id, p.place",
        of_case(case.pk),
        query,
        case.pk,
    )


def _best_anywhere(user: Any, query: str) -> list[int]:
    """Rank the first pages that match, two hundred, of the cases that are this user's to read."""
    narrowed, where, cases = query, "true", []
    if not user.has_perm("cases.view_records"):
        granted = Case.objects.visible_to(user).filter(
            grants__user=user, grants__scope=CaseGrant.Scope.RECORDS, grants__ended_at=None
        )
        own = [case.pk for case in granted if access.may_view_records(user, case)]
        if not own:
            return []
        narrowed = f"({query}) & ({' | '.join(of_case(pk) for pk in own)})"
    elif not user.has_perm("cases.view_all_cases"):
        where = "t.case_id = any(%s)"
        cases = [list(Case.objects.visible_to(user).values_list("pk", flat=True))]
    rows = _rows(
        "select id from (select p.id, t.search_vector as v from cases_pagetext t "
        "join cases_recordpage p on p.id = t.page_id "
        "join cases_medicalrecord r on r.id = p.record_id where t.search_vector @@ %s::tsquery "
        f"and {OPEN_TO_READ} and not p.is_folded and {where} limit %s) found "
        "order by ts_rank(v, %s::tsquery) desc, id limit %s",
        narrowed,
        *cases,
        MOST_RANKED,
        query,
        MOST_ANYWHERE,
    )
    return [row[0] for row in rows]


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


def _rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

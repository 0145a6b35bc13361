"""What a search asks of the pages: the query, its words with their other names and spellings.

A word is looked for with its other names (abbreviations, brand and generic names) and, inside one
case, with the spellings of that case's own words that may be it misread.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cases.models import Case
from cases.packets.vocabulary import others
from cases.queries import Meaning, Node, Phrase, Word, loose_query, terms, text_query
from cases.queries.closeness import LENGTHS_APART, SHORTEST, close_words
from cases.queries.compiling import any_of
from cases.queries.parsing import everything

MOST_CLOSE = 12
SIMILAR = 0.3
MISREAD = """
select q.word, c.word from cases_caseword c, lateral (
    select s.word, length(s.word) as letters, left(s.word, length(s.word) / 3) || '%%' as start,
        '%%' || substr(s.word, length(s.word) / 3 + 1, length(s.word) - 2 * (length(s.word) / 3))
            || '%%' as middle,
        '%%' || right(s.word, length(s.word) / 3) as finish
    from (select unnest(%s::text[]) as word) s offset 0) q, (select %s::int as apart) most
where case when abs(length(c.word) - q.letters) <= most.apart and c.word <> q.word
        and (c.word like q.start or c.word like q.middle or c.word like q.finish)
    then similarity(c.word, q.word) >= %s else false end
    and c.case_id = %s
"""
# What somebody mistyped is taken for no word of the book; it is only said which are like it.
MOST_LIKE, LIKE = 3, 0.35
ALIKE = """
select w.word, like_it.word from unnest(%s::text[]) with ordinality as w(word, place),
    lateral (
        select c.word, similarity(c.word, w.word) as share from cases_caseword c
        where c.case_id = %s and abs(length(c.word) - length(w.word)) <= %s
            and similarity(c.word, w.word) >= %s and c.word !~ '[^[:alpha:]]'
        order by share desc, c.word limit %s) like_it
where not exists (select from cases_caseword k where k.case_id = %s and k.word = w.word)
order by w.place, like_it.share desc, like_it.word
"""


@dataclass(frozen=True)
class Asked:
    """A query as PostgreSQL reads it: itself, and what the index can say of it (see `queries`)."""

    strict: str
    loose: str
    also: Sequence[str]
    common: Sequence[str]

    @property
    def is_answered_by_index(self) -> bool:
        """Whether no page needs to be looked at."""
        return self.strict == self.loose


def asked_for(node: Node, case: Case | None) -> Asked:
    """Return what is asked of the pages, with the other spellings that it looks for."""
    wanted = list(dict.fromkeys(everything(node)))
    misread = _misread(wanted, case) if case is not None else {}
    spellings = {term: _spellings(term, misread) for term in wanted}
    pieces = _pieces(spellings)
    meanings = {
        term: Meaning(tuple(filter(None, (pieces[_asked(term, words)] for words in said))))
        for term, said in spellings.items()
    }
    sought = [word for term in terms(node) for word in spellings[term][1:]]
    return Asked(
        strict=text_query(node, meanings),
        loose=loose_query(node, meanings),
        also=list(dict.fromkeys(sought)),
        common=[term.text for term in wanted if not meanings[term].pieces],
    )


def reworded(typed: str, node: Node, case: Case) -> list[str]:
    """Return the query with a word that no page of the case has taken for those most like it.

    A few at the most; none for a word in a phrase, or one that was to be taken as it is typed.
    """
    words = [term.text.lower() for term in terms(node) if _may_be_mistyped(term)]
    values = (words, case.pk, LENGTHS_APART, LIKE, MOST_LIKE, case.pk)
    found = _rows(ALIKE, *values) if words else []
    said = [
        re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", like_it, typed, count=1, flags=re.IGNORECASE)
        for word, like_it in found
    ]
    return [one for one in dict.fromkeys(said) if one != typed][:MOST_LIKE]


def _may_be_mistyped(term: Word | Phrase) -> bool:
    is_plain = isinstance(term, Word) and _may_be_widened(term)
    return is_plain and len(term.text) >= SHORTEST and term.text.isalpha()


def _spellings(term: Word | Phrase, misread: Mapping[str, list[str]]) -> list[str]:
    """Return the term as typed first, then what else it may be called or read as."""
    if not _may_be_widened(term):
        return [term.text]
    found = [term.text, *others(term.text)]
    if isinstance(term, Word):
        found += misread.get(term.text.lower(), [])
    return list(dict.fromkeys(found))


def _may_be_widened(term: Word | Phrase) -> bool:
    return isinstance(term, Phrase) or not (term.is_exact or term.is_start)


def _misread(wanted: Iterable[Word | Phrase], case: Case) -> dict[str, list[str]]:
    """Return, for each word, which words of the case may be it misread.

    A word that is close keeps a third of the letters in their place, unless it is wrong all over:
    that is seen sooner than how similar it is.
    """
    widened = {term.text.lower() for term in wanted if _may_be_widened(term)}
    words = [word for word in widened if len(word) >= SHORTEST and word.isalpha()]
    rows = _rows(MISREAD, words, LENGTHS_APART, SIMILAR, case.pk) if words else []
    near: dict[str, list[str]] = {word: [] for word in words}
    for word, found in rows:
        near[word].append(found)
    return {word: close_words(word, found)[:MOST_CLOSE] for word, found in near.items()}


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
        # The index has stems: surgery* begins none, but its own is surgeri.
        ((begun, stem),) = _rows(
            "select phraseto_tsquery('simple', w)::text, phraseto_tsquery('english', w)::text "
            "from (select %s::text as w) typed",
            words.removesuffix(":*"),
        )
        pieces[words] = any_of((f"{begun}:*", stem) if stem else (f"{begun}:*",)) if begun else ""
    return pieces


def _rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

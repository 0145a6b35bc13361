"""Searches the pages of the record for a concept that a letter says is absent.

A concept becomes terms, each with its other spellings. A hit is a sentence of a page that holds
what carries the concept. It is contrary only where the sentence affirms: not "denies", "no",
"family history of", and not about another part or side of the body.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cases.packets import vocabulary
from reviews.checks.reading.anatomy import parts
from reviews.checks.reading.drugs import drugs
from reviews.checks.reading.sentences import fold, sentences
from reviews.checks.view import Page

DATA = Path(__file__).resolve().parent.parent / "data"
ENGINE = "absence/1"
MOST_HITS = 20
_EMPTY = frozenset(
    word
    for line in (DATA / "empty_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_NEGATES = re.compile(
    r"\b(?:no|not|denies|denied|deny|without|negative for|never|none|absent|absence of|lack of"
    r"|rule[ds]? out|r/o|declin\w+|free of|fail\w* to|unable to obtain)\b(?:\s+[\w/'-]+){0,6}\s*$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"^\s*(?:[\w-]+\s+){0,3}(?:was|were|is|are|has been|have been)?\s*(?:not|never|denied|negative"
    r"|absent|ruled out|declined)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:family history|mother|father|brother|sister|sibling|spouse|wife|husband|if (?:the"
    r"|he|she)"
    r"|should (?:he|she|the)|information about|educat\w+ (?:on|about)|risks? of|brochure)\b",
    re.IGNORECASE,
)
# Letters and figures that a scan takes for each other, as one letter.
_MISREAD = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s"})
Term = tuple[re.Pattern[str], re.Pattern[str], bool]


class Verdict(StrEnum):
    """What the search came to; `UNSEARCHED` is never "not found"."""

    NOTHING_CONTRARY = "nothing_contrary"
    CONTRARY = "contrary"
    UNSEARCHED = "unsearched"


@dataclass(frozen=True)
class Hit:
    """A passage that holds the concept; `is_contrary` where it affirms it."""

    page: str
    link: str
    words: str
    is_contrary: bool


@dataclass(frozen=True)
class Proof:
    """What was searched for, where, and what was found: kept with the letter."""

    concept: str
    terms: tuple[tuple[str, ...], ...]
    pages_searched: int
    pages_unread: tuple[str, ...]
    hits: tuple[Hit, ...]
    engine: str = ENGINE

    @property
    def verdict(self) -> Verdict:
        """The result in a word."""
        if any(hit.is_contrary for hit in self.hits):
            return Verdict.CONTRARY
        if self.pages_unread or not self.pages_searched or not self.terms:
            return Verdict.UNSEARCHED
        return Verdict.NOTHING_CONTRARY


def terms_of(concept: str) -> tuple[tuple[str, ...], ...]:
    """Return what carries a concept: each term with its other spellings, all in small letters."""
    folded = fold(concept).lower()
    found: list[tuple[str, ...]] = []
    for phrase in vocabulary.phrases_in(folded):
        others = vocabulary.others(phrase)
        found.append(tuple(dict.fromkeys([phrase.lower(), *(each.lower() for each in others)])))
        folded = folded.replace(phrase.lower(), " ", 1)
    for drug in drugs(folded):
        found.append((drug.text.lower(), *sorted(drug.generics)))
        folded = folded.replace(drug.text.lower(), " ", 1)
    for word in re.findall(r"[a-z][a-z'-]{2,}", folded):
        if word not in _EMPTY:
            found.append((word,))
    return tuple(dict.fromkeys(found))[:5]


def search(concept: str, pages: Iterable[Page] | None) -> Proof:
    """Search every page for the concept; without pages nothing was searched."""
    terms = terms_of(concept)
    if pages is None or not terms:
        return Proof(concept, terms, 0, (), ())
    patterns = [(_pattern(term), _misread_pattern(term), _is_strong(term)) for term in terms]
    hits: list[Hit] = []
    searched, unread = 0, []
    for page in pages:
        if page.text is None:
            unread.append(page.label)
            continue
        searched += 1
        hits += _hits(concept, patterns, page)
    ranked = sorted(hits, key=lambda hit: not hit.is_contrary)[:MOST_HITS]
    return Proof(concept, terms, searched, tuple(unread), tuple(ranked))


def _hits(concept: str, patterns: list[Term], page: Page) -> list[Hit]:
    text = page.text or ""
    lowered = fold(text).lower()
    if not _enough([_find(pattern, lowered) for pattern in patterns], patterns):
        return []
    about, found = parts(concept), []
    for sentence in sentences(text):
        words = sentence.folded.lower()
        matches = [_find(pattern, words) for pattern in patterns]
        if not _enough(matches, patterns):
            continue
        met = [match for match in matches if match]
        first, last = min(m.start() for m in met), max(m.end() for m in met)
        here = parts(sentence.text)
        is_elsewhere = bool(about and here) and not any(
            a.meets(b) and not a.is_opposite(b) for a in about for b in here
        )
        is_negated = any(_NEGATES.search(words[: m.start()]) for m in met) or bool(
            _AFTERWARDS.match(words[last:])
        )
        is_contrary = not (is_elsewhere or is_negated or _OF_OTHERS.search(words[:last]))
        around = sentence.text[max(0, first - 80) : last + 80].strip()
        found.append(Hit(page.label, page.link, " ".join(around.split()), is_contrary))
    return found


def _find(term: Term, words: str) -> re.Match[str] | None:
    """Find a term, also where the scan misread a letter as a figure."""
    return term[0].search(words) or term[1].search(words.translate(_MISREAD))


def _enough(matches: list[re.Match[str] | None], patterns: list[Term]) -> bool:
    """Whether a text holds every strong term, and of the weak ones all but one in three."""
    pairs = list(zip(matches, patterns, strict=True))
    if any(is_strong and not match for match, (_, _, is_strong) in pairs):
        return False
    weak = [match for match, (_, _, is_strong) in pairs if not is_strong]
    return sum(bool(match) for match in weak) >= len(weak) - len(weak) // 3


def _is_strong(term: tuple[str, ...]) -> bool:
    """Whether a term is a name of the field: it has other spellings, or names a part or a drug."""
    return len(term) > 1 or bool(parts(term[0])) or bool(drugs(term[0]))


@functools.lru_cache(maxsize=1024)
def _pattern(term: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_spelling(word) for word in term))


@functools.lru_cache(maxsize=1024)
def _misread_pattern(term: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_spelling(word, folded=True) for word in term))


def _spelling(word: str, *, folded: bool = False) -> str:
    """Allow plural and other endings of a long word, and any space or hyphen within."""
    pieces = re.split(r"[\s/-]+", word)
    last = pieces[-1]
    stem = re.sub(r"(?:ations?|ings?|ies|ed|es|s|y|ion|ions|al|e)$", "", last)
    is_long = len(stem) >= 5
    words = [*pieces[:-1], stem if is_long else last]
    if folded:
        words = [each.translate(_MISREAD) for each in words]
    pieces = [re.escape(each) for each in words]
    ending = pieces.pop() + (r"\w{0,6}" if is_long else r"s?")
    return r"(?<!\w)" + r"[\s/-]+".join([*pieces, ending]) + r"(?!\w)"

"""From what was typed to a tree: words, "phrases", AND, OR, NOT or -, NEAR, ( ), =exact, begin*.

Words beside each other must all be on the page. Whoever types something that means nothing gets a
sentence that says how to mend it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_TERMS = 24
LONGEST = 400
NEAR_BY, NEAR_AT_MOST = 10, 20

TOKEN = re.compile(
    r'\s*(?:"(?P<phrase>[^"]*)"|(?P<open>\()|(?P<close>\))|(?P<without>-(?=["(]))'
    r'|(?P<word>[^\s()"]+))'
)
NEAR = re.compile(r"(?:NEAR|near(?=/))(?:/(\d{1,3}))?")
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'"})
HAS_LETTER = re.compile(r"\w")


class QueryFault(Exception):
    """A query that means nothing, with the sentence that says why."""


@dataclass(frozen=True)
class Word:
    """One word; `is_exact` keeps it from being widened, `is_start` finds what begins with it."""

    text: str
    is_exact: bool = False
    is_start: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words in this order, one after the other."""

    text: str


@dataclass(frozen=True)
class Near:
    """Two words or phrases within so many words of each other, in either order."""

    left: "Word | Phrase"
    right: "Word | Phrase"
    within: int


@dataclass(frozen=True)
class Not:
    """What must not be on the page."""

    node: "Node"


@dataclass(frozen=True)
class And:
    """All of these."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """One of these."""

    nodes: tuple["Node", ...]


Node = Word | Phrase | Near | Not | And | Or


@dataclass(frozen=True)
class Token:
    """A piece of the query: `kind` is word, phrase, open or close."""

    kind: str
    text: str


def parse(typed: str) -> Node:
    """Return what was meant; QueryFault with a sentence where nothing was."""
    plain = "".join(c if c.isprintable() else " " for c in typed).translate(QUOTES)
    if len(plain) > LONGEST:
        raise QueryFault(f"Search for at most {LONGEST} characters at a time.")
    if plain.count('"') % 2:
        raise QueryFault('A phrase begins with " and does not end: close it with a second ".')
    reader = _Reader(list(_tokens(plain)))
    if not reader.tokens:
        raise QueryFault("Type a word to search for.")
    node = reader.alternatives()
    if reader.here is not None:
        raise QueryFault("There is a ) too many: take it away, or open it with ( before.")
    if not finds_something(node):
        raise QueryFault("NOT alone finds nothing: say also what should be on the page.")
    if len(list(terms(node))) > MOST_TERMS:
        raise QueryFault(f"Search for at most {MOST_TERMS} words at a time.")
    return node


def terms(node: Node) -> Iterator[Word | Phrase]:
    """Yield every word and phrase that should be on a page, not those that should not."""
    if isinstance(node, Word | Phrase):
        yield node
    elif isinstance(node, Near):
        yield from (node.left, node.right)
    elif isinstance(node, And | Or):
        for each in node.nodes:
            yield from terms(each)


def everything(node: Node) -> Iterator[Word | Phrase]:
    """Yield every word and phrase, those too that should not be on the page."""
    if isinstance(node, Not):
        yield from everything(node.node)
    elif isinstance(node, And | Or):
        for each in node.nodes:
            yield from everything(each)
    else:
        yield from terms(node)


def _tokens(plain: str) -> Iterator[Token]:
    place = 0
    while match := TOKEN.match(plain, place):
        place = match.end()
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "phrase" and not HAS_LETTER.search(text):
            raise QueryFault('There is nothing between " and ": write the words of the phrase.')
        if kind == "without":
            yield Token("word", "NOT")
        elif kind != "word" or HAS_LETTER.search(text):
            yield Token(kind, text.strip())


def finds_something(node: Node) -> bool:
    """Whether the query says what should be on a page, and not only what should not."""
    if isinstance(node, Not):
        return False
    if isinstance(node, And):
        return any(finds_something(each) for each in node.nodes)
    if isinstance(node, Or):
        return all(finds_something(each) for each in node.nodes)
    return True


class _Reader:
    """Reads the tokens from left to right: OR binds less than AND, NOT and NEAR bind most."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0

    @property
    def here(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def alternatives(self) -> Node:
        found = [self.together()]
        while self._takes("OR", "|"):
            found.append(self.together())
        return found[0] if len(found) == 1 else Or(tuple(found))

    def together(self) -> Node:
        found = [self.near()]
        while True:
            if (
                self._takes("AND", "&")
                or self.here
                and self.here.kind != "close"
                and not self._is("OR", "|")
            ):
                found.append(self.near())
            else:
                return found[0] if len(found) == 1 else And(tuple(found))

    def near(self) -> Node:
        left = self.one()
        while self.here and self.here.kind == "word" and (said := NEAR.fullmatch(self.here.text)):
            self.place += 1
            within = min(int(said[1] or NEAR_BY), NEAR_AT_MOST) or 1
            right = self.one()
            if not (isinstance(left, Word | Phrase) and isinstance(right, Word | Phrase)):
                raise QueryFault("NEAR stands between two words or phrases, like: pain NEAR/5 leg")
            left = Near(left, right, within)
        return left

    def one(self) -> Node:
        token = self.here
        if token is None or token.kind == "close" or self._is("OR", "AND", "|", "&"):
            raise QueryFault(
                "A word is missing: AND, OR and NEAR stand between words, NOT before one."
            )
        self.place += 1
        if token.kind == "open":
            inside = self.alternatives()
            if self.here is None or self.here.kind != "close":
                raise QueryFault("A ( is not closed: add the ) where the group ends.")
            self.place += 1
            return inside
        if token.kind == "phrase":
            return Phrase(token.text) if " " in token.text else Word(token.text, is_exact=True)
        return self._word(token.text)

    def _word(self, text: str) -> Node:
        if text == "NOT":
            return Not(self.one())
        if text.startswith("-") and HAS_LETTER.match(text[1:]):
            return Not(self._word(text[1:]))
        if NEAR.fullmatch(text):
            raise QueryFault("NEAR stands between two words or phrases, like: pain NEAR/5 leg")
        if text.startswith("="):
            return Word(text[1:], is_exact=True)
        if text.endswith("*"):
            return Word(text.rstrip("*"), is_start=True)
        return Word(text)

    def _takes(self, *words: str) -> bool:
        if self._is(*words):
            self.place += 1
            return True
        return False

    def _is(self, *words: str) -> bool:
        return self.here is not None and self.here.kind == "word" and self.here.text in words

"""From the tree to PostgreSQL's text query, with what each word may also mean.

The index answers which pages hold which words, not where on the page they stand. What it can say
of a query is the loose query: every page that is meant is among what that finds, and each of these
is then looked at with the query itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cases.queries.parsing import And, Near, Node, Not, Or, Phrase, Word, finds_something

# A quoted word of the index, or an operator that says how far apart two of them stand.
_WORD_OR_DISTANCE = re.compile(r"('(?:[^'\\]|''|\\.)*')|<(?:-|\d+)>")


@dataclass(frozen=True)
class Meaning:
    """What one word or phrase of the query stands for: pieces of a text query, any of them.

    `pieces` are complete and may be combined freely; none means that the word is too common to be
    in the index, and then it says nothing.
    """

    pieces: tuple[str, ...]


Meanings = Mapping[Word | Phrase, Meaning]


def text_query(node: Node, meanings: Meanings) -> str:
    """Return the query as PostgreSQL reads it; empty where only common words were asked for."""
    said = _without_common(node, meanings)
    return _strict(said, meanings) if said else ""


def loose_query(node: Node, meanings: Meanings) -> str:
    """Return what the index can say of the query; empty where it can say nothing.

    Where it is the query itself, the pages that it finds need no second look.
    """
    said = _without_common(node, meanings)
    return _loose(said, meanings) if said else ""


def any_of(pieces: tuple[str, ...]) -> str:
    """Return a query for one of the pieces."""
    return " | ".join(f"({piece})" for piece in dict.fromkeys(pieces))


def quoted(lexeme: str) -> str:
    """Return a word of the index as a piece of a query."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _without_common(node: Node, meanings: Meanings) -> Node | None:
    """Return what is left without the words that say nothing; None where nothing is sought."""
    if isinstance(node, Word | Phrase):
        return node if meanings[node].pieces else None
    if isinstance(node, Near):
        left, right = (_without_common(each, meanings) for each in (node.left, node.right))
        return node if left and right else left or right
    if isinstance(node, Not):
        inside = _without_common(node.node, meanings)
        return Not(inside) if inside else None
    parts = tuple(filter(None, (_without_common(each, meanings) for each in node.nodes)))
    left_over = type(node)(parts)
    return left_over if parts and finds_something(left_over) else None


def _strict(node: Node, meanings: Meanings) -> str:
    if isinstance(node, Word | Phrase):
        return any_of(meanings[node].pieces)
    if isinstance(node, Near):
        return _near(node, meanings)
    if isinstance(node, Not):
        return f"!({_strict(node.node, meanings)})"
    parts = tuple(_strict(each, meanings) for each in node.nodes)
    return _all_of(parts) if isinstance(node, And) else any_of(parts)


def _loose(node: Node, meanings: Meanings) -> str:
    """Return the query without how words stand to each other; empty: any page may be meant."""
    if isinstance(node, Word | Phrase):
        return any_of(tuple(_without_distance(piece) for piece in meanings[node].pieces))
    if isinstance(node, Near):
        return _all_of((_loose(node.left, meanings), _loose(node.right, meanings)))
    if isinstance(node, Not):
        # Both words may be on a page that does not hold the phrase: only exact ones rule it out.
        inside = _strict(node.node, meanings)
        return f"!({inside})" if inside == _loose(node.node, meanings) else ""
    parts = tuple(_loose(each, meanings) for each in node.nodes)
    if isinstance(node, Or):
        return any_of(parts) if all(parts) else ""
    return _all_of(tuple(filter(None, parts)))


def _without_distance(piece: str) -> str:
    return _WORD_OR_DISTANCE.sub(lambda found: found[1] or "&", piece)


def _all_of(pieces: tuple[str, ...]) -> str:
    return " & ".join(f"({piece})" for piece in pieces)


def _near(node: Near, meanings: Meanings) -> str:
    left, right = (_strict(each, meanings) for each in (node.left, node.right))
    return " | ".join(
        f"(({one}) <{distance}> ({other}))"
        for distance in range(1, node.within + 1)
        for one, other in ((left, right), (right, left))
    )

"""From the tree to PostgreSQL's text query, with what each word may also mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.queries.parsing import And, Near, Node, Not, Phrase, Word


@dataclass(frozen=True)
class Meaning:
    """What one word or phrase of the query stands for: pieces of a text query, any of them.

    `pieces` are complete and may be combined freely; none means that the word is too common to be
    in the index, and then it says nothing.
    """

    pieces: tuple[str, ...]


def text_query(node: Node, meanings: Mapping[Word | Phrase, Meaning]) -> str:
    """Return the query as PostgreSQL reads it; empty where only common words were asked for."""
    if isinstance(node, Word | Phrase):
        return any_of(meanings[node].pieces)
    if isinstance(node, Near):
        return _near(node, meanings)
    if isinstance(node, Not):
        inside = text_query(node.node, meanings)
        return f"!({inside})" if inside else ""
    parts = list(filter(None, (text_query(each, meanings) for each in node.nodes)))
    if isinstance(node, And):
        return " & ".join(f"({part})" for part in parts)
    return any_of(tuple(parts))


def any_of(pieces: tuple[str, ...]) -> str:
    """Return a query for one of the pieces."""
    return " | ".join(f"({piece})" for piece in dict.fromkeys(pieces))


def quoted(lexeme: str) -> str:
    """Return a word of the index as a piece of a query."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _near(node: Near, meanings: Mapping[Word | Phrase, Meaning]) -> str:
    left, right = (text_query(each, meanings) for each in (node.left, node.right))
    if not (left and right):
        return left or right
    return " | ".join(
        f"(({one}) <{distance}> ({other}))"
        for distance in range(1, node.within + 1)
        for one, other in ((left, right), (right, left))
    )

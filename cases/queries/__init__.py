"""The language in which pages are searched: what was typed, as a tree, then as a text query."""

from cases.queries.compiling import Meaning, loose_query, text_query
from cases.queries.parsing import And, Near, Node, Not, Or, Phrase, QueryFault, Word, parse, terms

__all__ = [
    "And",
    "Meaning",
    "Near",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "QueryFault",
    "Word",
    "loose_query",
    "parse",
    "terms",
    "text_query",
]

"""Whether two applications could be one: which of their fields match, and whether that is enough.

An engine: values in, names of fields out. It suspects; a person decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DOCUMENT, WORKER, BORN = "document", "worker", "date_of_birth"
INJURY, DECISION, SERVICES = "date_of_injury", "ur_decision_date", "services"
WORDS_BY_FIELD = {
    DOCUMENT: "the same document",
    WORKER: "injured worker",
    BORN: "date of birth",
    INJURY: "date of injury",
    DECISION: "UR decision date",
    SERVICES: "similar services",
}
# Beside the worker, so many of the injury, the decision and the services have to match.
ENOUGH = 2
# So much of the words of the shorter request has to stand in the other.
SIMILAR = 0.6


@dataclass(frozen=True)
class Compared:
    """What is compared of an application; `documents` are digests of what it came as."""

    worker: str
    born_on: date | None
    date_of_injury: date
    ur_decided_on: date
    requested: tuple[str, ...]
    documents: frozenset[str] = frozenset()


def matching_fields(one: Compared, other: Compared) -> tuple[str, ...]:
    """Name the fields in which the two agree, in one order."""
    is_one_person = folded_name(one.worker) == folded_name(other.worker) != ""
    is_born_apart = one.born_on and other.born_on and one.born_on != other.born_on
    matches = {
        DOCUMENT: bool(one.documents & other.documents),
        WORKER: is_one_person and not is_born_apart,
        BORN: one.born_on is not None and one.born_on == other.born_on,
        INJURY: one.date_of_injury == other.date_of_injury,
        DECISION: one.ur_decided_on == other.ur_decided_on,
        SERVICES: any(is_similar(a, b) for a in one.requested for b in other.requested),
    }
    return tuple(field for field, is_match in matches.items() if is_match)


def is_suspected(matched: Iterable[str]) -> bool:
    """Say whether the matching fields are enough to ask a person."""
    fields = set(matched)
    if DOCUMENT in fields:
        return True
    return WORKER in fields and len(fields & {INJURY, DECISION, SERVICES}) >= ENOUGH


def folded_name(name: str) -> str:
    """Return a name without accents, capitals, commas and the order of its words."""
    return " ".join(sorted(_words(name)))


def is_similar(one: str, other: str) -> bool:
    """Whether two requests share most of the words of the shorter one."""
    first, second = set(_words(one)), set(_words(other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) >= SIMILAR * shorter


def similar_requests(one: Iterable[str], other: Iterable[str]) -> set[str]:
    """Return the requests of either side that have their like on the other."""
    pairs = {(a, b) for a in one for b in other if is_similar(a, b)}
    return {request for pair in pairs for request in pair}


def matched_words(matched: Iterable[str]) -> str:
    """Return the matching fields as a coordinator calls them."""
    return ", ".join(WORDS_BY_FIELD[field] for field in matched)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))

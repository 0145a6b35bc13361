"""The questions of the conflict attestation, and whether the answers are whole and clean.

LC 139.5(c)(2) and (d)(5) name the parties, (d)(6) the affiliations; the union of both is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

WORDING_VERSION = "2026-07"


class Affiliation(StrEnum):
    """The three kinds of material affiliation of LC 139.5(d)(6)."""

    FAMILIAL = "familial"
    FINANCIAL = "financial"
    PROFESSIONAL = "professional"


MEANING = {
    Affiliation.FAMILIAL: (
        "You are the spouse, child, parent, brother or sister, a parent of the spouse, or the "
        "spouse of a child."
    ),
    Affiliation.FINANCIAL: (
        "A financial interest of more than five percent of your total yearly revenue or income."
    ),
    Affiliation.PROFESSIONAL: (
        "Physician and patient, partnership, employment, shares in a professional corporation, or "
        "contract work that amounts to a material financial affiliation. Staff privileges alone "
        "do not count."
    ),
}


@dataclass(frozen=True)
class Asked:
    """A party as the attestation names it."""

    party_id: int
    party_role: str


@dataclass(frozen=True)
class Answer:
    """One answer: whether this affiliation with this party exists."""

    party_id: int
    affiliation: str
    has_affiliation: bool


def clean_answers(parties: Iterable[Asked]) -> tuple[Answer, ...]:
    """Return the answers of a reviewer without any affiliation with any of the parties."""
    return tuple(Answer(party.party_id, kind, False) for party in parties for kind in Affiliation)


def unanswered(parties: Iterable[Asked], answers: Sequence[Answer]) -> tuple[Asked, ...]:
    """Return the parties for which one of the three answers is missing."""
    given = {(answer.party_id, answer.affiliation) for answer in answers}
    return tuple(
        party
        for party in parties
        if any((party.party_id, kind.value) not in given for kind in Affiliation)
    )


def is_clean(answers: Sequence[Answer]) -> bool:
    """Whether there is an answer and none declares an affiliation."""
    return bool(answers) and not any(answer.has_affiliation for answer in answers)

"""What a check answers: a finding with the exact words it stands on, or that it was not checked."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

SUMMARY = "summary"


class Severity(StrEnum):
    """What follows from a finding: it stops the letter, it wants an answer, or it only informs."""

    BLOCKS = "blocks"
    ASKS = "asks"
    NOTES = "notes"


class Field(StrEnum):
    """Which part of a service, or of the letter, a finding points to."""

    SUMMARY = "summary"
    SERVICE = "service"
    DECISION = "decision"
    CITATIONS = "citations"
    RATIONALE = "rationale"
    DOCUMENTS = "documents"
    COVER = "cover"


@dataclass(frozen=True)
class Place:
    """Where to look: a field of the letter, and of which service (from 1) where it is one's.

    `start` is the offset of the words in that field's text, or None.
    """

    field: Field
    service: int | None = None
    start: int | None = None

    @property
    def words(self) -> str:
        """The place as a person says it."""
        if self.service is None:
            return WORDS_BY_FIELD[self.field]
        return f"service {self.service}, {WORDS_BY_FIELD[self.field]}"

    @property
    def part(self) -> str:
        """The part of the workbench that shows it: `summary`, or a service's position."""
        return SUMMARY if self.service is None else str(self.service)


WORDS_BY_FIELD = {
    Field.SUMMARY: "summary",
    Field.SERVICE: "name of the service",
    Field.DECISION: "decision",
    Field.CITATIONS: "guidelines",
    Field.RATIONALE: "rationale",
    Field.DOCUMENTS: "documents reviewed",
    Field.COVER: "cover page",
}


@dataclass(frozen=True)
class Finding:
    """What one check found; `sentence` says what to look at and never what to decide."""

    check_id: str
    severity: Severity
    place: Place
    words: str
    sentence: str

    @property
    def key(self) -> str:
        """A digest by which an answer finds it again: the same check, place and words."""
        parts = (self.check_id, str(self.place.service), self.place.field, self.words)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class NotChecked:
    """A check that could not be asked: what it would have needed. No finding, and no pass."""

    check_id: str
    reason: str


Answer = Finding | NotChecked

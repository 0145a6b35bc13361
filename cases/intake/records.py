"""A record as values: what is said of one document before it has a file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RecordEntry:
    """One document of the file; `kind` is a `MedicalRecord.Kind`, `source` a `Party.Role`.

    An empty title takes the kind's words.
    """

    kind: str
    source: str
    title: str = ""
    author: str = ""
    date_of_service: date | None = None
    received_on: date | None = None

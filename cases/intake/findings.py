"""What is wrong with an entry: where, and a sentence that names the values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `path` leads to the value, as in `("services", 0, "requested")`."""

    path: Path
    sentence: str

    @property
    def dotted(self) -> str:
        """The path as one string: `services.0.requested`."""
        return ".".join(str(part) for part in self.path)


@dataclass(frozen=True)
class Limits:
    """How much one application may hold: what the letter can print."""

    services: int = 50
    text: int = 60_000


Problems = Iterator[Problem]


def day_words(day: date) -> str:
    """Return `14 Dec 2026`; the year always has four digits."""
    return f"{day.day} {day:%b} {day.year:04d}"

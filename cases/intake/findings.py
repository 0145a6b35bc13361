"""What is wrong with an entry: where, and a sentence that names the values."""

from collections.abc import Iterator, Sequence
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


def places_words(places: Sequence[int]) -> str:
    """Name services by their places, in order: `Service 2`, `Services 1, 3`, `Services 1 to 20`."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    words = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return f"Service{'s' if len(places) > 1 else ''} {', '.join(words)}"

"""Titles of the Medical Treatment Utilization Schedule, offered while a citation is typed.

They are the library's, each with the years of its editions. Older editions stay, because a decision
is judged by the guideline that was in force.
"""

from dataclasses import dataclass

from reviews.guidelines.library import Library


@dataclass(frozen=True)
class Guideline:
    """One title, and the years of its editions, the newest first."""

    title: str
    years: tuple[int, ...]


def titles_of(library: Library) -> tuple[Guideline, ...]:
    """Return every MTUS title of a library, in the order of the alphabet."""
    return tuple(
        Guideline(
            source.title, tuple(sorted((each.year for each in source.editions), reverse=True))
        )
        for source in sorted(library.mtus, key=lambda source: source.title)
    )

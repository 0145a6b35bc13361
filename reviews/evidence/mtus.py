"""Titles of the Medical Treatment Utilization Schedule, offered while a citation is typed.

They are the library's, each with the years of its editions. Older editions stay, because a decision
is judged by the guideline that was in force.
"""

from dataclasses import dataclass

from reviews.guidelines.shipped import shipped_library


@dataclass(frozen=True)
class Guideline:
    """One title, and the years of its editions, the newest first."""

    title: str
    years: tuple[int, ...]


MTUS = tuple(
    Guideline(source.title, tuple(sorted((each.year for each in source.editions), reverse=True)))
    for source in sorted(shipped_library().mtus, key=lambda source: source.title)
)

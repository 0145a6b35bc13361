"""Finds what to cite by a few words: sources, their editions in force, the sections that match."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reviews.guidelines.library import Edition, Library, Source

SOURCES = 8
SECTIONS = 12


@dataclass(frozen=True)
class FoundEdition:
    """An edition, and on which of the two days that count it is in force; None is not known."""

    edition: Edition
    at_ur: bool | None
    now: bool | None

    @property
    def words(self) -> str:
        """When it is in force, in words: at UR's decision, today, both, neither, not known."""
        if self.at_ur is None and self.now is None:
            return "days in force not known"
        if self.at_ur and self.now:
            return "in force at UR’s decision and today"
        if self.at_ur:
            return "in force at UR’s decision, not today"
        if self.now:
            return "in force today, not at UR’s decision"
        return "in force on neither day"


@dataclass(frozen=True)
class Found:
    """One source with its editions, those in force first, and the sections to choose from."""

    source: Source
    editions: tuple[FoundEdition, ...]
    sections: tuple[str, ...]
    more: int


def find_sources(
    library: Library, words: str, *, ur_day: date | None, today: date
) -> tuple[Found, ...]:
    """Return the sources whose title or sections hold all the words, the MTUS first, then titles.

    Without words, every source that has an edition in force on one of the two days.
    """
    wanted = words.lower().split()
    ranked = []
    for source in (*library.mtus, *library.outside):
        title = " ".join((source.title, *source.also, source.organization)).lower()
        sections = [s for s in source.sections if _holds(f"{s} {title}", wanted)]
        in_title = _holds(title, wanted)
        if not (in_title or sections):
            continue
        editions = _editions(source, ur_day, today)
        if not wanted and not any(each.at_ur or each.now for each in editions):
            continue
        is_in_force = any(each.at_ur or each.now for each in editions)
        rank = (bool(source.organization), not in_title, not is_in_force, source.title)
        own = [s for s in sections if _holds(s, wanted)] or sections
        ranked.append((rank, _found(source, editions, own)))
    return tuple(found for _, found in sorted(ranked, key=lambda row: row[0])[:SOURCES])


def _holds(text: str, wanted: Iterable[str]) -> bool:
    lowered = text.lower()
    return all(word in lowered for word in wanted)


def _editions(source: Source, ur_day: date | None, today: date) -> tuple[FoundEdition, ...]:
    rows = [
        FoundEdition(
            edition,
            edition.is_in_force(ur_day) if ur_day else None,
            edition.is_in_force(today),
        )
        for edition in source.editions
    ]
    newest_first = sorted(rows, key=lambda row: -row.edition.year)
    return tuple(sorted(newest_first, key=lambda row: not (row.at_ur or row.now)))


def _found(source: Source, editions: tuple[FoundEdition, ...], sections: list[str]) -> Found:
    return Found(source, editions, tuple(sections[:SECTIONS]), max(0, len(sections) - SECTIONS))

"""A library of guideline sources as values, and what can be asked of it.

A title is matched as letters write it: "ACOEM Chapter 8 Neck and Upper Back Complaints", "Chronic
Pain Medical Treatment Guidelines", with or without MTUS and year.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_NOISE = re.compile(
    r"\b(?:mtus|ca|california|acoem|the|guidelines?|practice|occupational medicine|2nd ed(?:ition)?"
    r"|second edition|\(?dwc\)?|medical treatment utilization schedule|chapter|ch|ed|edition)\b"
)
_CHAPTER = re.compile(r"\b(?:chapter|ch\.?) ?(?P<number>[0-9]{1,2})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True)
class Edition:
    """One edition: the year it is printed with, and the days on which it is in force.

    `effective_from` None is a day not known; `effective_to` None is still in force. `pages` are the
    first and the last page, where the edition is cited by page.
    """

    year: int
    also_years: tuple[int, ...] = ()
    source_date: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    pages: tuple[int, int] | None = None

    def is_printed_as(self, year: int) -> bool:
        """Whether letters print this year for it."""
        return year == self.year or year in self.also_years

    def is_in_force(self, day: date) -> bool | None:
        """Whether it is in force on a day; None where its first day is not known."""
        if self.effective_from is None:
            return None
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True)
class Source:
    """A guideline: its title, its parent, its editions and sections.

    `organization` is empty for one of the MTUS, else whose it is.
    """

    title: str
    regulation: str
    parent: str
    editions: tuple[Edition, ...]
    also: tuple[str, ...] = ()
    chapters: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    organization: str = ""

    def edition(self, year: int | None) -> Edition | None:
        """Return the edition that is printed with a year."""
        return next((each for each in self.editions if year and each.is_printed_as(year)), None)

    def in_force(self, day: date) -> tuple[Edition, ...]:
        """Return the editions that are in force on a day."""
        return tuple(each for each in self.editions if each.is_in_force(day))


@dataclass(frozen=True)
class OtherSource:
    """A source outside the MTUS, by its organization and the names it is cited by."""

    organization: str
    short: str
    titles: tuple[str, ...]
    regulation: str = ""
    effective_from: date | None = None


@dataclass(frozen=True)
class Library:
    """All sources, with the questions a letter asks of them.

    `outside` are guidelines outside the MTUS whose editions and sections are known.
    """

    name: str
    mtus: tuple[Source, ...]
    others: tuple[OtherSource, ...] = field(default_factory=tuple)
    outside: tuple[Source, ...] = ()

    def find(self, title: str) -> Source | None:
        """Return the MTUS source that a title as written means, or None."""
        return _find(self, title)

    def in_force(self, day: date) -> tuple[tuple[Source, Edition], ...]:
        """Return every source with its edition in force on a day."""
        return tuple((source, each) for source in self.mtus for each in source.in_force(day))

    def other(self, text: str) -> OtherSource | None:
        """Return the outside source that a text names, or None."""
        lowered = text.lower()
        return next(
            (
                each
                for each in self.others
                if any(re.search(rf"\b{re.escape(t.lower())}\b", lowered) for t in each.titles)
            ),
            None,
        )


def chapter_number(text: str) -> int | None:
    """Return the chapter that a text names: 8 of "ACOEM Chapter 8"."""
    match = _CHAPTER.search(text)
    return int(match["number"]) if match else None


def plain_title(title: str) -> str:
    """Return a title without case, years, chapter numbers and the words that titles share."""
    words = _YEAR.sub(" ", _CHAPTER.sub(" ", title.lower().replace("&", " and ")))
    words = re.sub(r"[^a-z0-9 ]", " ", words)
    return " ".join(_NOISE.sub(" ", words).split())


@functools.lru_cache(maxsize=2048)
def _find(library: Library, title: str) -> Source | None:
    wanted = plain_title(title)
    if not wanted:
        number = chapter_number(title)
        found = [s for s in library.mtus if number in s.chapters]
        return found[0] if found else None
    is_old = bool(re.search(r"\b(?:19|200[0-9]|201[0-6])\b|\bch(?:apter|\.)? ?[0-9]", title, re.I))
    named = [
        source
        for source in library.mtus
        if wanted in {plain_title(each) for each in (source.title, *source.also)}
    ]
    if len(named) > 1 and is_old:
        return min(named, key=lambda source: min(each.year for each in source.editions))
    return named[0] if named else None


def library_from(plain: Mapping[str, Any]) -> Library:
    """Make a library from the plain form it is kept in."""
    return Library(
        name=plain["name"],
        mtus=tuple(_source(row) for row in plain["mtus"]),
        others=tuple(_other(row) for row in plain.get("others", ())),
    )


def _source(row: Mapping[str, Any]) -> Source:
    chapters = row.get("chapters") or ([row["chapter"]] if "chapter" in row else [])
    return Source(
        title=row["title"],
        regulation=row["regulation"],
        parent=row["parent"],
        editions=tuple(_edition(each) for each in row["editions"]),
        also=tuple(row.get("also", ())),
        chapters=tuple(chapters),
        sections=tuple(row.get("sections", ())),
    )


def _edition(row: Mapping[str, Any]) -> Edition:
    pages = row.get("pages")
    return Edition(
        year=row["year"],
        also_years=tuple(row.get("also_years", ())),
        source_date=row.get("source_date", ""),
        effective_from=_day(row.get("from")),
        effective_to=_day(row.get("to")),
        pages=(pages[0], pages[1]) if pages else None,
    )


def _other(row: Mapping[str, Any]) -> OtherSource:
    return OtherSource(
        organization=row["organization"],
        short=row["short"],
        titles=tuple(row["titles"]),
        regulation=row.get("regulation", ""),
        effective_from=_day(row.get("from")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

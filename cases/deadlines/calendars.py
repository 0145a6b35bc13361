"""Two calendars: working days, and judicial holidays on which the last day of a period rolls over.

A holiday is a rule with the years it is in force, its statute and whether the text was verified;
from these a calendar lists every closed day by name (Gov. Code 6700, 6701; CCP 12a, 12b, 135).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
WEEKDAY_NAMES = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


@dataclass(frozen=True)
class Holiday:
    """One holiday as its statute words it.

    `form` is `fixed` (month, day), `nth` (month, weekday, nth; -1 is the last) or `after` (the day
    after the nth weekday). A Sunday one moves to Monday where the statute says so, and a Saturday
    one to Friday.
    """

    name: str
    form: str
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0
    from_year: int = 1
    to_year: int = 9999
    moves_from_sunday: bool = False
    moves_from_saturday: bool = False
    statute: str = ""
    is_verified: bool = False

    def in_year(self, year: int) -> date | None:
        """The day it is observed in `year`, or None in a year it is not in force."""
        if not self.from_year <= year <= self.to_year:
            return None
        if self.form == "fixed":
            return self._observed(date(year, self.month, self.day))
        found = _nth_weekday(year, self.month, self.weekday, self.nth)
        return found + timedelta(days=1) if self.form == "after" else found

    def _observed(self, day: date) -> date:
        if day.weekday() == SUNDAY and self.moves_from_sunday:
            return day + timedelta(days=1)
        if day.weekday() == SATURDAY and self.moves_from_saturday:
            return day - timedelta(days=1)
        return day


@dataclass(frozen=True)
class Calendar:
    """Which days are closed: weekends, and the named days of the years it was made for."""

    name: str
    version: str
    first_year: int
    last_year: int
    name_by_day: Mapping[date, str]
    unverified_years: frozenset[int] = field(default_factory=frozenset)

    def why_closed(self, day: date) -> str:
        """Name what closes `day`; empty for an open one."""
        if day in self.name_by_day:
            return self.name_by_day[day]
        return WEEKDAY_NAMES[day.weekday()] if day.weekday() >= SATURDAY else ""

    def is_open(self, day: date) -> bool:
        """Whether the calendar counts `day` as an ordinary one."""
        return not self.why_closed(day)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a count between the two days touches a year nobody has verified or seeded."""
        years = range(first.year, last.year + 1)
        return any(
            year in self.unverified_years or not self.first_year <= year <= self.last_year
            for year in years
        )


def make_calendar(
    name: str, version: str, holidays: Iterable[Holiday], first_year: int, last_year: int
) -> Calendar:
    """List the closed days of every year from the holidays in force in it.

    A year is unverified if any holiday in force in it is.
    """
    name_by_day: dict[date, str] = {}
    unverified: set[int] = set()
    # A holiday may be observed in the year before or after its own (a Sunday 1 January does not,
    # but the neighbouring years are made too, so that no edge is missed).
    for year in range(first_year - 1, last_year + 2):
        for holiday in holidays:
            day = holiday.in_year(year)
            if day is not None and first_year <= day.year <= last_year:
                name_by_day.setdefault(day, holiday.name)
                if not holiday.is_verified:
                    unverified.add(day.year)
    return Calendar(name, version, first_year, last_year, name_by_day, frozenset(unverified))


def calendar_from(data: Mapping[str, Any]) -> Calendar:
    """Make a calendar from the plain form it is kept in."""
    return make_calendar(
        data["name"],
        data["version"],
        [Holiday(**holiday) for holiday in data["holidays"]],
        data["first_year"],
        data["last_year"],
    )


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        ahead = (weekday - first.weekday()) % 7
        return first + timedelta(days=ahead + 7 * (nth - 1))
    last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)

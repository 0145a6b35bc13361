"""Days as records write them: found in a text with their place, misread digits and months included.

Day before month is read only where the month is a word. Two figures of a year are of this century
up to 40, of the last one above.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.packets.misread import distance, skeleton, with_digits

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\w/])")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORD = r"([A-Za-z][A-Za-z0-9]{2,9})"
_MONTH_FIRST = re.compile(
    _WORD + r"[.,]?\s*(\d{1,2})(?:st|nd|rd|th)?\s?[.,]?\s*((?:19|20)\d{2})(?!\d)"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-]+" + _WORD + r"[.,]?[\s\-]+((?:19|20)\d{2}|\d{2})(?!\d)"
)
LATEST_SHORT_YEAR = 40


@dataclass(frozen=True)
class Day:
    """A day in a text: when, and from where to where it stands."""

    on: date
    start: int
    end: int


def days_in(text: str) -> tuple[Day, ...]:
    """Return the days of a text in the order in which they stand."""
    readable = _readable(text)
    found: list[Day] = []
    for day in sorted(_all(readable), key=lambda day: (day.start, -day.end)):
        if not found or day.start >= found[-1].end:
            found.append(day)
    return tuple(found)


def day_of(words: str) -> date | None:
    """Return the first day of a few words; None when there is none."""
    found = days_in(words)
    return found[0].on if found else None


def _readable(text: str) -> str:
    """Return the text with digits for letters among digits, no character moved."""
    readable = with_digits(text)
    return readable if len(readable) == len(text) else text


def _all(text: str) -> Iterator[Day]:
    for found in _NUMERIC.finditer(text):
        yield from _day(found, found.group(4), found.group(1), found.group(3))
    for found in _ISO.finditer(text):
        yield from _day(found, *found.groups())
    for found in _MONTH_FIRST.finditer(text):
        month = month_of(found.group(1))
        yield from _day(found, found.group(3), month, found.group(2)) if month else ()
    for found in _DAY_FIRST.finditer(text):
        month = month_of(found.group(2))
        yield from _day(found, found.group(3), month, found.group(1)) if month else ()


def _day(found: re.Match[str], year: str, month: str | int, day: str) -> Iterator[Day]:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole <= LATEST_SHORT_YEAR else 1900
    try:
        yield Day(date(whole, int(month), int(day)), found.start(), found.end())
    except ValueError:
        return


def month_of(word: str) -> int:
    """Return the number of a month by its name or the first letters of it, 0 when it is none."""
    wanted = word.casefold()
    for number, month in enumerate(MONTHS, 1):
        if len(wanted) >= 3 and (month.startswith(wanted) or wanted == "sept" == month[:4]):
            return number
    if len(wanted) < 4:
        return next((n for n, m in enumerate(MONTHS, 1) if skeleton(m[:3]) == skeleton(wanted)), 0)
    near = [n for n, m in enumerate(MONTHS, 1) if distance(skeleton(m), skeleton(wanted), 1) <= 1]
    return near[0] if len(near) == 1 else 0

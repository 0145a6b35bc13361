"""Days as records write them: found in a text with their place, misread digits and months included.

Day before month is read only where the month is a word. Two figures of a year are of this century
up to 40, of the last one above.
"""

import calendar
import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
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
_NUMERIC = re.compile(
    r"(?<![\d/])(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{4}|20\d\s\d|0\d{2}|\d{2})(?![\w/])"
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORD = r"([A-Za-z][A-Za-z0-9]{2,9})"
_MONTH_FIRST = re.compile(
    _WORD + r"[.,]?\s*(\d{1,2})(?:st|nd|rd|th)?\s?[.,]?\s*((?:19|20)\d{2})(?!\d)"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-]*" + _WORD + r"[.,]?[\s\-]+((?:19|20)\d{2}|\d{2})(?!\d)"
)
LATEST_SHORT_YEAR = 40


_MONTH_ALONE = re.compile(_WORD + r"[.,]?\s{1,2}((?:19|20)\d{2})(?![\d/\-])")
_MONTH_IN_FIGURES = re.compile(r"(?<![\d/.\-])(0?[1-9]|1[0-2])/((?:19|20)\d{2})(?![\d/])")
# Days that share a month and a year, “March 3, 10 and 17, 2026”, and months that share a year.
_LIST_OF_DAYS = re.compile(
    _WORD + r"[.,]?\s((?:\d{1,2}(?:st|nd|rd|th)?(?:,\s?(?:and\s|&\s)?|\s(?:and|&)\s))+\d{1,2})"
    r"(?:st|nd|rd|th)?,?\s((?:19|20)\d{2})(?!\d)"
)
_DAY_BEFORE = re.compile(_WORD + r"[.,]?\s(\d{1,2})(?:st|nd|rd|th)?(?=(?:,|,?\s(?:and|&))\s[A-Z])")
_MONTH_BEFORE = re.compile(_WORD + r"(?=\s?(?:and|&|to|through|thru|until|[-–—])\s?[A-Z])")


@dataclass(frozen=True)
class Day:
    """A day in a text: when, and from where to where it stands; a month goes on `until`."""

    on: date
    start: int
    end: int
    until: date | None = None


def days_in(text: str) -> tuple[Day, ...]:
    """Return the days of a text in the order in which they stand."""
    readable = _readable(text)
    found: list[Day] = []
    for day in sorted(_all(readable), key=lambda day: (day.start, -day.end)):
        if not found or day.start >= found[-1].end:
            found.append(day)
    return tuple(found)


def days_and_months_in(text: str) -> tuple[Day, ...]:
    """Return the days of a text and the months that stand without a day, in order.

    “March 3 and 17, 2026” are two days, “April and May 2026” two months.
    """
    readable = _readable(text)
    found = [*days_in(text)]
    found += [each for each in _months(readable) if not _overlaps(each, found)]
    found.sort(key=lambda day: day.start)
    found += [each for each in _without_year(readable, found) if not _overlaps(each, found)]
    return tuple(sorted(found, key=lambda day: day.start))


def _overlaps(day: Day, others: Iterable[Day]) -> bool:
    return any(day.start < each.end and each.start < day.end for each in others)


def _months(text: str) -> Iterator[Day]:
    for found in _MONTH_ALONE.finditer(text):
        month = month_of(found.group(1)) if found.group(1)[0].isupper() else 0
        if month:
            yield _month(found, int(found.group(2)), month)
    for found in _MONTH_IN_FIGURES.finditer(text):
        yield _month(found, int(found.group(2)), int(found.group(1)))


def _month(found: re.Match[str], year: int, month: int) -> Day:
    last = calendar.monthrange(year, month)[1]
    return Day(date(year, month, 1), found.start(), found.end(), date(year, month, last))


def _without_year(text: str, dated: Sequence[Day]) -> Iterator[Day]:
    """Yield days and months that take their year from what follows."""
    for found in re.finditer(_LIST_OF_DAYS, text):
        month, year = month_of(found.group(1)), int(found.group(3))
        if month:
            for number in re.finditer(r"\d{1,2}", found.group(2)):
                start = found.start(2) + number.start()
                with contextlib.suppress(ValueError):
                    yield Day(
                        date(year, month, int(number.group())), start, start + len(number.group())
                    )
    chained = list(dated)
    for found in reversed(list(_DAY_BEFORE.finditer(text))):
        month, following = month_of(found.group(1)), _next(found.end(), chained, 8)
        if month and following and not following.until:
            year = following.on.year - (month > following.on.month)
            with contextlib.suppress(ValueError):
                on = date(year, month, int(found.group(2)))
                chained.append(Day(on, found.start(), found.end()))
                yield chained[-1]
    for found in _MONTH_BEFORE.finditer(text):
        month = month_of(found.group(1)) if found.group(1)[0].isupper() else 0
        following = _next(found.end(), dated, 12)
        if month and following and following.until:
            yield _month(found, following.on.year - (month > following.on.month), month)


def _next(end: int, days: Sequence[Day], within: int) -> Day | None:
    return next((day for day in days if 0 <= day.start - end <= within), None)


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
    whole = int(year.replace(" ", ""))
    if len(year) == 3:
        whole += 2000
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

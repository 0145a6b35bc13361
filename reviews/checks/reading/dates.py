"""Finds the dates in a text, in every style that letters use, and dates that cannot be.

10/13/2016  10-13-16  10/14/ 2016  2016-10-13  October 13, 2016  Oct. 13th 2016  13 October 2016
"""

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import date

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMERIC = re.compile(
    r"(?<![\w./%#-])(?P<m>[0-9]{1,2}) ?(?P<s>[-/.]) ?(?P<d>[0-9]{1,2}) ?(?P=s) ?"
    r"(?P<y>[12][0-9]{3}|[0-9]{2})(?![\w%]|[./-][0-9]| ?(?:mg|mcg|ml|gm|tablets?|degrees)\b)"
)
_ISO = re.compile(r"(?<![\w-])(?P<y>[12][0-9]{3})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![\w-])")
_MONTH_FIRST = re.compile(
    rf"\b(?P<n>{_NAME})\.? +(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? +(?P<y>[12][0-9]{{3}})\b",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"\b(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? +(?:of )?(?P<n>{_NAME})\.?,? +(?P<y>[12][0-9]{{3}})\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"\b(?P<n>{_NAME})\.? +(?P<d>[0-9]{{1,2}})(?:,| and|, and) +"
    rf"(?=(?:{_NAME})\.? +[0-9]{{1,2}},? +(?P<y>[12][0-9]{{3}})\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DateMention:
    """A date as it stands in a text; `day` is None where there is no such day."""

    start: int
    end: int
    text: str
    day: date | None


@functools.lru_cache(maxsize=4096)
def date_mentions(text: str) -> tuple[DateMention, ...]:
    """Return every whole date of the text in order, also those that no calendar has."""
    found: dict[int, DateMention] = {}
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _LISTED, _NUMERIC):
        for match in pattern.finditer(text):
            if any(
                each.start < match.end() and match.start() < each.end for each in found.values()
            ):
                continue
            found[match.start()] = DateMention(
                match.start(), match.end(), match.group().strip(" ,"), _day(match)
            )
    return tuple(found[start] for start in sorted(found))


def spellings(day: date) -> tuple[str, ...]:
    """Return a date as records may have it, for a search."""
    month = calendar.month_name[day.month]
    return (
        f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day:%Y}", f"{day:%m/%d/%y}",
        f"{day.month}/{day.day}/{day:%y}", f"{day:%m-%d-%Y}", f"{day.month}-{day.day}-{day:%y}",
        f"{day:%Y-%m-%d}", f"{month} {day.day}, {day.year}",
    )  # fmt: skip


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, day = int(parts["y"]), int(parts["d"])
    month = MONTHS[parts["n"].lower()] if parts.get("n") else int(parts["m"])
    if year < 100:
        year += 2000 if year < 60 else 1900
    if month > 12 >= day:
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None

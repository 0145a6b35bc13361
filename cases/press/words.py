"""Dates, labels and typed texts, as they are put on paper."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
LANGUAGE = "en-US"
_WORD_BY_ABBREVIATION = {"ur": "Utilization review", "imr": "IMR"}


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text into paragraphs at its line feeds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(line for line in lines if line.strip())


def long_date(day: date) -> str:
    """Return a date as a letter writes it: June 22, 2015."""
    return f"{day:%B} {day.day}, {day.year}"


def short_date(day: date | None) -> str:
    """Return a date as the header grid has it: 06/22/2015."""
    return f"{day:%m/%d/%Y}" if day else ""


def pacific_time(instant: datetime) -> str:
    """Return an instant in Pacific time with its zone: June 22, 2015 at 3:04 PM PDT."""
    local = instant.astimezone(PACIFIC)
    return f"{long_date(local)} at {local.hour % 12 or 12}:{local:%M %p %Z}"


def label_of(key: str) -> str:
    """Return a controlled value in words (`claims_administrator`); a label stays as it is."""
    if not re.fullmatch(r"[a-z][a-z_]*", key):
        return key
    first, *others = (_WORD_BY_ABBREVIATION.get(word, word) for word in key.split("_"))
    return " ".join([first[0].upper() + first[1:], *others])


def address_lines(address: str) -> tuple[str, ...]:
    """Cut a postal address into its lines; one written on a single line is cut before its city."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if len(lines) == 1 and lines[0].count(",") >= 2:
        street, city, state = lines[0].rsplit(",", 2)
        return street.strip(), f"{city.strip()}, {state.strip()}"
    return tuple(lines)


def weekday_date(day: date) -> str:
    """Return a date with its weekday: Tuesday, December 15, 2026."""
    return f"{day:%A}, {long_date(day)}"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return words as a person lists them: one, two and three."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"

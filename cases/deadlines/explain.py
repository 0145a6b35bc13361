"""Why this date? The derivation in words, and what it would be under another way of service.

Each line can be read back: `recount` takes the lines alone and gives the date again.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cases.deadlines.calendars import WEEKDAY_NAMES
from cases.deadlines.counting import (
    Counting,
    DerivationStep,
    Due,
    Event,
    Method,
    Place,
    StepKind,
    due,
)
from cases.deadlines.rules import Rule, Unit

UNIT_WORDS = {
    Unit.CALENDAR_DAYS: "calendar days",
    Unit.WORKING_DAYS: "working days",
    Unit.HOURS: "hours",
    Unit.MONTHS: "months",
}


@dataclass(frozen=True)
class Line:
    """One line of an explanation: what happened, the day it leads to, and the rule's cite."""

    words: str
    day: date
    cite: str = ""


def explain(result: Due) -> tuple[Line, ...]:
    """Return the derivation of a due date, a line a step."""
    return tuple(Line(_words(step, result.rule), step.after, step.cite) for step in result.steps)


def under_other_methods(
    rule: Rule, event: Event, counting: Counting
) -> tuple[tuple[Method, date], ...]:
    """Return what the due day would be had the paper been served in each other way."""
    others = (method for method in Method if method != event.method)
    return tuple(
        (method, due(rule, replace(event, method=method), counting).on) for method in others
    )


def under_other_places(
    rule: Rule, event: Event, counting: Counting
) -> tuple[tuple[Place, date], ...]:
    """Return what the due day would be had the paper been mailed from or to each other place."""
    mailed = replace(event, method=Method.MAIL)
    others = (place for place in Place if (place, event.method) != (event.place, Method.MAIL))
    return tuple((place, due(rule, replace(mailed, place=place), counting).on) for place in others)


def recount(lines: tuple[Line, ...]) -> date:
    """Count again from the words alone; ValueError when a line does not say what it needs."""
    day = _day_in(lines[0].words)
    for line in lines[1:]:
        day = _follow(day, line.words)
    return day


def _words(step: DerivationStep, rule: Rule) -> str:
    skipped = "; ".join(f"{_long(day)} ({why})" for day, why in step.skipped)
    passed = f", passing over {skipped}" if skipped else ""
    if step.kind == StepKind.EVENT:
        return f"{step.words}: {_long(step.after)}"
    if step.kind == StepKind.COUNTED:
        return f"{step.amount} {UNIT_WORDS[rule.unit]}{passed}: {_long(step.after)}"
    if step.kind == StepKind.MAIL:
        mail = f"{step.amount} calendar days for mail {step.words}"
        return f"{mail}{passed}: {_long(step.after)}"
    if step.kind == StepKind.EXTENDED:
        extension = f"{step.amount} calendar days of extension, {step.words}"
        return f"{extension}{passed}: {_long(step.after)}"
    return f"the last day is closed, rolled over {skipped}: {_long(step.after)}"


def _long(day: date) -> str:
    return f"{WEEKDAY_NAMES[day.weekday()][:3]} {day.isoformat()}"


def _day_in(words: str) -> date:
    return date.fromisoformat(re.findall(r"\d{4}-\d{2}-\d{2}", words)[-1])


def _follow(day: date, words: str) -> date:
    passed = {date.fromisoformat(text) for text in re.findall(r"(\d{4}-\d{2}-\d{2}) \(", words)}
    amount = re.match(r"(\d+) (calendar days|working days|hours|months)", words)
    if amount is None:
        while day in passed:
            day += timedelta(days=1)
        return day
    if amount[2] in ("hours", "months"):
        return _day_in(words)
    left = int(amount[1])
    while left:
        day += timedelta(days=1)
        left -= day not in passed
    return day

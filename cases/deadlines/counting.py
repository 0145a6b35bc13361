"""The count itself: from an event to its due day or instant, step by step.

The first day is excluded and the last included (CCP 12). Days for mail are added before a closed
last day rolls over (CCP 12a, 1013). Days are Pacific days; hours run through nights, weekends and
clock changes, so they are added to the instant in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cases.deadlines.calendars import WEEKDAY_NAMES, Calendar
from cases.deadlines.rules import Rule, Unit

PACIFIC = ZoneInfo("America/Los_Angeles")


class Method(StrEnum):
    """How the paper that starts the clock was served."""

    PERSONAL = "personal"
    MAIL = "mail"
    ELECTRONIC = "electronic"
    FAX = "fax"


class Place(StrEnum):
    """Where the mail travels: the days for it differ (CCP 1013(a))."""

    CALIFORNIA = "california"
    UNITED_STATES = "united_states"
    ABROAD = "abroad"
    CONFIDENTIAL_ADDRESS = "confidential_address"


PLACE_WORDS = {
    Place.CALIFORNIA: "within California",
    Place.UNITED_STATES: "from or to another state",
    Place.ABROAD: "from or to abroad",
    Place.CONFIDENTIAL_ADDRESS: "to a confidential address of the Secretary of State",
}


class StepKind(StrEnum):
    """What a step of a derivation did."""

    EVENT = "event"
    TOLLED = "tolled"
    COUNTED = "counted"
    MAIL = "mail"
    EXTENDED = "extended"
    ROLLED = "rolled"


@dataclass(frozen=True)
class Toll:
    """A pause of the clock, both days in it; the count goes on the day after it ends."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class Extension:
    """Days added on someone's approval (LC 4610.6(d)(2))."""

    days: int
    approved_by: str
    approved_on: date


@dataclass(frozen=True)
class Event:
    """What started the clock: when, served how, and where the mail travelled.

    `is_place_known` is False where an address does not say where it is; `place` is then the place
    with the fewest days, and the derivation says so.
    """

    at: datetime
    method: Method = Method.PERSONAL
    place: Place = Place.CALIFORNIA
    is_place_known: bool = True
    tolls: tuple[Toll, ...] = ()
    extension: Extension | None = None

    @property
    def day(self) -> date:
        """The Pacific day of the event."""
        return self.at.astimezone(PACIFIC).date()


@dataclass(frozen=True)
class DerivationStep:
    """One step: from which day to which, by how many of what, and the days it passed over."""

    kind: StepKind
    before: date
    after: date
    amount: int = 0
    cite: str = ""
    skipped: tuple[tuple[date, str], ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Due:
    """When something is due. `on` is the legal last day, `at` the instant of an hours clock.

    `target_on` is the day to work to: for a duty of ours the day before any roll-over.
    """

    rule: Rule
    event: Event
    on: date
    at: datetime | None
    target_on: date
    steps: tuple[DerivationStep, ...]
    is_provisional: bool


@dataclass(frozen=True)
class Counting:
    """What a count needs beside the rule: two calendars and the days that mail adds by place."""

    working: Calendar
    judicial: Calendar
    mail_days_by_place: Mapping[Place, int]


def due(rule: Rule, event: Event, counting: Counting) -> Due:
    """Count the rule from the event and keep every step."""
    if rule.unit == Unit.HOURS:
        return _due_in_hours(rule, event)
    steps = [DerivationStep(StepKind.EVENT, event.day, event.day, words=rule.trigger)]
    day = _count(rule, event, counting, steps)
    day = _add_mail(rule, event, counting, day, steps)
    day = _extend(rule, event, day, steps)
    target = day if not rule.is_ours else _last_open_day(event.day, day, rule, counting)
    if rule.rolls:
        day = _roll(day, counting.judicial, steps)
    return Due(
        rule=rule,
        event=event,
        on=day,
        at=None,
        target_on=target if rule.is_ours else day,
        steps=tuple(steps),
        is_provisional=counting.judicial.is_provisional(event.day, day)
        or counting.working.is_provisional(event.day, day),
    )


def _due_in_hours(rule: Rule, event: Event) -> Due:
    at = event.at.astimezone(UTC) + timedelta(hours=rule.length)
    on = at.astimezone(PACIFIC).date()
    steps = (
        DerivationStep(StepKind.EVENT, event.day, event.day, words=rule.trigger),
        DerivationStep(StepKind.COUNTED, event.day, on, rule.length, rule.cite),
    )
    return Due(rule, event, on, at, on, steps, is_provisional=False)


def _count(rule: Rule, event: Event, counting: Counting, steps: list[DerivationStep]) -> date:
    if rule.unit == Unit.MONTHS:
        day = _add_months(event.day, rule.length)
        steps.append(DerivationStep(StepKind.COUNTED, event.day, day, rule.length, rule.cite))
        return day
    day, left = event.day, rule.length
    skipped: list[tuple[date, str]] = []
    while left:
        day += timedelta(days=1)
        why = _why_not_counted(day, rule, event, counting)
        if why:
            skipped.append((day, why))
        else:
            left -= 1
    steps.append(
        DerivationStep(
            StepKind.COUNTED, event.day, day, rule.length, rule.cite, skipped=tuple(skipped)
        )
    )
    return day


def _why_not_counted(day: date, rule: Rule, event: Event, counting: Counting) -> str:
    why = _why_tolled(day, rule, event)
    if why or rule.unit != Unit.WORKING_DAYS:
        return why
    return counting.working.why_closed(day)


def _why_tolled(day: date, rule: Rule, event: Event) -> str:
    """Name what stops the clock on `day`; a clock of months or hours is never stopped."""
    if rule.unit not in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS):
        return ""
    return next((toll.reason for toll in event.tolls if toll.first <= day <= toll.last), "")


def _add_mail(
    rule: Rule, event: Event, counting: Counting, day: date, steps: list[DerivationStep]
) -> date:
    if not rule.adds_mail or event.method != Method.MAIL:
        return day
    days = counting.mail_days_by_place[event.place]
    words = PLACE_WORDS[event.place]
    if not event.is_place_known:
        words += ", because an address does not say where it is"
    after, skipped = _add_days(rule, event, day, days)
    steps.append(
        DerivationStep(
            StepKind.MAIL, day, after, days, "CCP 1013(a); LC 5316", skipped=skipped, words=words
        )
    )
    return after


def _extend(rule: Rule, event: Event, day: date, steps: list[DerivationStep]) -> date:
    extension = event.extension
    if extension is None:
        return day
    after, skipped = _add_days(rule, event, day, extension.days)
    steps.append(
        DerivationStep(
            StepKind.EXTENDED,
            day,
            after,
            extension.days,
            "LC 4610.6(d)(2)",
            skipped=skipped,
            words=f"{extension.approved_by} {_long(extension.approved_on)}",
        )
    )
    return after


def _add_days(
    rule: Rule, event: Event, day: date, days: int
) -> tuple[date, tuple[tuple[date, str], ...]]:
    """Add calendar days, passing over those in which the clock stood still."""
    skipped: list[tuple[date, str]] = []
    while days:
        day += timedelta(days=1)
        why = _why_tolled(day, rule, event)
        if why:
            skipped.append((day, why))
        else:
            days -= 1
    return day, tuple(skipped)


def _long(day: date) -> str:
    return f"{WEEKDAY_NAMES[day.weekday()][:3]} {day.isoformat()}"


def _roll(day: date, calendar: Calendar, steps: list[DerivationStep]) -> date:
    before, skipped = day, []
    while why := calendar.why_closed(day):
        skipped.append((day, why))
        day += timedelta(days=1)
    if day != before:
        steps.append(
            DerivationStep(
                StepKind.ROLLED, before, day, cite="CCP 12a, 12b", skipped=tuple(skipped)
            )
        )
    return day


def _last_open_day(first: date, day: date, rule: Rule, counting: Counting) -> date:
    """The last working day up to `day`, where there is one after the event; else `day` itself."""
    if not rule.rolls:
        return day
    candidate = day
    while candidate > first:
        if counting.working.is_open(candidate) and counting.judicial.is_open(candidate):
            return candidate
        candidate -= timedelta(days=1)
    return day


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")

"""A second way to every due date, sharing no code with the engine: it walks day by day over sets.

Holidays are found by asking of each single day of 2012 to 2032 whether it is one; the count keeps a
list of all candidate days and picks from it.
"""

import calendar
from datetime import UTC, date, datetime, timedelta

ALL_DAYS = [date(2012, 1, 1) + timedelta(days=n) for n in range(366 * 21)]
MAIL = {"california": 5, "united_states": 10, "abroad": 20, "confidential_address": 12}


def _place_in_month(day):
    return (day.day - 1) // 7 + 1


def _is_last_of_its_weekday(day):
    return day.day + 7 > calendar.monthrange(day.year, day.month)[1]


def _observed(day, month, number, *, saturday=False):
    """Whether `day` is the observed date of a holiday on the given date of the month."""
    if (day.month, day.day) == (month, number):
        if day.weekday() == 6:
            return False
        return not (saturday and day.weekday() == 5)
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    if (before.month, before.day) == (month, number) and before.weekday() == 6:
        return True
    return saturday and (after.month, after.day) == (month, number) and after.weekday() == 5


def _is_thanksgiving(day):
    return day.month == 11 and day.weekday() == 3 and _place_in_month(day) == 4


def _is_state_holiday(day):
    monday = day.weekday() == 0
    return (
        _observed(day, 1, 1)
        or (day.month == 1 and monday and _place_in_month(day) == 3)
        or (day.month == 2 and monday and _place_in_month(day) == 3)
        or _observed(day, 3, 31)
        or (day.month == 5 and monday and _is_last_of_its_weekday(day))
        or _observed(day, 7, 4)
        or (day.month == 9 and monday and _place_in_month(day) == 1)
        or _observed(day, 11, 11, saturday=True)
        or _is_thanksgiving(day)
        or _is_thanksgiving(day - timedelta(days=1))
        or _observed(day, 12, 25)
    )


def _is_court_holiday(day):
    friday, monday = day.weekday() == 4, day.weekday() == 0
    return (
        _is_state_holiday(day)
        or _observed(day, 2, 12)
        or (day.year >= 2022 and _observed(day, 6, 19))
        or (day.year >= 2022 and day.month == 9 and friday and _place_in_month(day) == 4)
        or (day.year <= 2021 and day.month == 10 and monday and _place_in_month(day) == 2)
    )


WORKING = {day for day in ALL_DAYS if day.weekday() < 5 and not _is_state_holiday(day)}
COURT_OPEN = {day for day in ALL_DAYS if day.weekday() < 5 and not _is_court_holiday(day)}


def oracle_due(*, at, unit, length, mail, place, rolls, tolled, extension):
    """Return the due day as the statutes count it; `at` is an aware instant."""
    if unit == "hours":
        seconds = at.timestamp() + length * 3600
        return _pacific_day(datetime.fromtimestamp(seconds, UTC))
    first = _pacific_day(at)
    if unit == "months":
        day = _same_day_months_on(first, length)
    else:
        later = [day for day in ALL_DAYS if day > first and day not in tolled]
        if unit == "working_days":
            later = [day for day in later if day in WORKING]
        day = later[length - 1]
    for more in (MAIL[place] if mail else 0, extension):
        if more:
            day = [later for later in ALL_DAYS if later > day and later not in tolled][more - 1]
    if rolls:
        day = min(open_day for open_day in COURT_OPEN if open_day >= day)
    return day


def _same_day_months_on(day, months):
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _pacific_day(instant):
    """The Pacific day of an instant; summer time as since 2007 (second Sunday of March)."""
    utc = instant.astimezone(UTC)
    march = [date(utc.year, 3, n) for n in range(8, 15)]
    november = [date(utc.year, 11, n) for n in range(1, 8)]
    begins = next(day for day in march if day.weekday() == 6)
    ends = next(day for day in november if day.weekday() == 6)
    summer_from = datetime(begins.year, begins.month, begins.day, 10, tzinfo=UTC)
    summer_to = datetime(ends.year, ends.month, ends.day, 9, tzinfo=UTC)
    offset = 7 if summer_from <= utc < summer_to else 8
    return (utc - timedelta(hours=offset)).date()

"""The ladder of reminders as data, and the hours in which no mail goes out."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.deadlines import shipped
from cases.deadlines.ladder import Duty, ladder_from, mail_after, steps_due
from cases.deadlines.rules import Dispute

PACIFIC = ZoneInfo("America/Los_Angeles")
LADDER = ladder_from(shipped.documents()[("ladder", "Reminders")])
COUNTED = datetime(2026, 11, 20, 12, 0, tzinfo=PACIFIC)
DUE = Duty(Dispute.REGULAR, date(2026, 12, 21), None, COUNTED)


def at(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PACIFIC)


def names(duty: Duty, now: datetime, ladder=LADDER) -> list[str]:
    return [step.name for step in steps_due(ladder, duty, now)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(18, 7), []),
        (at(18, 8), ["3 days before"]),
        (at(21, 9), ["3 days before", "on the day"]),
        (at(22, 9), ["3 days before", "on the day", "1 day after"]),
        (at(31, 9), ["3 days before", "on the day", "1 day after", "5 days after"]),
    ],
)
def test_steps_become_due_in_the_morning_and_stay_due(now, expected):
    assert names(DUE, now) == expected


def test_a_later_step_needs_none_before_it():
    plain = shipped.documents()[("ladder", "Reminders")]
    after = [step for step in plain["steps"] if step["name"] == "1 day after"]

    assert names(DUE, at(22, 9), ladder_from(plain | {"steps": after})) == ["1 day after"]


def test_an_old_duty_that_comes_onto_the_file_makes_one_reminder():
    old = Duty(Dispute.REGULAR, date(2026, 6, 1), None, COUNTED)

    assert names(old, COUNTED + timedelta(hours=1)) == ["5 days after"]


def test_an_hours_clock_is_reminded_of_by_its_instant():
    due = Duty(Dispute.EXPEDITED, date(2026, 11, 1), at(1, 15, 11), at(31, 15, 10))

    assert names(due, at(1, 2, 11)) == []
    assert names(due, at(1, 3, 11)) == ["12 hours before"]
    assert names(due, at(1, 22, 11)) == ["12 hours before", "when it is due", "6 hours after"]


@pytest.mark.parametrize(
    ("made", "is_urgent", "goes_out"),
    [
        (at(14, 12), False, at(14, 12)),
        (at(14, 7), False, at(14, 8)),
        (at(14, 20), False, at(15, 8)),
        (at(14, 23), True, at(14, 23)),
        # Summer time ends in this night: the morning is still at eight o'clock.
        (at(31, 22, 10), False, at(1, 8, 11)),
    ],
)
def test_the_quiet_hours_are_kept_in_pacific_time(made, is_urgent, goes_out):
    assert mail_after(LADDER, made, is_urgent=is_urgent) == goes_out

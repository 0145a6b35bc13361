"""A coordinator's lists: the soonest due date first, late ones said and never hidden."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.actions.deadlines import refresh_deadlines
from cases.queues import work_lists
from tests.factories import make_case

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


def eligible_since(day: int) -> str:
    at = datetime(2026, 11, day, 9, 0, tzinfo=NOW.tzinfo)
    case = make_case("eligible", eligible_at=at, application_received_on=date(2026, 11, 2))
    refresh_deadlines(case, by=None, at=at, reason="case.find_eligible")
    return case.case_number


def test_the_soonest_due_date_comes_first_and_lateness_is_said(cora):
    tomorrow, late = eligible_since(23), eligible_since(18)

    to_take_in = work_lists(cora, NOW)[0]

    assert [row.sentence.split()[0] for row in to_take_in.rows] == [late, tomorrow]
    assert [row.badge for row in to_take_in.rows] == ["4 days late", "Due tomorrow"]
    assert [row.badge_tone for row in to_take_in.rows] == ["stop", "warn"]


def test_a_case_without_a_running_clock_says_how_long_it_has_waited(cora):
    make_case("received", status_at=datetime(2026, 11, 20, 9, 0, tzinfo=NOW.tzinfo))

    [row] = work_lists(cora, NOW)[0].rows

    assert row.badge == "for 3 days"

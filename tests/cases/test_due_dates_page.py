"""The work list by risk: overdue, today, soon, waiting for others; the expedited in front."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import risks
from cases.models import Deadline
from tests.factories import make_case, make_extension

pytestmark = pytest.mark.django_db


def due(days: int, *, case=None, **fields) -> Deadline:
    today = timezone.localdate()
    known = {"rule_id": "D1", "clock": "D1", "what": "final determination", "is_ours": True}
    known |= {"owed_by": "organization", "dispute": "regular", "event": "e"}
    known |= {"event_at": timezone.now(), "counted_at": timezone.now()}
    known |= {"target_on": today + timedelta(days=days), "due_on": today + timedelta(days=days + 1)}
    return Deadline.objects.create(case=case or make_case("in_review"), **(known | fields))


def group(user, key):
    return next(one for one in risks.groups(user, timezone.now()) if one.key == key)


def test_duties_are_grouped_by_the_day_to_work_to(cora):
    late, today, soon = due(-2), due(0), due(3)
    due(4)

    found = {
        one.key: [risk.case for risk in one.rows] for one in risks.groups(cora, timezone.now())
    }

    assert found["overdue"] == [late.case]
    assert found["today"] == [today.case]
    assert found["soon"] == [soon.case]


def test_an_expedited_case_stands_in_front_of_an_older_one(cora):
    due(-9)
    expedited = due(-1, case=make_case("in_review", priority="expedited"))

    assert [risk.case for risk in group(cora, "overdue").rows][0] == expedited.case


def test_rights_done_duties_and_ended_cases_are_in_no_group(cora):
    due(-2, is_right=True)
    due(-2, met_on=timezone.localdate())
    due(-2, case=make_case("withdrawn"))

    assert all(not one.rows for one in risks.groups(cora, timezone.now()))


def test_a_case_that_waits_says_for_whom(cora):
    case = make_case("awaiting_records")
    due(-1, case=case, rule_id="R1", clock="R1-mail", is_ours=False, owed_by="claims administrator")
    extended = make_extension(make_case("in_review")).case
    in_time = make_case("awaiting_records")

    rows = {risk.case: (risk.what, risk.owed_by) for risk in group(cora, "blocked").rows}

    assert rows[case] == ("records that did not come", "claims administrator")
    assert rows[extended][1] == "Administrative Director"
    assert rows[in_time] == ("the records, until their last day", "claims administrator")


def test_the_page_shows_the_target_with_the_legal_last_day_beside_it(client, cora):
    row = due(-1)
    client.force_login(cora)

    page = client.get(reverse("cases:due_dates")).content.decode()

    assert row.case.case_number in page
    for day in (row.target_on, row.due_on):
        assert f"{day:%a} {day.day} {day:%b %Y}" in page
    assert "1 day late" in page


def test_an_hours_clock_says_hours(cora):
    now = timezone.now()
    due(0, due_at=now + timedelta(hours=5, minutes=30), target_on=timezone.localdate(now))

    [risk] = [r for one in risks.groups(cora, now) for r in one.rows if r.target_on]

    assert risk.badge == "Due in 5 hours"


def test_it_costs_as_many_queries_for_many_as_for_one(cora, django_assert_max_num_queries):
    for _ in range(4):
        due(-1)

    with django_assert_max_num_queries(20):
        risks.groups(cora, datetime.now(timezone.get_current_timezone()))

"""A coordinator's lists: the soonest due date first, late ones said and never hidden."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from cases.queues import work_lists
from tests.factories import make_case
from tests.factories.books import make_document
from tests.factories.pages import make_tray_file

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


def test_pages_to_confirm_are_counted_by_case_the_soonest_due_first(cora):
    late, tomorrow = (Case.objects.get(case_number=eligible_since(day)) for day in (18, 23))
    for case, words in ((tomorrow, ["One.", "One.", "Two."]), (late, ["One."])):
        make_document(case, words)
    pages = tomorrow.record_pages
    first = pages.get(number=1)
    pages.filter(number=2).update(near_duplicate_of=first)
    pages.filter(number=3).update(foreign="suspected", foreign_differs=["name"], is_folded=True)
    closed = make_case("issued")
    make_document(closed, ["Closed."])

    [found] = [one for one in work_lists(cora, NOW) if one.title == "Pages to confirm"]

    assert [row.sentence.split(":")[0] for row in found.rows] == [
        late.case_number,
        tomorrow.case_number,
    ]
    assert [row.detail for row in found.rows] == [
        "1 document to confirm",
        "1 page perhaps of another patient, 1 document to confirm, 1 page in two versions",
    ]
    assert [row.badge_tone for row in found.rows] == ["stop", "warn"]
    assert found.rows[0].url == reverse("cases:sort_pages", args=[late.case_number])
    assert found.total == 2


def test_what_was_confirmed_is_counted_no_more(cora):
    case = Case.objects.get(case_number=eligible_since(23))
    record = make_document(case, ["One.", "One."])
    case.record_pages.filter(number=2).update(is_folded=True, checked_at=NOW)
    record.confirmed_at, record.confirmed_by = NOW, cora
    record.save()
    assert "Pages to confirm" not in {one.title for one in work_lists(cora, NOW)}


def test_the_tray_is_counted_the_longest_waiting_first(cora):
    make_tray_file(name="today.pdf", received_at=NOW)
    old = make_tray_file(name="old.pdf", received_at=NOW - timedelta(days=6))
    make_tray_file(name="aside.pdf", set_aside_at=NOW, set_aside_reason="Nobody's.")

    [found] = [one for one in work_lists(cora, NOW) if one.title == "Tray"]

    assert [row.sentence.split(":")[0] for row in found.rows] == ["old.pdf", "today.pdf"]
    assert [row.badge for row in found.rows] == ["for 6 days", "since today"]
    assert found.rows[0].detail == "3 pages. No coversheet of ours was found in it."
    assert found.rows[0].url == reverse("cases:tray_file", args=[old.pk])


def test_whoever_may_not_sort_sees_neither(max):
    make_tray_file()
    titles = {one.title for one in work_lists(max, NOW)}
    assert not titles & {"Tray", "Pages to confirm"}

"""The coordinator's work lists: what waits, the pressing first, for those who may act."""

from datetime import timedelta

import pytest

from cases.queues import ROWS, work_lists
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db


def rows(user, title="To take in", now=NOON):
    return next(one for one in work_lists(user, now) if one.title == title).rows


def test_expedited_comes_first_then_the_longest_waiting(cora):
    young = make_case(status_at=NOON - timedelta(days=1))
    old = make_case("eligible", status_at=NOON - timedelta(days=6))
    urgent = make_case("assigned", priority="expedited", status_at=NOON)
    found = [row.sentence.split()[0] for row in rows(cora)]
    assert found == [urgent.case_number, old.case_number, young.case_number]


@pytest.mark.parametrize(
    ("days", "badge", "tone"),
    [(0, "since today", "info"), (1, "for 1 day", "info"), (2, "for 2 days", "warn")]
    + [(5, "for 5 days", "stop")],
)
def test_waiting_is_said_in_days_and_then_in_tone(days, badge, tone, cora):
    make_case(status_at=NOON - timedelta(days=days))
    (row,) = rows(cora)
    assert (row.badge, row.badge_tone) == (badge, tone)


def test_a_row_leads_to_the_page_of_its_step(cora):
    case = make_case("assigned")
    (row,) = rows(cora)
    assert row.url == f"/cases/{case.case_number}/records/request/"
    assert row.action == "Request"


def test_waiting_for_records_is_a_list_of_its_own(cora):
    case = make_case("awaiting_records")
    (row,) = rows(cora, "Waiting for records")
    assert row.url == case.get_absolute_url()


def test_the_total_counts_what_is_not_shown(cora):
    for _ in range(ROWS + 2):
        make_case(services=0)
    taking_in = work_lists(cora, NOON)[0]
    assert (len(taking_in.rows), taking_in.total) == (ROWS, ROWS + 2)


def test_an_empty_list_says_what_would_fill_it(cora):
    assert [one.empty[:7] for one in work_lists(cora, NOON)] == ["Nothing", "No case"]


def test_others_have_no_such_lists(rita, quinn, max, stella, ada, audrey):
    make_case()
    assert [work_lists(p, NOON) for p in (rita, quinn, max, stella, ada, audrey)] == [[]] * 6

"""All open cases counted again after a calendar changed: in batches, resumed, once."""

import copy
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.actions.deadlines import refresh_deadlines
from cases.deadlines import shipped
from cases.models import AuditEvent, Case, Deadline, Message, Recount, RuleDocument
from cases.pipelines import recounts
from cases.tasks.recounts import recount_deadlines
from tests.factories import make_case, make_review

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


def close_a_day(day: date, version: int = 2) -> RuleDocument:
    plain = copy.deepcopy(shipped.documents()[("judicial_holidays", "Judicial holidays")])
    plain["holidays"].append(
        {
            "name": "Day of Mourning",
            "form": "fixed",
            "month": day.month,
            "day": day.day,
            "from_year": day.year,
            "to_year": day.year,
            "is_verified": True,
        }
    )
    return RuleDocument.objects.create(
        kind="judicial_holidays",
        name="Judicial holidays",
        version=version,
        document=plain,
        reason="Declared.",
        added_at=NOON,
    )


@pytest.fixture
def three_cases(cora):
    cases = [make_case("ready_for_review", records_complete_on=date(2026, 11, 20)) for _ in "abc"]
    for case in cases:
        refresh_deadlines(case, by=cora, at=NOON, reason="case.complete_records")
    return cases


def test_a_new_holiday_moves_the_due_date_and_keeps_the_old_one(three_cases, ada):
    was = three_cases[0].deadlines.current().get(clock="D1").due_on
    close_a_day(was)

    done = recounts.recount_open_cases(by=ada, at=NOON, reason="rules.changed")

    for case in three_cases:
        now = case.deadlines.current().get(clock="D1")
        old = case.deadlines.get(clock="D1", superseded_at__isnull=False)
        assert now.due_on == was + timedelta(days=1)
        assert "Day of Mourning" in now.lines[-1]["words"]
        assert (old.due_on, old.superseded_reason) == (was, "rules.changed")
    assert (done.cases, done.changed) == (3, 3)


def test_a_recount_gives_what_one_case_alone_would_be_given(three_cases, ada, cora):
    close_a_day(date(2026, 12, 21))
    recounts.recount_open_cases(by=ada, at=NOON, reason="rules.changed")

    again = [refresh_deadlines(c, by=cora, at=NOON, reason="again") for c in three_cases]

    assert again == [[], [], []]


def test_a_second_recount_changes_nothing(three_cases, ada):
    close_a_day(date(2026, 12, 21))
    recounts.recount_open_cases(by=ada, at=NOON, reason="rules.changed")
    before = Deadline.objects.count(), AuditEvent.objects.count()

    assert recounts.recount_open_cases(by=ada, at=NOON, reason="again").changed == 0

    assert (Deadline.objects.count(), AuditEvent.objects.count()) == before


def test_an_ended_case_is_left_alone(ada, cora):
    ended = make_case("withdrawn", records_complete_on=date(2026, 11, 20))
    refresh_deadlines(ended, by=cora, at=NOON, reason="first")
    close_a_day(date(2026, 12, 21))

    assert recounts.recount_open_cases(by=ada, at=NOON, reason="rules.changed").cases == 0


def test_a_recount_that_ended_half_way_goes_on_where_it_was(three_cases, monkeypatch):
    monkeypatch.setattr(recounts, "BATCH", 1)
    document = close_a_day(date(2026, 12, 21))
    recount = Recount.objects.create(document=document, queued_at=NOON)
    assert recounts.go_on(recount.pk, at=NOON)
    recount.refresh_from_db()
    assert (recount.last_case, recount.changed) == (three_cases[0].pk, 1)

    recount_deadlines(recount.pk)
    recount_deadlines(recount.pk)

    recount.refresh_from_db()
    assert recount.finished_at is not None
    assert recount.changed == 3
    assert Deadline.objects.filter(clock="D1", superseded_at=None).count() == 3


def recount_with(document):
    """What the worker does with a change of the rules; twice, as it may."""
    recount = Recount.objects.create(document=document, queued_at=NOON)
    recount_deadlines(recount.pk)
    recount_deadlines(recount.pk)
    return Message.objects.filter(kind="rules_changed")


def test_whoever_works_on_a_case_whose_date_moved_is_told_once(three_cases, cora, cyrus, rita):
    Case.objects.filter(pk__in=[case.pk for case in three_cases]).update(assigned_by=cora)
    make_review(three_cases[0], rita.reviewer)
    told = recount_with(close_a_day(three_cases[0].deadlines.current().get(clock="D1").due_on))
    assert sorted(row.to.email for row in told) == [cora.email, rita.email]
    assert {(row.case, row.deadline) for row in told} == {(None, None)}


def test_where_no_date_moved_nobody_is_told(three_cases, cora):
    assert not recount_with(close_a_day(date(2020, 12, 21))).exists()


def test_a_batch_costs_the_same_queries_for_one_case_and_for_many(
    three_cases, ada, django_assert_max_num_queries
):
    close_a_day(date(2026, 12, 21))

    with django_assert_max_num_queries(16):
        recounts.recount_batch(by=ada, at=NOON, reason="rules.changed", after=0)

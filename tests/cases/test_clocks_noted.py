"""Clocks that a noted event starts, pauses of a clock, and duties noted as done."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.actions.clocks import (
    EventEntry,
    TollEntry,
    end_toll,
    note_done,
    note_event,
    toll_clock,
    withdraw_toll,
)
from cases.actions.deadlines import refresh_deadlines
from cases.deadlines.clocks import midday
from cases.errors import Refused
from cases.models import AuditEvent
from cases.pipelines.recounts import recount_open_cases
from tests.factories import make_case

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
SERVED = EventEntry(
    "P1",
    midday(date(2026, 11, 20)),
    subject="injured_worker",
    method="mail",
    sent_from="california",
    sent_to="california",
)


def filed_case(served_on=date(2026, 10, 13)):
    case = make_case("received", application_received_on=date(2026, 11, 20))
    case.ur_decision.decided_on = case.ur_decision.served_on = served_on
    case.ur_decision.service_method, case.ur_decision.rfa_on = "personal", None
    case.ur_decision.save()
    return case


def test_a_service_starts_the_time_to_appeal_of_that_recipient(cora):
    case = make_case("sealed")

    note_event(case, SERVED, by=cora, at=NOON)

    row = case.deadlines.get(clock="P1-injured_worker")
    assert (row.due_on, row.owed_by, row.is_right) == (date(2026, 12, 28), "injured worker", True)


def test_the_same_event_twice_is_one(cora):
    case = make_case("sealed")
    first = note_event(case, SERVED, by=cora, at=NOON)
    before = AuditEvent.objects.count()

    assert note_event(case, SERVED, by=cora, at=NOON) == first

    assert (case.clock_events.count(), AuditEvent.objects.count()) == (1, before)


def test_an_event_noted_again_replaces_the_first_and_keeps_it(cora):
    case = make_case("sealed")
    note_event(case, SERVED, by=cora, at=NOON)

    later = EventEntry("P1", midday(date(2026, 11, 23)), subject="injured_worker")
    note_event(case, later, by=cora, at=NOON)

    old = case.deadlines.get(clock="P1-injured_worker", superseded_at__isnull=False)
    assert (old.due_on, old.superseded_reason) == (date(2026, 12, 28), "clock.started")
    assert case.clock_events.current().get().happened_at == midday(date(2026, 11, 23))


def test_what_follows_a_service_outlasts_the_case_and_moves_with_the_rules(cora, ada):
    case = make_case("ineligible", ended_at=NOON)
    appeal = EventEntry("P2", midday(date(2026, 11, 25)), subject="injured_worker")
    note_event(case, appeal, by=cora, at=NOON)
    refresh_deadlines(case, by=cora, at=NOON, reason="again")
    assert case.deadlines.get(clock="P2-injured_worker").stopped_at is None
    wrong = {"target_on": date(2026, 12, 1), "due_on": date(2026, 12, 1)}
    case.deadlines.filter(clock="P2-injured_worker").update(**wrong)

    recount_open_cases(by=ada, at=NOON, reason="rules.changed")

    now = case.deadlines.current().get(clock="P2-injured_worker")
    assert now.due_on == date(2026, 12, 28)


def test_an_ended_case_keeps_its_other_dates_as_they_were(cora):
    case = make_case("ready_for_review", records_complete_on=date(2026, 11, 20))
    refresh_deadlines(case, by=cora, at=NOON, reason="first")
    case.status, case.ended_at, case.ending_reason = "withdrawn", NOON, "At the worker's word."
    case.save()
    refresh_deadlines(case, by=cora, at=NOON, reason="case.withdraw")
    case.records_complete_on = date(2026, 11, 24)
    case.save()

    refresh_deadlines(case, by=cora, at=NOON, reason="later")

    assert case.deadlines.filter(clock="D1").count() == 1


def test_a_duty_is_noted_as_done_between_its_event_and_today(cora):
    case = make_case("sealed")
    note_event(case, SERVED, by=cora, at=NOON)
    row = case.deadlines.get(clock="P1-injured_worker")
    for day, words in ((date(2026, 11, 19), "before what started"), (date(2027, 1, 1), "future")):
        with pytest.raises(Refused, match=words):
            note_done(row, by=cora, at=NOON, done_on=day)

    note_done(row, by=cora, at=NOON, done_on=date(2026, 11, 24))

    row.refresh_from_db()
    assert row.met_on == date(2026, 11, 24)


def test_what_a_step_does_is_not_noted_by_hand(cora):
    case = make_case("ready_for_review")
    refresh_deadlines(case, by=cora, at=NOON, reason="first")

    with pytest.raises(Refused, match="met by the step"):
        note_done(case.deadlines.get(clock="D1"), by=cora, at=NOON, done_on=NOON.date())


def test_a_pause_moves_the_time_to_file_with_its_reason(cora):
    case = filed_case()
    refresh_deadlines(case, by=cora, at=NOON, reason="first")
    entry = TollEntry("A1", "A3", date(2026, 10, 14), "The form came later.", date(2026, 10, 23))

    toll_clock(case, entry, by=cora, at=NOON)

    old = case.deadlines.get(clock="A1", superseded_at__isnull=False)
    now = case.deadlines.current().get(clock="A1")
    assert (old.due_on, now.due_on) == (date(2026, 11, 12), date(2026, 11, 23))
    assert old.superseded_reason == "clock.stopped"
    assert "the form, envelope or notices were not given" in now.lines[1]["words"]


def test_while_a_clock_stands_still_nothing_is_due_and_it_runs_again_after(cora):
    case = filed_case()
    refresh_deadlines(case, by=cora, at=NOON, reason="first")
    toll = toll_clock(
        case, TollEntry("A1", "order", date(2026, 10, 14), "Stayed."), by=cora, at=NOON
    )
    assert not case.deadlines.current().filter(clock="A1").exists()

    end_toll(toll, by=cora, at=NOON, last_on=date(2026, 10, 23))

    assert case.deadlines.current().get(clock="A1").due_on == date(2026, 11, 23)


def test_a_pause_taken_back_gives_the_old_date_again(cora):
    case = filed_case()
    refresh_deadlines(case, by=cora, at=NOON, reason="first")
    entry = TollEntry("A1", "A3", date(2026, 10, 14), "By mistake.", date(2026, 10, 23))
    toll = toll_clock(case, entry, by=cora, at=NOON)

    withdraw_toll(toll, by=cora, at=NOON, reason="Another case was meant.")

    assert case.deadlines.current().get(clock="A1").due_on == date(2026, 11, 12)
    with pytest.raises(Refused, match="taken back already"):
        withdraw_toll(toll, by=cora, at=NOON, reason="Again.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rule_id": "D1", "ground": "order"}, "never paused"),
        ({"rule_id": "P1"}, "does not stop this clock"),
        ({"ground": "whim"}, "Choose by which rule"),
        ({"reason": "  "}, "Say what happened"),
        ({"last_on": date(2026, 10, 1)}, "before it begins"),
        ({"first_on": date(2026, 12, 1), "last_on": None}, "in the future"),
        ({"first_on": date(2020, 1, 1)}, "before the injury"),
    ],
)
def test_a_pause_that_cannot_be_says_why(cora, changes, words):
    known = {"rule_id": "A1", "ground": "A3", "first_on": date(2026, 10, 14), "reason": "No form."}

    with pytest.raises(Refused, match=words):
        toll_clock(filed_case(), TollEntry(**(known | changes)), by=cora, at=NOON)


def test_a_clock_stands_still_once(cora):
    case = filed_case()
    entry = TollEntry("A1", "order", date(2026, 10, 14), "Stayed.")
    toll = toll_clock(case, entry, by=cora, at=NOON)

    with pytest.raises(Refused, match="stands still already"):
        toll_clock(case, entry, by=cora, at=NOON)
    with pytest.raises(Refused, match="in the future"):
        end_toll(toll, by=cora, at=NOON, last_on=NOON.date() + timedelta(days=1))


def test_only_who_may_pauses_a_clock(stella):
    with pytest.raises(Exception, match="does not include"):
        toll_clock(
            filed_case(), TollEntry("A1", "A3", date(2026, 10, 14), "No."), by=stella, at=NOON
        )

"""Silence after the last day: shown, logged once with its proof, and the lawful way on."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.deadlines import refresh_deadlines
from cases.actions.endings import end_dispute
from cases.actions.expected import Settled, settle_items
from cases.actions.records import complete_records, request_records
from cases.deadlines.counting import PACIFIC
from cases.errors import Refused
from cases.models import AuditEvent, RecordsSilence
from cases.pipelines.silences import note_silences
from cases.queues import work_lists
from cases.silences import silence_of
from tests.factories import ending_entry, make_case, make_record
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
ASKED = datetime(2025, 11, 3, 10, tzinfo=PACIFIC)
LAST_DAY = date(2025, 11, 18)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PACIFIC)


def after(days: int) -> datetime:
    return at(LAST_DAY + timedelta(days=days))


@pytest.fixture
def case(cora):
    """A case whose records were asked for by mail on 3 November 2025, due on the 18th."""
    return request_records(make_case("assigned"), by=cora, at=ASKED)


def complete(case, cora, moment, **said):
    day = timezone.localdate(moment)
    return complete_records(case, by=cora, at=moment, complete_on=day, **said)


def test_on_the_last_day_nobody_is_late_and_on_the_next_the_administrator_is(case):
    assert silence_of(case, at(LAST_DAY, 23)) is None
    silence = silence_of(case, after(1))
    assert (silence.deadline.due_on, silence.days) == (LAST_DAY, 1)
    assert silence.waits_for == "Claims administrator"
    assert len(silence.open_items) == 9


@pytest.mark.parametrize(("days", "dollars"), [(1, 500), (7, 3500), (10, 5000), (60, 5000)])
def test_the_exposure_grows_to_its_most(case, days, dollars):
    assert silence_of(case, after(days)).exposure == dollars


def test_an_expedited_case_is_silent_after_its_hours(cora):
    made = make_case("assigned", priority="expedited")
    case = request_records(made, by=cora, at=ASKED)
    assert silence_of(case, ASKED + timedelta(hours=23)) is None
    assert silence_of(case, ASKED + timedelta(hours=25))


def test_it_is_on_the_work_list_with_whom_it_waits_for_and_how_long(case, cora):
    on_the_day = {one.title: one for one in work_lists(cora, at(LAST_DAY))}
    assert on_the_day["Waiting for records"].total == 1
    assert "Records overdue" not in on_the_day
    lists = {one.title: one for one in work_lists(cora, after(3))}
    [row] = lists["Records overdue"].rows
    assert (row.badge, row.badge_tone) == ("3 days late", "stop")
    assert row.detail == "waits for the claims administrator; 9 items to come"
    assert lists["Waiting for records"].total == 0


def test_the_evidence_is_written_once_with_clock_dates_and_proof(case):
    assert note_silences(at(LAST_DAY)) == 0
    assert [note_silences(after(2)), note_silences(after(3))] == [1, 0]
    row = RecordsSilence.objects.get()
    assert (row.clock, row.due_on, row.asked_at) == ("R1-mail", LAST_DAY, ASKED)
    assert (row.asked_by_method, row.open_items) == ("mail", 9)
    assert (row.penalty_per_day, row.penalty_at_most) == (500, 5000)
    assert row.penalty_cite == "8 CCR 9792.12(c)(6)"
    assert not row.is_penalty_verified


def test_a_sweep_that_slept_loses_nothing(case, cora):
    complete_file(case)
    complete(case, cora, after(20), without_reason="Asked three times.")
    row = RecordsSilence.objects.get()
    assert (row.ended_by_what, row.days_late, row.reason) == ("went_on", 20, "Asked three times.")


def complete_file(case):
    make_record(case, kind="progress_report", source="injured_worker")


def test_before_the_last_day_nobody_goes_on_without(case, cora):
    complete_file(case)
    with pytest.raises(Refused, match="has until Tue 18 Nov 2025 to send them"):
        complete(case, cora, at(LAST_DAY), without_reason="We do not want to wait.")


def test_after_it_only_with_a_reason(case, cora):
    complete_file(case)
    with pytest.raises(Refused, match="Say why the review goes on without"):
        complete(case, cora, after(1))
    case.refresh_from_db()
    assert case.status == "awaiting_records"


def test_never_on_the_ur_decision_alone(case, cora):
    make_record(case, kind="ur_determination", source="claims_administrator")
    with pytest.raises(Refused, match="may not rest on these alone"):
        complete(case, cora, after(9), without_reason="Nothing comes.")


def test_the_letter_names_what_did_not_come_and_the_items_keep_the_reason(case, cora):
    complete_file(case)
    going_on = {"without_reason": "Asked three times.", "not_received": "The tape of a call"}
    moved = complete(case, cora, after(2), **going_on)
    lines = moved.records_not_received.splitlines()
    assert lines[0].startswith("Physicians' reports")
    assert len(lines) == 10
    assert lines[-1] == "The tape of a call"
    reasons = set(case.expected_records.filter(is_required=True).values_list("state", "reason"))
    assert reasons == {("missing", "Asked three times.")}
    assert AuditEvent.objects.filter(kind="records.went_on_without").count() == 1


def settled(case, state="not_applicable", count=9):
    codes = case.expected_records.filter(is_required=True).values_list("code", flat=True)
    return [Settled(code, state, reason="There is none.") for code in list(codes)[:count]]


def test_with_everything_settled_it_goes_on_at_any_time_without_a_reason(case, cora):
    complete_file(case)
    settle_items(case, settled(case), by=cora, at=at(LAST_DAY))
    moved = complete(case, cora, at(LAST_DAY))
    assert (moved.status, moved.records_not_received) == ("ready_for_review", "")
    assert not RecordsSilence.objects.exists()


def test_records_that_come_late_end_the_silence(case, cora):
    note_silences(after(1))
    settle_items(case, settled(case, count=8), by=cora, at=after(4))
    assert RecordsSilence.objects.get().ended_at is None
    settle_items(case, settled(case), by=cora, at=after(5))
    row = RecordsSilence.objects.get()
    assert (row.ended_by_what, row.days_late) == ("came", 5)
    assert silence_of(case, after(6)) is None


def test_what_is_said_to_be_missing_is_still_owed(case):
    case.expected_records.update(state="missing", reason="No.", settled_at=ASKED)
    assert len(silence_of(case, after(1)).open_items) == 9


def test_a_case_that_ends_closes_its_evidence(case, cora):
    note_silences(after(1))
    entry = ending_entry(case, happened_on=LAST_DAY, noticed_on=LAST_DAY)
    end_dispute(case, entry, by=cora, at=after(6))
    row = RecordsSilence.objects.get()
    assert (row.ended_by_what, row.days_late) == ("case_ended", 6)


@pytest.mark.django_db(transaction=True)
def test_eight_sweeps_at_once_write_one_row(cora):
    case = request_records(make_case("assigned"), by=cora, at=ASKED)
    all_at_once(lambda _: note_silences(after(1)))
    note_silences(after(1))
    assert case.silences.count() == 1
    assert AuditEvent.objects.filter(kind="silence.noted").count() == 1


def test_the_case_says_it_and_offers_the_way_on(cora, sign_in):
    made = make_case("awaiting_records", records_requested_at=timezone.now() - timedelta(days=40))
    refresh_deadlines(made, by=cora, at=timezone.now(), reason="test.made")
    page = sign_in(cora).get(made.get_absolute_url()).content.decode()
    assert "Waits for the claims administrator" in page
    assert "the amount is not known (8 CCR 9792.12)" in page
    assert "Go on without" in page


def test_the_page_asks_for_the_reason_only_where_something_lacks(case, cora, sign_in):
    url = reverse("cases:complete_records", args=[case.case_number])
    words = "Why the review goes on without what did not come"
    client = sign_in(cora)
    assert words in client.get(url).content.decode()
    settle_items(case, settled(case), by=cora, at=timezone.now())
    assert words not in client.get(url).content.decode()

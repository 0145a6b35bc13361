"""Deadlines beside a case: counted at every step, kept when they change, shown with reasons."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from cases.actions.assignment import assign_case
from cases.actions.deadlines import refresh_deadlines
from cases.actions.eligibility import find_eligible
from cases.actions.endings import end_dispute
from cases.actions.records import request_records
from cases.models import AuditEvent, Deadline
from tests.factories import ending_entry, make_case

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_a_finding_before_thanksgiving_gives_the_notice_until_monday(cora):
    case = make_case("received")

    find_eligible(case, by=cora, at=WEDNESDAY, reason="Complete and in time.")

    notice = case.deadlines.get(clock="N1")
    assert (notice.due_on, notice.target_on) == (date(2026, 11, 30), date(2026, 11, 30))
    assert "Thanksgiving Day" in notice.lines[1]["words"]


def test_doing_the_duty_meets_the_deadline(cora):
    case = make_case("received")
    case = find_eligible(case, by=cora, at=WEDNESDAY, reason="Complete and in time.")
    case = assign_case(case, by=cora, at=WEDNESDAY, assigned_on=WEDNESDAY.date())
    assert case.deadlines.get(clock="N1").met_on is None

    request_records(case, by=cora, at=WEDNESDAY)

    assert case.deadlines.get(clock="N1").met_on == WEDNESDAY.date()


def test_a_changed_date_keeps_the_old_count_with_its_reason(cora):
    case = make_case("ready_for_review", records_complete_on=date(2026, 11, 20))
    refresh_deadlines(case, by=cora, at=WEDNESDAY, reason="case.complete_records")
    case.records_complete_on = date(2026, 12, 2)
    case.save()

    refresh_deadlines(case, by=cora, at=WEDNESDAY, reason="case.corrected")

    old = case.deadlines.get(clock="D1", superseded_at__isnull=False)
    now = case.deadlines.current().get(clock="D1")
    assert old.superseded_reason == "case.corrected"
    assert (now.due_on, now.target_on) == (date(2027, 1, 4), date(2026, 12, 31))


def test_counting_again_changes_nothing_and_leaves_no_row(cora):
    case = make_case("ready_for_review")
    refresh_deadlines(case, by=cora, at=WEDNESDAY, reason="first")
    before = AuditEvent.objects.count(), Deadline.objects.count()

    assert refresh_deadlines(case, by=cora, at=WEDNESDAY, reason="again") == []

    assert (AuditEvent.objects.count(), Deadline.objects.count()) == before


def test_an_ended_case_owes_nothing(cora):
    case = make_case("ready_for_review")
    refresh_deadlines(case, by=cora, at=WEDNESDAY, reason="first")

    end_dispute(case, ending_entry(case), by=cora, at=WEDNESDAY)

    assert not case.deadlines.running().exists()


def test_the_page_says_why_and_what_mail_would_have_made_of_it(client, cora):
    case = make_case("received")
    case.ur_decision.served_on = date(2026, 10, 13)
    case.ur_decision.decided_on = date(2026, 10, 13)
    case.ur_decision.service_method = "personal"
    case.ur_decision.rfa_on = None
    case.ur_decision.save()
    refresh_deadlines(case, by=cora, at=WEDNESDAY, reason="first")
    client.force_login(cora)

    page = client.get(reverse("cases:deadline", args=[case.case_number, "A1"])).content.decode()

    assert "Thu 12 Nov 2026" in page
    assert "Mailed within California: Tue 17 Nov 2026" in page
    assert "LC 4610.5(h)(1)" in page
    assert "UR decision served on the worker: Tue 13 Oct 2026" in page


def test_the_page_says_both_ages_and_an_ended_case_does_not_grow_older(client, cora):
    case = make_case(
        "withdrawn",
        assigned_on=date(2026, 11, 2),
        records_complete_on=date(2026, 11, 24),
        ended_at=WEDNESDAY,
        ending_reason="Settled.",
    )
    client.force_login(cora)

    page = client.get(case.get_absolute_url()).content.decode()

    assert "Age: 23 days from assignment, 1 day from complete records, to its end." in page

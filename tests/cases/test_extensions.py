"""More time for a determination: asked for, approved or refused, and what the date becomes."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.actions.deadlines import refresh_deadlines
from cases.actions.extensions import (
    ExtensionDecision,
    ask_extension,
    decide_extension,
    withdraw_extension,
)
from cases.errors import Refused
from cases.models import AuditEvent
from tests.factories import make_case

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
ASKED = {"ground": "good_cause", "days": 3, "reason": "Two thousand pages came on the last day."}
APPROVED = ExtensionDecision("approved", "Dana Director", date(2026, 11, 25), "Granted.", days=2)


@pytest.fixture
def case(cora):
    case = make_case("in_review", records_complete_on=date(2026, 11, 20))
    refresh_deadlines(case, by=cora, at=NOON, reason="case.complete_records")
    return case


@pytest.fixture
def asked(case, cora):
    return ask_extension(case, by=cora, at=NOON, **ASKED)


def test_asking_alone_moves_nothing(case, asked):
    assert case.deadlines.current().get(clock="D1").due_on == date(2026, 12, 21)


def test_an_approval_moves_the_date_and_keeps_the_old_one_with_its_reason(case, asked, cora):
    decide_extension(asked, APPROVED, by=cora, at=NOON)

    now = case.deadlines.current().get(clock="D1")
    old = case.deadlines.get(clock="D1", superseded_at__isnull=False)
    assert (old.due_on, old.superseded_reason) == (date(2026, 12, 21), "extension.approved")
    # 30 days end on Sunday 20 December; two more on Tuesday: nothing rolls over any more.
    assert now.due_on == date(2026, 12, 22)
    words = "2 calendar days of extension, approved by the Administrative Director Wed 2026-11-25"
    assert now.lines[2]["words"].startswith(words)
    assert now.lines[2]["cite"] == "LC 4610.6(d)(2)"


def test_a_refusal_moves_nothing_and_says_who_when_and_why(case, asked, cora):
    refused = replace(APPROVED, outcome="refused", days=None, reason="No cause shown.")
    decide_extension(asked, refused, by=cora, at=NOON)

    asked.refresh_from_db()
    assert case.deadlines.current().get(clock="D1").due_on == date(2026, 12, 21)
    assert (asked.decided_by_name, asked.decision_reason) == ("Dana Director", "No cause shown.")
    assert AuditEvent.objects.filter(kind="extension.refused").exists()


def test_an_approval_does_not_pass_to_another_clock(case, asked, cora):
    decide_extension(asked, APPROVED, by=cora, at=NOON)
    case.refresh_from_db()
    case.priority = "expedited"
    case.save()

    refresh_deadlines(case, by=cora, at=NOON, reason="case.expedited")

    assert case.deadlines.current().get(clock="D1").due_on == date(2026, 11, 23)


def test_the_names_and_reasons_stay_out_of_the_audit(asked, cora):
    decide_extension(asked, APPROVED, by=cora, at=NOON)

    for event in AuditEvent.objects.filter(kind__startswith="extension."):
        assert "Dana" not in str(event.data)
        assert "pages" not in str(event.data)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ground": "mood"}, "no other ground"),
        ({"days": 4}, "no more"),
        ({"days": 0}, "no more"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_a_request_that_cannot_be_says_why(case, cora, changes, words):
    with pytest.raises(Refused, match=words):
        ask_extension(case, by=cora, at=NOON, **(ASKED | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": "perhaps"}, "approved or refused"),
        ({"days": None}, "one to three"),
        ({"days": 4}, "one to three"),
        ({"decided_by_name": ""}, "Name who decided"),
        ({"reason": ""}, "Give the reason"),
        ({"decided_on": date(2026, 11, 26)}, "in the future"),
        ({"decided_on": date(2026, 11, 24)}, "cannot have been decided"),
    ],
)
def test_a_decision_that_cannot_be_says_why(asked, cora, changes, words):
    with pytest.raises(Refused, match=words):
        decide_extension(asked, replace(APPROVED, **changes), by=cora, at=NOON)


def test_one_is_asked_at_a_time_and_one_is_had(case, asked, cora):
    with pytest.raises(Refused, match="asked for already"):
        ask_extension(case, by=cora, at=NOON, **ASKED)
    decide_extension(asked, APPROVED, by=cora, at=NOON)
    with pytest.raises(Refused, match="has had its extension"):
        ask_extension(case, by=cora, at=NOON, **ASKED)
    with pytest.raises(Refused, match="already"):
        decide_extension(asked, APPROVED, by=cora, at=NOON)


def test_a_request_taken_back_lets_another_be_made(case, asked, cora):
    withdraw_extension(asked, by=cora, at=NOON)

    assert ask_extension(case, by=cora, at=NOON, **ASKED).outcome == ""


@pytest.mark.parametrize("status", ["received", "signed", "issued", "withdrawn"])
def test_there_must_be_a_determination_left_to_extend(cora, status):
    with pytest.raises(Refused, match="nothing to extend|no determination left"):
        ask_extension(make_case(status), by=cora, at=NOON, **ASKED)

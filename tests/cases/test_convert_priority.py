"""A case made expedited, or a regular one again: what its clocks become, and who is told."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.actions.deadlines import refresh_deadlines
from cases.actions.eligibility import EligibilityEntry, ServiceFinding, decide_eligibility
from cases.actions.priority import Certification, convert_to_expedited
from cases.errors import Refused
from cases.models import AuditEvent, Message
from tests.factories import make_case, make_event, make_record, make_review

pytestmark = pytest.mark.django_db
PACIFIC = ZoneInfo("America/Los_Angeles")
# The Saturday night on which summer time ends, so that 24 hours end at another wall-clock hour.
NIGHT = datetime(2026, 10, 31, 16, 10, tzinfo=PACIFIC)


@pytest.fixture
def case(cora):
    case = make_case(
        "awaiting_records",
        application_received_on=date(2026, 10, 20),
        assigned_on=date(2026, 10, 26),
        records_requested_at=datetime(2026, 10, 26, 9, 0, tzinfo=PACIFIC),
        assigned_by=cora,
    )
    refresh_deadlines(case, by=cora, at=NIGHT, reason="case.request_records")
    return case


def certified(case, **changes):
    document = make_record(case, title="Certification")
    known = {"certified_by": "Pauline Physician, MD", "document": document, "received_at": NIGHT}
    return Certification(**(known | changes))


def test_every_clock_is_based_on_the_certification(case, cora):
    convert_to_expedited(case, certified(case), by=cora, at=NIGHT)

    current = {row.clock: row for row in case.deadlines.current()}
    ends = datetime(2026, 11, 1, 15, 10, tzinfo=PACIFIC)
    assert (current["R1"].due_at, current["R2"].due_at) == (ends, ends)
    assert "R1-mail" not in current
    old = case.deadlines.get(clock="R1-mail")
    assert old.superseded_reason == "case.expedited"
    case.refresh_from_db()
    assert (case.priority, case.application.is_threat_certified) == ("expedited", True)


@pytest.mark.parametrize(
    ("rule", "ends"),
    [("R3", date(2026, 11, 1)), ("R6", date(2026, 11, 2))],
    ids=["24 hours", "a day, from Sunday to Monday"],
)
def test_what_a_party_may_send_or_answer_runs_anew_and_what_it_did_stays(case, cora, rule, ends):
    told = datetime(2026, 10, 28, 9, 0, tzinfo=PACIFIC)
    known = {"rule_id": rule, "happened_at": told, "method": "mail"}
    make_event(case, subject="injured_worker", **known)
    make_event(case, subject="requesting_physician", met_on=date(2026, 10, 30), **known)
    refresh_deadlines(case, by=cora, at=NIGHT, reason="clock.started")
    before = {row.clock: row.due_on for row in case.deadlines.current()}
    convert_to_expedited(case, certified(case), by=cora, at=NIGHT)
    after = {row.clock: row for row in case.deadlines.current()}
    worker, physician = after[f"{rule}-injured_worker"], after[f"{rule}-requesting_physician"]
    assert worker.event_at == NIGHT
    assert worker.due_on == ends
    assert physician.due_on == before[f"{rule}-requesting_physician"] > ends


@pytest.mark.parametrize("status", ["received", "eligible"])
def test_before_the_assignment_no_notice_of_new_times_is_prepared(status, cora):
    case = make_case(status)
    convert_to_expedited(case, certified(case), by=cora, at=NIGHT)
    assert not case.notices.exists()


def test_the_determination_has_three_pacific_days_from_the_later_of_records_and_certification(cora):
    case = make_case("ready_for_review", records_complete_on=date(2026, 10, 29))
    refresh_deadlines(case, by=cora, at=NIGHT, reason="first")
    late = datetime(2026, 11, 1, 23, 50, tzinfo=PACIFIC)

    convert_to_expedited(case, certified(case, received_at=late), by=cora, at=late)

    row = case.deadlines.current().get(clock="D1")
    assert (row.due_on, row.target_on) == (date(2026, 11, 4), date(2026, 11, 4))
    assert row.lines[0]["words"].endswith("Sun 2026-11-01")


def test_records_that_had_come_before_stay_under_the_clock_they_came_by(cora):
    case = make_case(
        "ready_for_review",
        records_requested_at=datetime(2026, 10, 26, 9, 0, tzinfo=PACIFIC),
        records_complete_on=date(2026, 10, 29),
    )
    refresh_deadlines(case, by=cora, at=NIGHT, reason="first")

    convert_to_expedited(case, certified(case), by=cora, at=NIGHT)

    row = case.deadlines.current().get(clock="R1-mail")
    assert (row.dispute, row.met_on) == ("regular", date(2026, 10, 29))


@pytest.mark.parametrize(
    "status",
    [
        "received",
        "eligible",
        "assigned",
        "ready_for_review",
        "in_quality_check",
        "signed",
        "sealed",
    ],
)
def test_it_is_possible_from_every_state_before_issue(cora, status):
    case = make_case(status)

    assert convert_to_expedited(case, certified(case), by=cora, at=NIGHT).priority == "expedited"


def test_who_works_on_it_is_told_once_and_at_once(cora, cyrus, rita):
    review = make_review(reviewer=rita.reviewer)
    case = review.case
    case.assigned_by = cora
    case.save()

    convert_to_expedited(case, certified(case), by=cyrus, at=NIGHT)

    told = Message.objects.filter(kind="expedited")
    assert {message.to for message in told} == {cora, rita}
    # In the night as well: an expedited case knows no quiet hours.
    assert all(message.mail_after == NIGHT for message in told)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"certified_by": " "}, "Name who certified"),
        ({"document": None}, "Without the written certification"),
        ({"received_at": NIGHT + timedelta(minutes=1)}, "in the future"),
        ({"received_at": NIGHT - timedelta(days=90)}, "before the application"),
        ({"ground": "not_supported"}, "Say who certified"),
    ],
)
def test_without_a_certification_it_is_refused(case, cora, changes, words):
    with pytest.raises(Refused, match=words):
        convert_to_expedited(case, replace(certified(case), **changes), by=cora, at=NIGHT)


def test_a_document_of_another_case_or_a_superseded_one_does_not_do(case, cora):
    stranger = make_record(make_case(), title="Certification of another")
    old = make_record(case, title="Old", superseded_at=NIGHT, superseded_reason="Wrong file.")
    for document, words in ((stranger, "Without the written"), (old, "superseded")):
        entry = replace(certified(case), document=document)
        with pytest.raises(Refused, match=words):
            convert_to_expedited(case, entry, by=cora, at=NIGHT)


def test_what_was_provided_already_cannot_be_expedited(case, cora):
    case.services.update(is_provided=True)
    with pytest.raises(Refused, match="provided already"):
        convert_to_expedited(case, certified(case), by=cora, at=NIGHT)

    first = case.services.first()
    first.is_provided = False
    first.save()
    assert convert_to_expedited(case, certified(case), by=cora, at=NIGHT).priority == "expedited"


@pytest.mark.parametrize("status", ["issued", "withdrawn", "ineligible"])
def test_an_ended_case_is_not_expedited(cora, status):
    case = make_case(status)
    with pytest.raises(Refused, match="have had their end"):
        convert_to_expedited(case, certified(case), by=cora, at=NIGHT)


def test_twice_is_once(case, cora):
    convert_to_expedited(case, certified(case), by=cora, at=NIGHT)

    with pytest.raises(Refused, match="expedited already"):
        convert_to_expedited(case, certified(case), by=cora, at=NIGHT)
    assert case.priority_changes.count() == 1


def test_the_way_back_at_eligibility_leaves_its_row_and_its_reason(cora):
    case = make_case("received", priority="expedited")
    services = tuple(
        ServiceFinding(one.pk, "eligible", "", "Complete and in time.")
        for one in case.services.all()
    )
    entry = EligibilityEntry(services, is_downgraded=True)

    case = decide_eligibility(case, entry, by=cora, at=NIGHT)

    assert (case.priority, case.status) == ("standard", "eligible")
    assert case.priority_changes.get().ground == "not_supported"
    assert AuditEvent.objects.filter(kind="case.standard").count() == 1


def test_only_who_may_converts(case, stella):
    with pytest.raises(Exception, match="does not include"):
        convert_to_expedited(case, certified(case), by=stella, at=NIGHT)

"""Ending a dispute: some services or all, from every status, with what follows in one step."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.actions.endings import end_dispute, take_back_ending
from cases.endings import plan_of
from cases.errors import Refused, StepNotAllowed
from cases.fees.rules import Fee, FeeRules
from cases.lifecycle import BEFORE_SIGNATURE, CaseStatus
from cases.models import AuditEvent, CaseGrant, EndedService, Ending, FeeEvent
from cases.pipelines.casefiles import exported
from tests.factories import ending_entry, make_case, make_eligibility, make_ending, make_user
from tests.races import THREADS, all_at_once, refusals

pytestmark = pytest.mark.django_db
STATUS_BY_REASON = {
    "withdrawn_by_applicant": "withdrawn",
    "withdrawn_by_physician": "withdrawn",
    "authorized": "terminated",
    "settled": "terminated",
}
OPEN = sorted(BEFORE_SIGNATURE)
CLOSED = sorted(set(CaseStatus) - BEFORE_SIGNATURE)


def end(case, *places, by, **said):
    return end_dispute(case, ending_entry(case, *places, **said), by=by, at=timezone.now())


@pytest.mark.parametrize("reason", STATUS_BY_REASON)
@pytest.mark.parametrize("status", OPEN)
def test_a_case_ends_as_its_reason_says_from_every_open_status(status, reason, cora):
    case = make_case(status)
    end(case, by=cora, reason=reason)
    case.refresh_from_db()
    assert case.status == STATUS_BY_REASON[reason]
    assert case.ending_reason == "The claims administrator wrote that it pays."
    assert case.ended_at
    assert not case.services.in_review().exists()


@pytest.mark.parametrize("status", OPEN)
def test_one_service_leaves_and_the_case_stays_where_it_is(status, cora):
    case = make_case(status)
    end(case, 1, by=cora)
    case.refresh_from_db()
    assert case.status == status
    assert [one.position for one in case.services.in_review()] == [2]
    assert not FeeEvent.objects.exists()


@pytest.mark.parametrize("places", [(), (1,)], ids=["whole", "one service"])
@pytest.mark.parametrize("status", CLOSED)
def test_nothing_ends_after_the_signature_or_an_ending(status, places, cora):
    with pytest.raises(StepNotAllowed, match="is not possible now"):
        end(make_case(status), *places, by=cora)
    assert not Ending.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "reached"),
    [
        ("authorized", "withdrawn_by_applicant", "terminated"),
        ("withdrawn_by_physician", "withdrawn_by_applicant", "withdrawn"),
        ("withdrawn_by_applicant", "settled", "terminated"),
    ],
)
def test_with_the_last_service_the_case_gets_the_ending_that_fits_all(first, last, reached, cora):
    case = make_case("awaiting_records", services=3)
    end(case, 1, 3, by=cora, reason=first, explanation="First.")
    end(case, 2, by=cora, reason=last, explanation="Last.")
    case.refresh_from_db()
    assert case.status == reached
    assert case.ending_reason == "Services 1, 3: First.\nService 2: Last."


def test_what_was_not_eligible_does_not_keep_a_case_open(cora):
    case = make_case("awaiting_records")
    left_out = {"outcome": "ineligible", "code": "CNC", "is_override": True}
    make_eligibility(case.services.get(position=2), **left_out)
    end(case, 1, by=cora)
    case.refresh_from_db()
    assert case.status == "terminated"


def test_before_eligibility_what_waits_for_information_keeps_it_open(cora):
    case = make_case("received")
    make_eligibility(case.services.get(position=2), outcome="needs_information", is_override=True)
    end(case, 1, by=cora)
    case.refresh_from_db()
    assert case.status == "received"


def test_what_has_ended_answers_what_eligibility_asks(cora):
    case = make_case("received")
    end(case, 1, by=cora)
    assert case.services.get(position=1).authorized_on == date(2025, 6, 20)
    assert case.services.get(position=2).authorized_on is None


def test_grants_close_and_clocks_stop_only_with_the_case(cora):
    case = make_case("awaiting_records")
    known = {"scope": "file", "reason": "Asked.", "granted_at": timezone.now()}
    grant = CaseGrant.objects.create(case=case, user=make_user("auditor"), **known)
    end(case, 1, by=cora)
    grant.refresh_from_db()
    assert grant.ended_at is None
    end(case, 2, by=cora)
    grant.refresh_from_db()
    assert grant.ended_at
    assert AuditEvent.objects.filter(kind="grant.ended").count() == 1
    assert not case.deadlines.running().exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": "tired"}, "Choose why the dispute ends"),
        ({"told_by": "employer"}, "is told by the claims administrator"),
        (
            {"reason": "withdrawn_by_physician", "told_by": "requesting_physician"},
            "asked to have the claims administrator write",
        ),
        (
            {"reason": "withdrawn_by_applicant", "told_by": "claims_administrator"},
            "told by the injured worker, attorney or agent",
        ),
        ({"explanation": "  "}, "Say why it ends"),
        ({"explanation": "Paid.\x00"}, "The explanation"),
        ({"happened_on": date(2025, 6, 24)}, "told before it happened"),
        ({"happened_on": date(2025, 6, 4)}, "before the UR decision of Thu 5 Jun 2025"),
        ({"noticed_on": date(2099, 1, 1)}, "told in the future"),
        ({"service_ids": ()}, "Choose at least one service"),
        ({"service_ids": (0,)}, "is not in dispute any more"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(said, sentence, cora):
    case = make_case("in_review")
    with pytest.raises(Refused, match=sentence):
        end(case, by=cora, **said)
    assert not Ending.objects.exists()


def test_a_service_ends_once(cora):
    case = make_case("in_review")
    end(case, 1, by=cora)
    with pytest.raises(Refused, match="not in dispute any more"):
        end(case, 1, by=cora)


def test_a_director_ends_what_was_authorized_and_withdraws_nothing(max):
    case = make_case("in_review")
    end(case, 1, by=max)
    with pytest.raises(PermissionDenied):
        end(case, 2, by=max, reason="withdrawn_by_applicant")


def test_others_end_nothing(rita, quinn, stella, ada, audrey):
    case = make_case("in_review")
    for person in (rita, quinn, stella, ada, audrey):
        with pytest.raises(PermissionDenied):
            end(case, by=person)


@pytest.mark.parametrize(
    ("noticed_on", "is_late"), [(date(2025, 6, 25), False), (date(2025, 6, 26), True)]
)
def test_the_administrator_has_five_days_to_tell(noticed_on, is_late, cora):
    case = make_case("in_review")
    entry = replace(ending_entry(case), noticed_on=noticed_on)
    plan = plan_of(case, entry)
    assert plan.notice_due_on == date(2025, 6, 25)
    assert plan.is_notice_late is is_late
    end_dispute(case, entry, by=cora, at=timezone.now())
    event = AuditEvent.objects.get(kind="ending.recorded")
    assert event.data["is_notice_late"] is is_late


def test_the_applicant_has_no_such_limit(cora):
    case = make_case("in_review")
    entry = ending_entry(case, reason="withdrawn_by_applicant", noticed_on=date(2025, 7, 30))
    assert plan_of(case, entry).notice_due_on is None


def test_a_plan_that_was_seen_is_the_one_that_is_done(cora):
    case = make_case("in_review")
    entry = ending_entry(case, 1)
    seen = plan_of(case, entry).digest
    make_ending(case, 2)
    with pytest.raises(Refused, match="has changed since"):
        end_dispute(case, entry, by=cora, at=timezone.now(), seen=seen)
    case.refresh_from_db()
    assert case.status == "in_review"


def test_nothing_of_the_explanation_is_in_the_audit(cora):
    case = make_case("in_review")
    end(case, by=cora, explanation="Wanda has moved to her sister in Reno.")
    events = AuditEvent.objects.filter(case_number=case.case_number)
    assert {"ending.recorded", "case.terminate"} <= {event.kind for event in events}
    assert not any("Reno" in str(event.data) for event in events)


def test_an_export_says_what_ended_why_and_when(cora):
    case = make_case("in_review")
    end(case, 1, by=cora)
    [ended] = exported(case)["recorded"]["endings"]
    assert ended == {
        "services": [1],
        "reason": "authorized",
        "told_by": "claims_administrator",
        "happened_on": "2025-06-20",
        "noticed_on": "2025-06-23",
        "explanation": "The claims administrator wrote that it pays.",
    }


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_end_one_service_one_does_and_seven_are_told(cora):
    case = make_case("in_review")
    results = all_at_once(lambda _: end(case, 1, by=cora))
    assert len(refusals(results)) == THREADS - 1
    assert (
        EndedService.objects.count()
        == AuditEvent.objects.filter(kind="ending.recorded").count()
        == 1
    )


@pytest.mark.django_db(transaction=True)
def test_eight_services_ended_at_once_end_the_case_exactly_once(cora):
    case = make_case("in_review", services=THREADS)
    all_at_once(lambda number: end(case, number + 1, by=cora))
    case.refresh_from_db()
    assert case.status == "terminated"
    assert EndedService.objects.count() == THREADS
    assert Ending.objects.filter(is_whole=True).count() == FeeEvent.objects.count() == 1
    assert case.notices.count() == THREADS
    assert AuditEvent.objects.filter(kind="case.terminate").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_whole_case_ended_by_eight_at_once_ends_once(cora):
    case = make_case("in_review")
    results = all_at_once(lambda _: end(case, by=cora))
    assert len(refusals(results)) == THREADS - 1
    assert Ending.objects.count() == FeeEvent.objects.count() == 1


def test_each_ending_is_told_once(cora):
    case = make_case("in_review", services=3)
    end(case, 1, by=cora)
    end(case, 2, 3, by=cora, reason="settled")
    assert list(case.notices.order_by("number").values_list("kind", flat=True)) == [
        "termination",
        "termination",
    ]


def test_a_day_of_today_is_not_the_future(cora):
    today = timezone.localdate()
    end(make_case("in_review"), by=cora, happened_on=today - timedelta(days=1), noticed_on=today)
    assert Ending.objects.get().noticed_on == today


def told_clocks(case):
    rows = case.deadlines.current().filter(rule_id="C1").order_by("clock")
    return [(row.clock, row.due_on, row.met_on) for row in rows]


def test_two_endings_of_parts_told_by_the_administrator_have_two_clocks(cora):
    case = make_case("in_review", services=3)
    end(case, 1, by=cora, happened_on=date(2025, 6, 20), noticed_on=date(2025, 6, 23))
    end(case, 2, by=cora, happened_on=date(2025, 6, 24), noticed_on=date(2025, 7, 8))
    first, second = told_clocks(case)
    assert first == ("C1-authorized", date(2025, 6, 25), date(2025, 6, 23))
    assert second == ("C1-authorized-2", date(2025, 6, 30), date(2025, 7, 8))
    take_back_ending(case.endings.first(), by=cora, at=timezone.now(), reason="Another case.")
    assert told_clocks(case) == [second]
    end(case, 1, by=cora, happened_on=date(2025, 6, 25), noticed_on=date(2025, 6, 26))
    assert [name for name, _, _ in told_clocks(case)] == ["C1-authorized-2", "C1-authorized-3"]


@pytest.mark.parametrize(("is_verified", "is_said"), [(True, True), (False, False)])
def test_the_notice_says_what_it_costs_only_where_that_is_sure(
    is_verified, is_said, cora, monkeypatch
):
    fee = Fee(Decimal(115), "8 CCR 9792.10.8", "Read.", is_verified, "")
    monkeypatch.setattr(FeeRules, "fee", lambda *_: fee)
    case = make_case("awaiting_records")
    end(case, by=cora)
    said = str(case.notices.get(kind="termination").snapshot)
    assert ("The claims administrator is charged" in said) == is_said
    assert ("115" in said) == is_said

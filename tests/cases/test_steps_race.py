"""Races on one case: eight threads with connections of their own, and one of them wins."""

import pytest
from django.utils import timezone

from cases import audit
from cases.actions.endings import end_dispute
from cases.actions.lifecycle import transition_case
from cases.errors import Refused, StepNotAllowed
from cases.models import AuditEvent, AuditSeal
from tests.factories import ending_entry, make_case
from tests.races import THREADS, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_eight_who_take_one_step_one_succeeds_and_seven_are_told_why(cora):
    case, at = make_case("received"), timezone.now()
    results = all_at_once(lambda _: transition_case(case, "find_eligible", by=cora, at=at))
    refused = [result for result in results if isinstance(result, StepNotAllowed)]
    case.refresh_from_db()
    assert case.status == "eligible"
    assert len(refused) == THREADS - 1
    assert {str(r).startswith("“Find eligible” is not possible now") for r in refused} == {True}
    assert AuditEvent.objects.filter(kind="case.find_eligible").count() == 1


def test_of_two_endings_taken_together_one_stands(cora):
    case, at = make_case("in_review"), timezone.now()

    def end(number: int) -> object:
        if number % 2:
            entry = ending_entry(case, reason="withdrawn_by_applicant")
            return end_dispute(case, entry, by=cora, at=at)
        return transition_case(case, "terminate", by=cora, at=at, ending_reason="Authorized.")

    results = all_at_once(end)
    case.refresh_from_db()
    assert sum(not isinstance(result, Refused) for result in results) == 1
    assert case.status in ("withdrawn", "terminated")
    endings = ("case.withdraw", "case.terminate")
    assert AuditEvent.objects.filter(case_number=case.case_number, kind__in=endings).count() == 1


def test_the_audit_chain_has_no_gap_after_eight_wrote_at_once(cora):
    cases = [make_case("received", services=0) for _ in range(THREADS)]

    def look(number: int) -> None:
        for _ in range(10):
            audit.append("case.viewed", cases[number], by=cora)

    all_at_once(look)
    assert audit.verify_chain().is_intact
    assert list(AuditSeal.objects.values_list("sequence", flat=True)) == list(range(1, 81))


def test_an_event_that_was_rolled_back_leaves_no_gap(cora):
    case = make_case("received", services=0)

    def look(number: int) -> None:
        if number % 2:
            raise Refused("Not this one.")
        transition_case(case, "find_eligible", by=cora, at=timezone.now())

    all_at_once(look)
    assert audit.verify_chain().is_intact
    assert AuditSeal.objects.count() == AuditEvent.objects.count()
    assert AuditEvent.objects.filter(kind="case.find_eligible").count() == 1

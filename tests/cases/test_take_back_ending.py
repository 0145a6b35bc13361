"""An ending that was typed wrong is taken back with its reason, and stays in the file."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.actions.endings import end_dispute, take_back_ending
from cases.errors import Refused
from cases.lifecycle import BEFORE_SIGNATURE, REOPENED_AS
from cases.models import AuditEvent
from reviews.actions.offers import offer_review
from tests.factories import ending_entry, make_case, make_ending, make_review
from tests.races import THREADS, all_at_once, refusals

pytestmark = pytest.mark.django_db
WRONG = "Another case was meant."


def end(case, *places, by, **said):
    return end_dispute(case, ending_entry(case, *places, **said), by=by, at=timezone.now())


def take_back(ending, by, reason=WRONG):
    at = timezone.now() + timedelta(seconds=1)
    return take_back_ending(ending, by=by, at=at, reason=reason)


@pytest.mark.parametrize("status", sorted(BEFORE_SIGNATURE))
def test_a_case_stands_where_it_was_or_ready_for_review(status, cora):
    case = make_case(status)
    ending = take_back(end(case, by=cora), cora)
    case.refresh_from_db()
    assert case.status == REOPENED_AS[status]
    assert (case.ended_at, case.ending_reason) == (None, "")
    assert ending.taken_back_reason == WRONG
    assert case.services.in_review().count() == 2
    assert case.services.first().authorized_on is None


def test_its_clocks_go_on(cora):
    case = make_case("awaiting_records", records_requested_at=timezone.now())
    ending = end(case, by=cora)
    assert not case.deadlines.running().exists()
    take_back(ending, cora)
    assert case.deadlines.running().exists()


def test_the_fee_is_set_to_nothing_and_a_later_ending_notes_another(cora):
    case = make_case("ready_for_review")
    ending = end(case, by=cora)
    first = case.fee_events.get()
    take_back(ending, cora)
    nothing = case.fee_events.current().get()
    assert (nothing.stage, nothing.amount, nothing.corrects) == ("taken_back", 0, first)
    end(case, by=cora, reason="settled")
    assert case.fee_events.current().get().stage == "before_reviewer"
    assert case.fee_events.count() == 3


def test_the_cancelled_review_stays_so_and_a_reviewer_can_be_asked_anew(rita, otto, cora):
    review = make_review(reviewer=rita.reviewer)
    take_back(end(review.case, by=cora), cora)
    review.refresh_from_db()
    assert review.status == "cancelled"
    fit = {"fit_specialty": "Orthopedic Surgery", "fit_reason": "Treats this daily."}
    assert offer_review(review.case, otto.reviewer, by=cora, at=timezone.now(), **fit)


def test_a_service_is_in_the_draft_again_with_what_was_written(rita, cora):
    review = make_review(reviewer=rita.reviewer)
    ending = end(review.case, 1, by=cora)
    take_back(ending, cora)
    assert review.case.services.in_review().count() == review.draft.services.count() == 2


def test_a_service_that_ended_before_the_review_gets_its_place_in_the_draft(rita, cora):
    case = make_case("in_review")
    review = make_review(case, rita.reviewer)
    review.draft.services.filter(service__position=1).delete()
    take_back(make_ending(case, 1, ended_by=cora), cora)
    places = review.draft.services.values_list("service__position", flat=True)
    assert sorted(places) == [1, 2]


def test_after_the_signature_it_is_too_late(cora):
    case = make_case("signed")
    with pytest.raises(Refused, match="A new application is the way"):
        take_back(make_ending(case, 1), cora)


def test_a_part_is_not_taken_back_before_the_whole(cora):
    case = make_case("in_review")
    part = end(case, 1, by=cora)
    whole = end(case, 2, by=cora)
    with pytest.raises(Refused, match="take that ending back first"):
        take_back(part, cora)
    take_back(whole, cora)
    take_back(part, cora)
    assert case.services.in_review().count() == 2


def test_it_is_taken_back_once_with_a_reason_by_a_coordinator(cora, max):
    case = make_case("in_review")
    ending = end(case, 1, by=cora)
    with pytest.raises(Refused, match="Say what was wrong"):
        take_back(ending, cora, " ")
    with pytest.raises(PermissionDenied):
        take_back(ending, max)
    take_back(ending, cora)
    with pytest.raises(Refused, match="taken back already"):
        take_back(ending, cora)


def test_once_somebody_was_served_it_stands(cora):
    case = make_case("in_review")
    ending = end(case, by=cora)
    case.notices.get().services.update(
        served_on=timezone.localdate(), method="mail", served_by=cora, recorded_at=timezone.now()
    )
    with pytest.raises(Refused, match="has told the parties already"):
        take_back(ending, cora)
    case.refresh_from_db()
    assert case.status == "terminated"


def test_its_notice_is_not_served_any_more(cora):
    case = make_case("in_review")
    take_back(end(case, by=cora), cora)
    assert case.notices.get().cancelled_at


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_it_back_one_does(cora):
    case = make_case("in_review")
    ending = end(case, by=cora)
    results = all_at_once(lambda _: take_back(ending, cora))
    assert len(refusals(results)) == THREADS - 1
    assert AuditEvent.objects.filter(kind="ending.taken_back").count() == 1

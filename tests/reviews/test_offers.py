"""Offering a case to a reviewer, and the answers to the offer."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from cases.errors import Refused, StepNotAllowed
from cases.lifecycle import CaseStatus
from cases.models import AuditEvent, Case
from reviews.actions.offers import accept_offer, decline_offer, offer_review, recall_offer
from reviews.lifecycle import OPEN_OFFERS, OfferStatus, ReviewStatus
from reviews.models import ReviewOffer
from tests.factories import make_case, make_offer, make_review, make_reviewer

pytestmark = pytest.mark.django_db
FIT = {"fit_specialty": "Orthopedic Surgery", "fit_reason": "Treats the lumbar spine daily."}


@pytest.fixture
def case():
    return make_case(CaseStatus.READY_FOR_REVIEW)


def offer(case, reviewer, by, **changes):
    return offer_review(case, reviewer, by=by, at=timezone.now(), **(FIT | changes))


def test_an_offer_records_who_why_and_what_the_gates_found(case, cora, rita):
    made = offer(case, rita.reviewer, cora)
    case.refresh_from_db()
    assert made.status == OfferStatus.OFFERED
    assert made.offered_by == case.assigned_by == cora
    assert {row["verdict"] for row in made.matching["findings"]} == {"met"}
    event = AuditEvent.objects.get(kind="offer.made")
    assert event.case_number == case.case_number
    assert "Rita" not in str(event.data)


def test_the_answer_is_wanted_sooner_in_an_expedited_case(cora, rita, otto):
    regular = offer(make_case(CaseStatus.READY_FOR_REVIEW), rita.reviewer, cora)
    urgent_case = make_case(CaseStatus.READY_FOR_REVIEW, priority=Case.Priority.EXPEDITED)
    urgent = offer(urgent_case, otto.reviewer, cora)
    assert regular.respond_by - regular.offered_at == timedelta(days=2)
    assert urgent.respond_by - urgent.offered_at == timedelta(hours=4)


def test_only_who_may_offer_offers(case, rita, quinn, max):
    for by in (rita, quinn, max):
        with pytest.raises(PermissionDenied):
            offer(case, rita.reviewer, by)


@pytest.mark.parametrize("status", [CaseStatus.AWAITING_RECORDS, CaseStatus.IN_REVIEW])
def test_a_case_that_is_not_ready_is_not_offered(status, cora, rita):
    with pytest.raises(StepNotAllowed):
        offer(make_case(status), rita.reviewer, cora)


def test_a_shut_gate_refuses_with_its_reason_and_rule(case, cora, rita):
    rita.reviewer.is_qme = True
    rita.reviewer.save()
    with pytest.raises(Refused, match=r"QME appointment.*139\.5"):
        offer(case, rita.reviewer, cora)
    assert not ReviewOffer.objects.exists()


def test_a_record_below_the_practice_standard_is_refused_and_none_at_all_is_not(case, cora):
    short = make_reviewer(practice_years=4)
    with pytest.raises(Refused, match="more than 5"):
        offer(case, short, cora)
    silent = make_reviewer(
        practice_years=None, practice_weekly_hours=None, practice_recorded_on=None
    )
    assert offer(case, silent, cora).status == OfferStatus.OFFERED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fit_specialty": "Dermatology"}, "Choose the certification that fits"),
        ({"fit_specialty": ""}, "Choose the certification that fits"),
        ({"fit_reason": "  "}, "Say why the specialty fits"),
        ({"fit_reason": "up\u202eheld"}, "cannot be printed"),
    ],
)
def test_the_fit_is_recorded_or_the_offer_refused(changes, words, case, cora, rita):
    with pytest.raises(Refused, match=words):
        offer(case, rita.reviewer, cora, **changes)


def test_a_case_is_offered_once_at_a_time(case, cora, rita, otto):
    offer(case, rita.reviewer, cora)
    with pytest.raises(Refused, match="Recall that offer"):
        offer(case, otto.reviewer, cora)


def test_a_full_reviewer_is_refused(case, cora):
    full = make_reviewer(case_capacity=1)
    make_review(reviewer=full)
    with pytest.raises(Refused, match="1 of 1 cases open"):
        offer(case, full, cora)


def test_who_withdrew_or_found_a_conflict_is_not_asked_again(case, cora, rita, otto):
    make_review(case, rita.reviewer, ReviewStatus.WITHDRAWN)
    ReviewOffer.objects.update(status=OfferStatus.ENDED, ended_reason="Withdrawn")
    with pytest.raises(Refused, match="Withdrew from this case"):
        offer(case, rita.reviewer, cora)
    make_offer(case, otto.reviewer, OfferStatus.CONFLICTED)
    with pytest.raises(Refused, match="conflict of interest"):
        offer(case, otto.reviewer, cora)


def test_the_reviewer_accepts(rita):
    accepted = accept_offer(make_offer(reviewer=rita.reviewer), by=rita, at=timezone.now())
    assert accepted.status == OfferStatus.ACCEPTED
    assert accepted.answered_at


def test_nobody_answers_for_another(rita, otto, cora):
    made = make_offer(reviewer=rita.reviewer)
    with pytest.raises(Http404):
        accept_offer(made, by=otto, at=timezone.now())
    with pytest.raises(PermissionDenied):
        accept_offer(made, by=cora, at=timezone.now())
    with pytest.raises(Http404):
        decline_offer(made, by=otto, at=timezone.now(), reason="No.")


def test_a_decline_says_why_and_frees_the_case(cora, rita, otto):
    made = make_offer(reviewer=rita.reviewer)
    with pytest.raises(Refused, match="Say why you decline"):
        decline_offer(made, by=rita, at=timezone.now(), reason=" ")
    declined = decline_offer(made, by=rita, at=timezone.now(), reason="Away next week.")
    assert declined.ended_reason == "Away next week."
    assert "Away" not in str(AuditEvent.objects.get(kind="offer.decline").data)
    assert offer(made.case, otto.reviewer, cora).status == OfferStatus.OFFERED


def test_a_silent_offer_is_recalled_with_a_reason(cora, rita):
    made = make_offer(reviewer=rita.reviewer)
    with pytest.raises(Refused, match="Say why the offer is recalled"):
        recall_offer(made, by=cora, at=timezone.now(), reason="")
    recalled = recall_offer(made, by=cora, at=timezone.now(), reason="No answer in two days.")
    assert recalled.status == OfferStatus.RECALLED
    with pytest.raises(StepNotAllowed):
        accept_offer(made, by=rita, at=timezone.now())


def _at_once(number, action):
    """Run the action in that many threads at the same moment; return what each came to."""
    barrier, outcomes = threading.Barrier(number), []

    def run():
        try:
            barrier.wait(10)
            action()
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_eight_offers_at_once_make_one(case, cora, rita):
    outcomes = _at_once(8, lambda: offer(case, rita.reviewer, cora))
    assert outcomes == ["done"] + ["refused"] * 7
    assert case.review_offers.filter(status__in=OPEN_OFFERS).count() == 1
    assert AuditEvent.objects.filter(kind="offer.made").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_acceptances_at_once_make_one(rita):
    made = make_offer(reviewer=rita.reviewer)
    outcomes = _at_once(8, lambda: accept_offer(made, by=rita, at=timezone.now()))
    assert outcomes == ["done"] + ["refused"] * 7
    assert AuditEvent.objects.filter(kind="offer.accept").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_offers_to_a_reviewer_with_one_place_make_one(cora):
    reviewer = make_reviewer(case_capacity=1)
    waiting = [make_case(CaseStatus.READY_FOR_REVIEW) for _ in range(8)]
    outcomes = _at_once(8, lambda: offer(waiting.pop(), reviewer, cora))
    assert outcomes == ["done"] + ["refused"] * 7

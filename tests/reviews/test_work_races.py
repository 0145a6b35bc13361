"""Races on the judgement: whatever eight do at once is done once, and seven are told why."""

import pytest
from django.utils import timezone

from cases import audit
from cases.models import AuditEvent, CaseGrant
from reviews.actions.attestations import asked_parties, attest_offer
from reviews.actions.determination import sign_determination
from reviews.actions.drafting import submit_review
from reviews.actions.offers import accept_offer, offer_review
from reviews.actions.quality import approve_review
from reviews.conflicts.questions import clean_answers
from reviews.models import Delivery, Determination, DeterminationLetter, Review, ReviewOffer
from tests.factories import (
    make_case,
    make_determination,
    make_director,
    make_offer,
    make_review,
    make_reviewer,
    make_user,
    open_records,
)
from tests.races import THREADS, all_at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_case_offered_to_eight_at_once_is_offered_to_one(cora):
    case = make_case("ready_for_review")
    reviewers = [make_reviewer() for _ in range(THREADS)]
    fit = {"fit_specialty": "Orthopedic Surgery", "fit_reason": "Treats the spine."}
    results = all_at_once(
        lambda n: offer_review(case, reviewers[n], by=cora, at=timezone.now(), **fit)
    )
    assert len(refusals(results)) == THREADS - 1
    assert ReviewOffer.objects.count() == AuditEvent.objects.filter(kind="offer.made").count() == 1


def test_an_offer_is_accepted_once():
    offer = make_offer()
    results = all_at_once(lambda _: accept_offer(offer, by=offer.reviewer.user, at=timezone.now()))
    assert len(refusals(results)) == THREADS - 1
    assert AuditEvent.objects.filter(kind="offer.accept").count() == 1


def test_one_attestation_opens_one_review_and_one_grant():
    offer = make_offer(status="accepted")
    answers = clean_answers(asked_parties(offer))
    by = {"by": offer.reviewer.user, "answers": answers}
    results = all_at_once(lambda _: attest_offer(offer, at=timezone.now(), **by))
    assert len(refusals(results)) == THREADS - 1
    assert Review.objects.count() == CaseGrant.objects.filter(scope="records").count() == 1


def test_a_review_is_submitted_once():
    review = make_review()
    by = {"by": review.reviewer.user, "at": timezone.now()}
    open_records(review)
    results = all_at_once(lambda _: submit_review(review, **by))
    assert len(refusals(results)) == THREADS - 1
    assert Determination.objects.count() == 1


def test_a_version_is_approved_once():
    review = make_determination().review
    checkers = [make_user("quality") for _ in range(THREADS)]
    results = all_at_once(lambda n: approve_review(review, by=checkers[n], at=timezone.now()))
    assert len(refusals(results)) == THREADS - 1
    assert AuditEvent.objects.filter(kind="determination.approved").count() == 1


def test_of_eight_directors_one_signs_and_two_letters_are_made():
    review = make_determination(status="approved").review
    directors = [make_director() for _ in range(THREADS)]
    results = all_at_once(lambda n: sign_determination(review, by=directors[n], at=timezone.now()))
    assert len(refusals(results)) == THREADS - 1
    assert DeterminationLetter.objects.count() == 2
    assert Delivery.objects.filter(served_on=None).count() == Delivery.objects.count() > 0
    assert AuditEvent.objects.filter(kind="determination.signed").count() == 1
    assert audit.verify_chain().is_intact

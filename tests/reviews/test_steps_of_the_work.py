"""Every action on offers, reviews and letters, tried from every status of what it acts on."""

import pytest
from django.utils import timezone

from cases.errors import StepNotAllowed
from reviews.actions.attestations import asked_parties, attest_offer
from reviews.actions.determination import sign_determination
from reviews.actions.drafting import submit_review
from reviews.actions.endings import recall_review, withdraw_review
from reviews.actions.letters import retry_letter
from reviews.actions.offers import accept_offer, decline_offer, recall_offer
from reviews.actions.quality import approve_review, return_review
from reviews.conflicts.questions import Answer, clean_answers
from reviews.lifecycle import LetterStatus, OfferStatus, ReviewStatus
from tests.factories import (
    make_determination,
    make_director,
    make_letter,
    make_offer,
    make_review,
    make_user,
    open_records,
)

pytestmark = pytest.mark.django_db


def attest(offer, *, has_conflict):
    parties = asked_parties(offer)
    answers = clean_answers(parties)
    if has_conflict:
        answers = (Answer(parties[0].party_id, "familial", True), *answers[1:])
    words = {"answers": answers, "explanation": "A cousin." if has_conflict else ""}
    return attest_offer(offer, by=offer.reviewer.user, at=timezone.now(), **words)


def submit(review):
    open_records(review)
    return submit_review(review, by=review.reviewer.user, at=timezone.now())


def coordinator():
    return {"by": make_user("coordinator"), "at": timezone.now(), "reason": "Silent for days."}


def reviewer(review_or_offer):
    return {"by": review_or_offer.reviewer.user, "at": timezone.now()}


def checker():
    return {"by": make_user("quality"), "at": timezone.now()}


ACTIONS_ON_OFFERS = {
    "accept": (lambda o: accept_offer(o, **reviewer(o)), "offered"),
    "decline": (lambda o: decline_offer(o, reason="Away.", **reviewer(o)), "offered accepted"),
    "recall": (lambda o: recall_offer(o, **coordinator()), "offered accepted"),
    "attest": (lambda o: attest(o, has_conflict=False), "accepted"),
    "declare_conflict": (lambda o: attest(o, has_conflict=True), "accepted"),
}
ACTIONS_ON_REVIEWS = {
    "submit": (submit, "drafting returned"),
    "return": (lambda r: return_review(r, reasons="Cite it.", **checker()), "submitted approved"),
    "approve": (lambda r: approve_review(r, **checker()), "submitted"),
    "sign": (lambda r: sign_determination(r, by=make_director(), at=timezone.now()), "approved"),
    "withdraw": (lambda r: withdraw_review(r, reason="Ill.", **reviewer(r)), "drafting returned"),
    "recall": (lambda r: recall_review(r, **coordinator()), "drafting returned"),
}


def outcome_of(act, subject) -> str:
    try:
        act(subject)
    except StepNotAllowed as refused:
        return "refused" if "is not possible now" in str(refused) else "refused without words"
    return "allowed"


@pytest.mark.parametrize("status", OfferStatus.values)
@pytest.mark.parametrize("name", ACTIONS_ON_OFFERS)
def test_an_offer_is_acted_on_only_from_where_the_step_starts(name, status):
    act, starts = ACTIONS_ON_OFFERS[name]
    expected = "allowed" if status in starts.split() else "refused"
    assert outcome_of(act, make_offer(status=status)) == expected


@pytest.mark.parametrize("status", ReviewStatus.values)
@pytest.mark.parametrize("name", ACTIONS_ON_REVIEWS)
def test_a_review_is_acted_on_only_from_where_the_step_starts(name, status):
    act, starts = ACTIONS_ON_REVIEWS[name]
    review = make_review(status=status)
    if status in ("submitted", "approved", "signed"):
        make_determination(review, status)
    expected = "allowed" if status in starts.split() else "refused"
    assert outcome_of(act, review) == expected


@pytest.mark.parametrize("status", LetterStatus.values)
def test_only_a_failed_letter_is_tried_again(status, ada):
    expected = "allowed" if status == "failed" else "refused"
    letter = make_letter(status=status)
    assert outcome_of(lambda x: retry_letter(x, by=ada, at=timezone.now()), letter) == expected

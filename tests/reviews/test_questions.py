"""A reviewer asks, the coordinator answers; who asks stays inside."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused, StepNotAllowed
from cases.models import AuditEvent, Notice
from reviews.actions.questions import answer_question, ask_question
from reviews.lifecycle import ReviewStatus
from reviews.models import ReviewerQuestion
from tests.factories import make_case, make_question, make_review

pytestmark = pytest.mark.django_db
WORDS = {"about": "missing", "text": "The operative report of March is cited and not here."}


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def ask(review, by, **changes):
    return ask_question(review, by=by, at=timezone.now(), **(WORDS | changes))


def url(name, review, *args):
    return reverse(f"reviews:{name}", args=[review.case.case_number, *args])


def test_a_question_goes_to_the_coordinators_list_and_back(sign_in, review, rita, cora):
    client = sign_in(rita)
    client.post(url("ask_question", review), WORDS)
    question = ReviewerQuestion.objects.get()
    home = sign_in(cora).get("/").content.decode()
    assert f"{review.reviewer} asks about {review.case.case_number}" in home
    sign_in(cora).post(
        url("answer_question", review, question.pk), {"answer": "It came: record 4."}
    )
    home = client.get("/").content.decode()
    assert f"Your question on {review.case.case_number} is answered" in home
    assert "1 new" in client.get(review.get_absolute_url()).content.decode()
    assert "It came: record 4." in client.get(url("ask_question", review)).content.decode()
    assert "1 new" not in client.get(review.get_absolute_url()).content.decode()
    assert "is answered" not in client.get("/").content.decode()


def test_a_question_to_a_party_names_one_of_the_case(review, rita):
    with pytest.raises(Refused, match="Choose the party"):
        ask(review, rita, about="party")
    with pytest.raises(Refused, match="Choose the party"):
        ask(review, rita, about="party", party_role="manufacturer")
    assert ask(review, rita, about="party", party_role="claims_administrator").party_role
    assert ask(review, rita, party_role="claims_administrator").party_role == ""


def test_a_question_to_a_party_and_its_answer_are_copied_to_all(review, rita, cora, sign_in):
    question = ask(review, rita, about="party", party_role="claims_administrator")
    told = Notice.objects.get(kind="question")
    assert question.text in str(told.snapshot)
    assert "Rita" not in str(told.snapshot)
    roles = set(told.services.values_list("recipient_role", flat=True))
    assert {"injured_worker", "claims_administrator", "requesting_physician"} <= roles
    page = sign_in(cora).get(url("answer_question", review, question.pk)).content.decode()
    assert f"Notice {told.number}</a> puts it to the claims administrator" in page
    answer_question(
        question, by=cora, at=timezone.now(), answer="It was sent in May.", is_partys=True
    )
    copied = Notice.objects.get(kind="answer")
    assert "It was sent in May." in str(copied.snapshot)
    assert set(copied.services.values_list("recipient_role", flat=True)) == roles
    assert review.case.tolls.count() == 0


def test_what_the_party_did_not_say_is_not_copied(review, rita, cora):
    question = ask(review, rita, about="party", party_role="claims_administrator")
    answer_question(question, by=cora, at=timezone.now(), answer="Nothing came in time.")
    own = ask(review, rita)
    answer_question(own, by=cora, at=timezone.now(), answer="Record 4.", is_partys=True)
    assert list(Notice.objects.values_list("kind", flat=True)) == ["question"]


def test_a_question_to_a_party_does_not_name_who_reviews(review, rita):
    words = {"about": "party", "party_role": "claims_administrator"}
    with pytest.raises(Refused, match="leave your name out"):
        ask(review, rita, text="Dr. Reviewer asks for the report.", **words)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001, "a\u202eb"])
def test_what_cannot_be_asked_says_why_and_keeps_the_words(text, sign_in, review, rita):
    answer = sign_in(rita).post(url("ask_question", review), WORDS | {"text": text})
    assert answer.status_code in (200, 409)
    assert "error-summary" in answer.content.decode()
    assert not ReviewerQuestion.objects.exists()


def test_the_words_stay_out_of_the_audit(review, rita, cora):
    question = ask(review, rita)
    answer_question(question, by=cora, at=timezone.now(), answer="A secret answer.")
    for event in AuditEvent.objects.filter(kind__startswith="question."):
        assert "operative" not in str(event.data)
        assert "secret" not in str(event.data)
    assert AuditEvent.objects.filter(kind__startswith="question.").count() == 2


def test_it_is_answered_once(review, rita, cora, cyrus):
    question = ask(review, rita)
    answer_question(question, by=cora, at=timezone.now(), answer="Once.")
    with pytest.raises(Refused, match="answered already"):
        answer_question(question, by=cyrus, at=timezone.now(), answer="Twice.")


def test_only_a_coordinator_answers(review, rita, quinn):
    question = ask(review, rita)
    for user in (rita, quinn):
        with pytest.raises(PermissionDenied):
            answer_question(question, by=user, at=timezone.now(), answer="No.")


def test_after_the_review_has_ended_nobody_asks_or_answers(rita, cora):
    ended = make_review(make_case("ready_for_review"), rita.reviewer, ReviewStatus.RECALLED)
    with pytest.raises(StepNotAllowed):
        ask(ended, rita)
    with pytest.raises(Refused, match="ended"):
        answer_question(make_question(ended), by=cora, at=timezone.now(), answer="Late.")


def test_a_question_of_another_case_is_not_found(sign_in, review, otto, cora):
    other = make_question(make_review(make_case("in_review"), otto.reviewer))
    answer = sign_in(cora).get(url("answer_question", review, other.pk))
    assert answer.status_code == 404

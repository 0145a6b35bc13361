"""The pages of the endings: what was told, what will happen, what is shown after."""

import pytest
from django.urls import reverse

from cases.models import Ending
from tests.factories import make_case, make_ending, make_review

pytestmark = pytest.mark.django_db


def url(case) -> str:
    return reverse("cases:end_dispute", args=[case.case_number])


def typed(case, *places, **said) -> dict[str, object]:
    services = case.services.filter(position__in=places) if places else case.services.all()
    return {
        "services": [str(one.pk) for one in services],
        "reason": "authorized",
        "told_by": "claims_administrator",
        "happened_on": "06/20/2025",
        "noticed_on": "06/30/2025",
        "explanation": "Paid for after all.",
    } | said


def test_the_page_shows_what_will_happen_and_does_nothing_yet(cora, sign_in):
    review = make_review()
    case = review.case
    page = sign_in(cora).post(url(case), typed(case)).content.decode()
    assert "ends as terminated" in page
    assert "is recalled from the review" in page
    assert "ended after a reviewer had it" in page
    assert "That is late:" in page
    assert "its last day was Wed 25 Jun 2025" in page
    assert not Ending.objects.exists()


def test_of_one_service_it_shows_what_stays(cora, sign_in):
    case = make_case("in_review", services=5)
    page = sign_in(cora).post(url(case), typed(case, 2)).content.decode()
    assert "4 services stay in dispute, and the case goes on" in page.replace("\n", " ")
    assert "Every clock goes on" in page


def test_it_is_done_when_it_is_confirmed(cora, sign_in):
    case, client = make_case("in_review"), sign_in(cora)
    shown = client.post(url(case), typed(case, 1))
    answer = typed(case, 1, do="end", seen=shown.context["plan"].digest)
    response = client.post(url(case), answer)
    assert response.url == case.get_absolute_url()
    page = client.get(response.url).content.decode()
    assert "Ended: authorized by the claims administrator" in page
    assert "notice came Mon 30 Jun 2025 (10 days later)" in page
    assert "Notice late" in page


def test_nothing_is_done_that_was_not_shown(cora, sign_in):
    case, client = make_case("in_review"), sign_in(cora)
    response = client.post(url(case), typed(case, 1, do="end"))
    assert response.status_code == 409
    assert "has changed since this page was opened" in response.content.decode()
    assert not Ending.objects.exists()


def test_what_was_typed_comes_back_to_be_changed(cora, sign_in):
    case = make_case("in_review")
    page = sign_in(cora).post(url(case), typed(case, 1, do="change")).content.decode()
    assert "Paid for after all." in page
    assert "See what will happen" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"services": []}, "Choose at least one service."),
        ({"reason": ""}, "Choose why the dispute ends."),
        ({"told_by": "injured_worker"}, "is told by the claims administrator"),
        ({"happened_on": "30/02/2025"}, "There is no month 30"),
        ({"happened_on": "07/04/2025"}, "told before it happened"),
        ({"noticed_on": "06/30/2099"}, "told in the future"),
        ({"explanation": ""}, "Say why it ends"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    said, sentence, cora, sign_in
):
    case = make_case("in_review")
    page = sign_in(cora).post(url(case), typed(case, **said)).content.decode()
    assert sentence in page
    assert "06/30/20" in page
    assert not Ending.objects.exists()


def test_a_director_is_not_offered_what_only_a_coordinator_may(max, sign_in):
    page = sign_in(max).get(url(make_case("in_review"))).content.decode()
    assert "Authorized by the claims administrator" in page
    assert "Withdrawn by the applicant" not in page


def test_taking_back_says_what_follows_and_keeps_the_ending(cora, sign_in):
    case, client = make_case("terminated", assigned_on="2025-06-20"), sign_in(cora)
    make_ending(case, 1, 2, is_whole=True, left_status="awaiting_records")
    there = reverse("cases:take_back_ending", args=[case.case_number, 1])
    assert "The case is awaiting records again" in client.get(there).content.decode()
    response = client.post(there, {"reason": "Another case was meant."})
    page = client.get(response.url).content.decode()
    assert "Taken back" in page
    assert "Another case was meant." in page
    case.refresh_from_db()
    assert case.status == "awaiting_records"


def test_there_is_no_ending_beyond_the_last(cora, sign_in):
    case = make_case("in_review")
    there = reverse("cases:take_back_ending", args=[case.case_number, 7])
    assert sign_in(cora).get(there).status_code == 404


def test_the_case_offers_one_way_to_end_the_dispute(cora, sign_in):
    case = make_case("in_review")
    page = sign_in(cora).get(case.get_absolute_url()).content.decode()
    assert page.count(url(case)) == 1

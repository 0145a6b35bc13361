"""The pages of a coordinator's steps: the step taken, what is missing, and what came between."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_case

pytestmark = pytest.mark.django_db


def url(name: str, case) -> str:
    return reverse(f"cases:{name}", args=[case.case_number])


STEPS = [
    ("assign_case", "eligible", {"assigned_on": "06/20/2025"}, "assigned"),
]


@pytest.mark.parametrize(("page", "status", "answer", "reached"), STEPS)
def test_the_step_is_taken_and_leads_back_to_the_case(page, status, answer, reached, cora, sign_in):
    case = make_case(status)
    response = sign_in(cora).post(url(page, case), answer)
    case.refresh_from_db()
    assert response.url == case.get_absolute_url()
    assert case.status == reached


@pytest.mark.parametrize(("page", "status", "answer", "reached"), STEPS)
def test_without_an_answer_the_field_says_what_is_missing(
    page, status, answer, reached, cora, sign_in
):
    case = make_case(status)
    response = sign_in(cora).post(url(page, case), {})
    case.refresh_from_db()
    assert response.status_code == 200
    assert "invalid-feedback" in response.content.decode()
    assert case.status == status


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("eligibility", "assigned"),
        ("assign_case", "received"),
        ("end_dispute", "signed"),
        ("end_dispute", "issued"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_whose_step_is_not_open_says_where_the_case_is(method, page, status, cora, sign_in):
    response = getattr(sign_in(cora), method)(url(page, make_case(status)))
    assert response.status_code == 409
    assert "is not possible now" in response.content.decode()


def test_a_refused_rule_is_told_with_what_was_typed(cora, sign_in):
    tomorrow = timezone.localdate() + timedelta(days=1)
    case = make_case("eligible")
    response = sign_in(cora).post(url("assign_case", case), {"assigned_on": f"{tomorrow:%m/%d/%Y}"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "is in the future" in page
    assert f"{tomorrow:%m/%d/%Y}" in page

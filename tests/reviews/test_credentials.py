"""What the letter may say of a reviewer on a day, and what stops a submission or a signature."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Party
from reviews.credentials import reviewer_content, shortcomings
from reviews.models import Certification, Licence
from tests.factories import make_offer, make_party, make_review

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def test_everything_on_record_is_claimed(review):
    content = reviewer_content(review, on=TODAY)
    assert content.licensed_states == ("California",)
    assert content.certifications == ("Orthopedic Surgery",)
    assert (content.years_over, content.hours_at_least) == (5, 24)
    assert content.is_unaffiliated
    assert content.has_similar_specialty
    assert shortcomings(review, on=TODAY) == []


def test_states_and_specialties_come_in_the_order_of_the_record(review):
    reviewer = review.reviewer
    Licence.objects.create(
        reviewer=reviewer,
        state="Arizona",
        number="1",
        expires_on=date(2099, 1, 1),
        verified_on=TODAY,
    )
    Certification.objects.create(
        reviewer=reviewer, specialty="Hand Surgery", board="A board", verified_on=TODAY
    )
    content = reviewer_content(review, on=TODAY)
    assert content.licensed_states == ("California", "Arizona")
    assert content.certifications == ("Orthopedic Surgery", "Hand Surgery")


def test_what_has_lapsed_is_not_claimed(review):
    Licence.objects.create(
        reviewer=review.reviewer,
        state="Nevada",
        number="2",
        expires_on=TODAY - timedelta(days=1),
        verified_on=TODAY,
    )
    assert reviewer_content(review, on=TODAY).licensed_states == ("California",)


@pytest.mark.parametrize(
    "changes",
    [
        {"practice_years": None},
        {"practice_weekly_hours": None},
        {"practice_years": 5},
        {"practice_weekly_hours": 23},
        {"practice_recorded_on": TODAY + timedelta(days=1)},
    ],
)
def test_years_and_hours_are_claimed_only_with_a_dated_record(changes, review):
    for name, value in changes.items():
        setattr(review.reviewer, name, value)
    review.reviewer.save()
    content = reviewer_content(review, on=TODAY)
    assert (content.years_over, content.hours_at_least) == (None, None)


def test_the_two_numbers_are_settings(settings, review):
    settings.PRACTICE_MIN_YEARS = 10
    settings.PRACTICE_MIN_WEEKLY_HOURS = 30
    content = reviewer_content(review, on=TODAY)
    assert (content.years_over, content.hours_at_least) == (10, 30)
    settings.PRACTICE_MIN_YEARS = 12
    assert reviewer_content(review, on=TODAY).years_over is None


def test_no_affiliation_is_claimed_only_for_parties_that_were_sworn_about(review):
    make_party(review.case, Party.Role.MANUFACTURER, name="A maker")
    assert not reviewer_content(review, on=TODAY).is_unaffiliated
    assert "does not cover the manufacturer" in " ".join(shortcomings(review, on=TODAY))


def test_no_affiliation_is_claimed_without_an_attestation(review):
    review.offer = make_offer(reviewer=review.reviewer)
    assert not reviewer_content(review, on=TODAY).is_unaffiliated


def test_a_specialty_is_claimed_as_fitting_only_as_recorded(review):
    review.offer.fit_specialty = "Dermatology"
    assert not reviewer_content(review, on=TODAY).has_similar_specialty
    assert "Dermatology" in " ".join(shortcomings(review, on=TODAY))


def test_a_degree_without_boards_fits_by_its_own_name(review):
    review.reviewer.certifications.all().delete()
    review.reviewer.degree = "dc"
    review.reviewer.save()
    review.offer.fit_specialty = "Chiropractor (DC)"
    assert reviewer_content(review, on=TODAY).has_similar_specialty


def test_nothing_in_it_names_the_reviewer(review):
    said = str(reviewer_content(review, on=TODAY))
    for word in ("Rita", "rita", review.reviewer.pseudonym, review.reviewer.licences.get().number):
        assert word not in said


def test_shortcomings_name_the_rule(review):
    review.reviewer.has_disciplinary_history = True
    review.reviewer.save()
    assert "139.5(d)(4)(C)" in " ".join(shortcomings(review, on=TODAY))

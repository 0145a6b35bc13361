"""The pages of the roster."""

import pytest
from django.urls import reverse

from reviews.models import Reviewer
from tests.factories import make_user

pytestmark = pytest.mark.django_db
RECORD = {
    "degree": "md",
    "practice_years": "12",
    "practice_weekly_hours": "32.5",
    "practice_recorded_on": "01/05/2026",
    "qme_checked_on": "01/05/2026",
    "discipline_checked_on": "01/05/2026",
    "is_available": "on",
    "unavailable_until": "",
    "case_capacity": "8",
    "licences-TOTAL_FORMS": "2",
    "licences-INITIAL_FORMS": "0",
    "licences-0-state": "California",
    "licences-0-number": "A 1",
    "licences-0-expires_on": "12/31/2030",
    "licences-0-verified_on": "01/05/2026",
    "licences-0-is_in_good_standing": "on",
    "licences-1-state": "",
    "licences-1-is_in_good_standing": "on",
    "certifications-TOTAL_FORMS": "1",
    "certifications-INITIAL_FORMS": "0",
    "certifications-0-specialty": "Neurology",
    "certifications-0-board": "American Board of Psychiatry and Neurology",
    "certifications-0-expires_on": "",
    "certifications-0-verified_on": "01/05/2026",
}


@pytest.fixture
def newcomer():
    return make_user("reviewer", full_name="Nora Newcomer")


def test_the_roster_shows_names_only_to_those_who_may_know_them(sign_in, rita, cora, quinn, max):
    for user in (cora, max):
        assert "Rita Reviewer" in sign_in(user).get(reverse("reviews:roster")).content.decode()
    page = sign_in(quinn).get(reverse("reviews:roster")).content.decode()
    assert rita.reviewer.pseudonym in page
    assert "Rita" not in page


def test_a_record_hides_name_and_licence_number_from_those_who_may_not_know(sign_in, rita, quinn):
    address = reverse("reviews:reviewer", args=[rita.reviewer.pseudonym])
    page = sign_in(quinn).get(address).content.decode()
    assert "Rita" not in page
    assert rita.reviewer.licences.get().number not in page


def test_reviewers_see_no_roster(sign_in, rita):
    assert sign_in(rita).get(reverse("reviews:roster")).status_code == 403


def test_a_pseudonym_of_nobody_is_not_found(sign_in, cora):
    assert sign_in(cora).get(reverse("reviews:reviewer", args=["R-9"])).status_code == 404


def test_a_coordinator_adds_a_reviewer(sign_in, cora, newcomer):
    fields = RECORD | {"user": str(newcomer.pk)}
    answer = sign_in(cora).post(reverse("reviews:add_reviewer"), fields)
    reviewer = Reviewer.objects.get(user=newcomer)
    assert answer["Location"] == reverse("reviews:reviewer", args=[reviewer.pseudonym])
    assert [row.state for row in reviewer.licences.all()] == ["California"]
    assert reviewer.certifications.get().expires_on is None


def test_a_row_is_added_and_what_was_typed_stays(sign_in, cora, newcomer):
    fields = RECORD | {"user": str(newcomer.pk), "add_row": "licences"}
    page = sign_in(cora).post(reverse("reviews:add_reviewer"), fields).content.decode()
    assert 'name="licences-2-state"' in page
    assert 'value="A 1"' in page
    assert not Reviewer.objects.filter(user=newcomer).exists()


def test_a_wrong_day_is_said_at_its_field(sign_in, cora, newcomer):
    fields = RECORD | {"user": str(newcomer.pk), "licences-0-expires_on": "02/30/2026"}
    page = sign_in(cora).post(reverse("reviews:add_reviewer"), fields)
    assert page.status_code == 400
    assert "30 February 2026 does not exist" in page.content.decode()


def test_a_coordinator_edits_a_record_and_takes_a_row_off(sign_in, cora, rita):
    address = reverse("reviews:edit_reviewer", args=[rita.reviewer.pseudonym])
    assert "Record of Rita Reviewer" in sign_in(cora).get(address).content.decode()
    fields = RECORD | {
        "licences-INITIAL_FORMS": "1",
        "licences-0-DELETE": "on",
        "licences-1-state": "Nevada",
        "licences-1-number": "N 2",
        "licences-1-expires_on": "12/31/2030",
        "licences-1-verified_on": "01/05/2026",
        "certifications-INITIAL_FORMS": "1",
    }
    assert sign_in(cora).post(address, fields).status_code == 302
    rita.reviewer.refresh_from_db()
    assert [row.state for row in rita.reviewer.licences.all()] == ["Nevada"]
    assert rita.reviewer.certifications.get().specialty == "Neurology"
    assert rita.reviewer.case_capacity == 8


def test_what_the_action_refuses_is_said_and_nothing_lost(sign_in, cora, rita):
    address = reverse("reviews:edit_reviewer", args=[rita.reviewer.pseudonym])
    fields = RECORD | {"practice_recorded_on": "", "licences-0-number": "KEEP 7"}
    page = sign_in(cora).post(address, fields)
    assert page.status_code == 409
    assert "on which day the years" in page.content.decode()
    assert "KEEP 7" in page.content.decode()


def test_only_a_coordinator_keeps_the_roster(sign_in, rita, quinn, max, ada):
    edit = reverse("reviews:edit_reviewer", args=[rita.reviewer.pseudonym])
    for user in (rita, quinn, max, ada):
        for address in (edit, reverse("reviews:add_reviewer")):
            assert sign_in(user).get(address).status_code == 403

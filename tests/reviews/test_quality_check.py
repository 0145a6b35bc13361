"""The quality check: a second look by somebody else, approved or returned with reasons."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused, StepNotAllowed
from cases.models import AuditEvent
from imrportal.accounts.models import User
from reviews.actions.quality import approve_review, return_review
from reviews.models import QualityCheck, ReviewOffer
from tests.factories import make_determination

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make_determination()


def approve(review, by):
    return approve_review(review, by=by, at=timezone.now())


def give_back(review, by, reasons="Service 1: say which trial of care."):
    return return_review(review, by=by, at=timezone.now(), reasons=reasons)


def become(user, role):
    User.objects.filter(pk=user.pk).update(role=role)
    return User.objects.get(pk=user.pk)


def test_an_approved_version_waits_for_the_director(version, quinn):
    review = approve(version.review, quinn)
    version.refresh_from_db()
    assert (review.status, review.case.status) == ("approved", "approved")
    assert version.approved_by == quinn
    assert version.quality_check.outcome == "approved"


def test_a_returned_version_goes_to_its_reviewer_with_the_reasons(version, quinn):
    review = give_back(version.review, quinn)
    assert (review.status, review.case.status) == ("returned", "in_review")
    assert QualityCheck.objects.get().reasons == "Service 1: say which trial of care."


def test_the_director_may_return_what_quality_approved(version, quinn, max):
    review = give_back(approve(version.review, quinn), max)
    assert review.status == "returned"
    assert QualityCheck.objects.get().checked_by == max


def test_the_reasons_are_nobody_elses_to_read_in_the_audit(version, quinn):
    give_back(version.review, quinn)
    assert "trial of care" not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("step", [approve, give_back])
@pytest.mark.parametrize("name", ["cora", "rita", "stella", "ada", "audrey"])
def test_others_may_not(version, step, name, request):
    with pytest.raises(PermissionDenied):
        step(version.review, request.getfixturevalue(name))


def writer(version, quinn):
    return become(version.submitted_by, "quality")


def offerer(version, quinn):
    ReviewOffer.objects.filter(case=version.case).update(offered_by=quinn)
    return quinn


def assigner(version, quinn):
    type(version.case).objects.filter(pk=version.case_id).update(assigned_by=quinn)
    return quinn


@pytest.mark.parametrize("step", [approve, give_back])
@pytest.mark.parametrize(
    ("who", "words"),
    [(writer, "wrote himself"), (offerer, "offered it"), (assigner, "assigned the case")],
)
def test_nobody_checks_what_was_his_own_part(version, quinn, step, who, words):
    with pytest.raises(Refused, match=words):
        step(version.review, who(version, quinn))
    version.review.refresh_from_db()
    assert version.review.status == "submitted"


@pytest.mark.parametrize("reasons", ["", "  \n ", "Reversed \u202e text"])
def test_a_return_needs_reasons_that_can_be_read(version, quinn, reasons):
    with pytest.raises(Refused):
        give_back(version.review, quinn, reasons)


def test_what_was_approved_is_not_approved_again(version, quinn, quincy):
    approve(version.review, quinn)
    with pytest.raises(StepNotAllowed):
        approve(version.review, quincy)


def test_the_page_shows_the_letter_the_decisions_and_one_way_on(version, quinn, sign_in):
    page = sign_in(quinn).get(reverse("reviews:quality_check", args=[version.case.case_number]))
    words = page.content.decode()
    assert "UR denial overturned · medically necessary" in words
    assert "Partly overturned · 1 of 2 medically necessary" in words
    assert words.count("btn-primary") == 1
    assert reverse("reviews:letter_preview", args=[version.case.case_number, "served"]) in words
    assert version.submitted_by.full_name not in words


def test_who_may_not_check_is_told_why_and_gets_no_buttons(version, quinn, sign_in):
    offerer(version, quinn)
    page = sign_in(quinn).get(reverse("reviews:quality_check", args=[version.case.case_number]))
    words = page.content.decode()
    assert "does not check the result" in words
    assert "Approve for signature" not in words


def test_a_return_without_reasons_shows_the_form_again(version, quinn, sign_in):
    url = reverse("reviews:return_review", args=[version.case.case_number])
    page = sign_in(quinn).post(url, {"reasons": " "})
    assert page.status_code == 200
    assert "Say what the reviewer has to change" in page.content.decode()


def test_a_refused_return_keeps_what_was_typed(version, quinn, sign_in):
    offerer(version, quinn)
    url = reverse("reviews:return_review", args=[version.case.case_number])
    page = sign_in(quinn).post(url, {"reasons": "Twelve lines of reasons."})
    assert page.status_code == 409
    assert "does not check the result" in page.content.decode()


def test_what_changed_since_the_version_before_is_shown(version, quinn, sign_in):
    give_back(version.review, quinn)
    type(version.review).objects.filter(pk=version.review_id).update(status="submitted")
    type(version.case).objects.filter(pk=version.case_id).update(status="in_quality_check")
    later = make_determination(version.review, clinical_case_summary="Another summary.")
    page = sign_in(quinn).get(reverse("reviews:quality_check", args=[version.case.case_number]))
    words = page.content.decode()
    assert later.version == 2
    assert "Changed since version 1" in words
    assert "<ins>Another" in words


def test_the_list_shows_what_waits(version, quinn, sign_in):
    words = sign_in(quinn).get(reverse("reviews:to_check")).content.decode()
    assert version.case.case_number in words


def test_the_page_says_how_the_reviewer_searched_the_evidence(quinn, sign_in):
    search = {"below": "silent", "found_in": "study", "level": "1b"}
    version = make_determination(evidence_search=search)
    url = reverse("reviews:quality_check", args=[version.case.case_number])
    page = sign_in(quinn).get(url).content.decode()
    for words in ("The MTUS is silent on this", "A peer-reviewed study", "Level of evidence 1b"):
        assert words in page

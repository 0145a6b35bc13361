"""What a reviewer left unopened, and why, is shown to those who check and sign."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import MedicalRecord
from imrportal.accounts.models import User
from reviews.actions.drafting import submit_review
from reviews.actions.quality import return_review
from reviews.coverage import set_aside_for
from tests.factories import make_record, make_review, open_records
from tests.factories.books import make_document

pytestmark = pytest.mark.django_db
WHY = "A copy of the report before it."


@pytest.fixture
def review(rita):
    review = make_review(reviewer=rita.reviewer)
    make_document(review.case, ["Left.", "Unread."], title="The bill")
    open_records(review, review.case.records.exclude(title="The bill"))
    return review


@pytest.fixture
def bill(review):
    return review.case.records.get(title="The bill")


def submitted(review, reasons):
    at = timezone.now()
    return submit_review(review, by=review.reviewer.user, at=at, set_aside=reasons)


def checked(review, client):
    address = reverse("reviews:quality_check", args=[review.case.case_number])
    return client.get(address).content.decode()


@pytest.mark.parametrize("who", ["quinn", "max"])
def test_who_checks_reads_the_reason_and_gets_to_the_pages(review, bill, who, request, sign_in):
    submitted(review, {bill.pk: WHY})
    page = checked(review, sign_in(request.getfixturevalue(who)))
    number = bill.record_pages.get(place=1).number
    assert "Documents set aside" in page
    assert f"Not opened by the reviewer, because: <q>{WHY}</q>" in page
    assert f'/book/?page={number}" target="book">{bill.position}. The bill</a>' in page
    assert review.reviewer.user.full_name not in page


def test_without_the_right_to_the_records_nothing_of_them_is_listed(
    review, bill, quinn, sign_in, monkeypatch
):
    submitted(review, {bill.pk: WHY})
    has_perm = User.has_perm

    def without(user, name, *more):
        return name != "cases.view_records" and has_perm(user, name, *more)

    monkeypatch.setattr(User, "has_perm", without)
    page = checked(review, sign_in(quinn))
    assert "Quality check of" in page
    assert WHY not in page


def test_the_one_who_signs_sees_it_on_the_page_of_the_signature(review, bill, max, sign_in):
    submitted(review, {bill.pk: WHY})
    address = reverse("reviews:sign_determination", args=[review.case.case_number])
    assert WHY in sign_in(max).get(address).content.decode()


def test_where_nothing_was_set_aside_nothing_is_said(review, quinn, sign_in):
    open_records(review)
    submitted(review, {})
    assert "Documents set aside" not in checked(review, sign_in(quinn))


def test_what_was_opened_after_all_is_not_said_to_be_set_aside(review, bill, quinn):
    first = submitted(review, {bill.pk: WHY})
    return_review(review, by=quinn, at=timezone.now(), reasons="Open the bill.")
    review.refresh_from_db()
    open_records(review)
    second = submitted(review, {})
    assert [one.record for one in set_aside_for(first)] == [bill]
    assert set_aside_for(second) == []


def test_what_was_superseded_since_is_still_told(review, bill):
    fax = make_record(review.case, title="A fax")
    version = submitted(review, {bill.pk: WHY, fax.pk: "Illegible."})
    MedicalRecord.objects.filter(pk=fax.pk).update(
        superseded_at=timezone.now(), superseded_reason="It came again."
    )
    told = set_aside_for(version)[-1]
    assert (told.record, told.reason, told.first) == (fax, "Illegible.", None)

"""What a page opened a while ago asks for: what is left before the submission or the signature."""

import re

import pytest
from django.urls import reverse

from cases.models import AuditEvent
from reviews.actions.determination import READ_AGAIN
from tests.factories import make_case, make_determination, make_review, open_records

pytestmark = pytest.mark.django_db


def recount(client, review, **asked):
    address = reverse("reviews:recount", args=[review.case.case_number])
    return client.get(address, asked, headers={"X-Background": "1"}).content.decode()


def test_it_says_what_keeps_the_draft_from_being_submitted_now(rita, sign_in):
    review = make_review(reviewer=rita.reviewer)
    client = sign_in(rita)
    before = recount(client, review)
    assert "You have not opened" in before
    assert "<nav" not in before
    open_records(review)
    looks = AuditEvent.objects.filter(kind="review.viewed").count()
    after = recount(client, review)
    assert "You have not opened" not in after
    assert "set it aside" not in after
    assert AuditEvent.objects.filter(kind="review.viewed").count() == looks


def test_a_letter_that_changed_since_it_was_opened_is_not_offered_for_signing(rita, max, sign_in):
    review = make_review(make_case("approved"), rita.reviewer, status="approved")
    make_determination(review, "approved")
    client = sign_in(max)
    page = client.get(reverse("reviews:sign_determination", args=[review.case.case_number]))
    read = re.search(r'data-recount="[^"]*\?read=([0-9a-f]{64})"', page.content.decode())[1]
    same = recount(client, review, read=read)
    assert f'name="read_sha256" value="{read}"' in same
    assert READ_AGAIN not in same
    changed = recount(client, review, read="0" * 64)
    assert READ_AGAIN in changed
    assert "read_sha256" not in changed

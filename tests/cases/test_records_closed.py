"""Records that are not open to a reviewer: each of their addresses answers as for none."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import book as books
from cases import urls
from cases.models import AuditEvent, Case, CaseGrant
from tests.factories import make_review
from tests.factories.binders import make_binder
from tests.factories.books import make_document

pytestmark = pytest.mark.django_db
# Of these the role decides, before the case is looked at; `test_access` asks them.
BY_ROLE = {
    "upload_record",
    "begin_transfer",
    "request_records",
    "expected_records",
    "complete_records",
    "attach_record_file",
    "read_anew",
    "split_record",
    "other_pages",
    "join_record",
    "sort_pages",
    "compare_pages",
    "supersede_record",
}
OF_RECORDS = [*urls.RECORDS, *urls.COPIES, *urls.BOOK]
NAMES = [one.name for one in OF_RECORDS if one.name not in BY_ROLE]
SENT = {"query": "leg", "pages": "[[1, 2000]]", "degrees": "90", "key": str(uuid.uuid4())}


@pytest.fixture
def review(rita):
    review = make_review(reviewer=rita.reviewer, status="signed")
    make_document(review.case, ["The left leg hurts."], title="Report")
    return review


def never_granted(review) -> None:
    CaseGrant.objects.filter(user=review.reviewer.user).delete()


def not_attested(review) -> None:
    CaseGrant.objects.filter(user=review.reviewer.user, scope=CaseGrant.Scope.RECORDS).delete()


def grant_ended(review) -> None:
    CaseGrant.objects.filter(user=review.reviewer.user).update(ended_at=timezone.now())


def long_issued(review) -> None:
    ago = timezone.now() - timedelta(days=15)
    Case.objects.filter(pk=review.case_id).update(status="issued", status_at=ago)


def answer(client, name, review):
    """Ask for an address with everything right but the grant, by the method that it takes."""
    page = review.case.record_pages.get(number=1)
    known = {
        "case_number": review.case.case_number,
        "record_id": page.record_id,
        "page_key": books.key_of(page.pk, page.number),
        "size": "thumb",
        "download": make_binder(review.case, review.reviewer.user).number,
    }
    [pattern] = [one for one in OF_RECORDS if one.name == name]
    arguments = {key: known[key] for key in pattern.pattern.converters}
    url = reverse(f"cases:{name}", kwargs=arguments)
    got = client.get(url)
    return client.post(url, SENT) if got.status_code == 405 else got


@pytest.mark.parametrize("closed", [never_granted, not_attested, grant_ended, long_issued])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_known_of_records_that_are_not_open(review, rita, sign_in, name, closed):
    closed(review)
    assert answer(sign_in(rita), name, review).status_code == 404
    # The case itself may still be known; nothing else went out.
    told = AuditEvent.objects.filter(case_number=review.case.case_number)
    assert not told.exclude(kind="case.viewed").exists()


@pytest.mark.parametrize("name", NAMES)
def test_with_the_grant_each_of_them_answers(review, rita, sign_in, name):
    assert answer(sign_in(rita), name, review).status_code in (200, 204, 302)


@pytest.mark.parametrize("closed", [never_granted, not_attested, grant_ended, long_issued])
def test_no_search_over_all_cases_finds_them(review, rita, sign_in, closed):
    url = reverse("cases:search_records")
    client = sign_in(rita)
    assert "left <mark>leg</mark> hurts" in client.post(url, {"query": "leg"}).content.decode()
    closed(review)
    answered = client.post(url, {"query": "leg"})
    assert "hurts" not in answered.content.decode()


@pytest.mark.parametrize("closed", [None, never_granted, not_attested, grant_ended, long_issued])
def test_parts_of_a_file_and_cards_are_closed_with_the_records(review, rita, sign_in, closed):
    """What pdf.js asks for, and the cards of what the submitted version cites."""
    if closed is not None:
        closed(review)
    page, number = review.case.record_pages.get(number=1), review.case.case_number
    client = sign_in(rita)
    part = client.get(
        reverse("cases:record_file", args=[number, page.record_id]), headers={"Range": "bytes=0-9"}
    )
    cards = client.get(reverse("reviews:evidence", args=[number]))
    found = (part.status_code, cards.status_code)
    assert found == ((206, 200) if closed is None else (404, 404))

"""A draft that is opened, typed or submitted at the wrong moment: a clear answer, and no loss."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Deadline
from reviews.lifecycle import ReviewStatus
from reviews.models import Determination, Draft, ServiceDraft
from tests.factories import make_case, make_review, open_records

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)> & <b>bold</b>"


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def url(review, name, *args):
    return reverse(f"reviews:{name}", args=[review.case.case_number, *args])


def save(client, review, text, revision=0):
    fields = {"revision": revision, "text": text}
    return client.post(url(review, "save_summary"), fields, headers=JSON)


def test_script_is_text_on_the_page_in_the_margin_and_in_the_preview(sign_in, rita, review):
    client = sign_in(rita)
    assert save(client, review, SCRIPT).status_code == 200
    page = client.get(url(review, "workbench"), {"part": "summary"}).content.decode()
    margin = client.post(url(review, "check_typed"), {"part": "summary", "text": SCRIPT})
    submit = client.get(url(review, "submit_review")).content.decode()
    for said in (page, margin.content.decode(), submit):
        assert "<script>alert" not in said
        assert "onerror=alert(1)>" not in said
    assert client.get(url(review, "preview")).content.startswith(b"%PDF")
    assert Draft.objects.get(review=review).clinical_case_summary == SCRIPT


def test_what_is_too_long_to_be_saved_is_told_so_and_not_checked(sign_in, rita, review):
    client, text = sign_in(rita), "pain " * 200_000
    refused = save(client, review, text)
    assert refused.status_code == 409
    assert "1,000,000 characters long. The limit is 60,000" in refused.json()["reasons"][0]
    checked = client.post(url(review, "check_typed"), {"part": "summary", "text": text})
    assert checked.status_code == 204


@pytest.mark.parametrize("text", ["😀 Pain 7/10 – “worse”", "Yes.", "٣ 膝 колено"])
def test_what_can_be_printed_is_kept_as_typed(sign_in, rita, review, text):
    assert save(sign_in(rita), review, text).status_code == 200
    assert Draft.objects.get(review=review).clinical_case_summary == text


def test_a_rationale_of_one_word_is_kept_and_asked_about(sign_in, rita, review):
    ServiceDraft.objects.filter(draft__review=review).update(decision_rationale="Yes.")
    open_records(review)
    answer = sign_in(rita).post(url(review, "submit_review"))
    assert answer.status_code == 409
    assert "rationale" in answer.content.decode()
    assert not Determination.objects.exists()


@pytest.mark.parametrize("status", [ReviewStatus.CANCELLED, ReviewStatus.RECALLED])
def test_a_draft_opened_after_the_case_was_withdrawn_is_told_kindly(sign_in, rita, status):
    case = make_case("withdrawn" if status == ReviewStatus.CANCELLED else "ready_for_review")
    review = make_review(case, rita.reviewer, status)
    client = sign_in(rita)
    before = Draft.objects.get(review=review).clinical_case_summary
    opened = client.get(url(review, "workbench"))
    late = save(client, review, "Typed too late.")
    assert opened.status_code in (200, 404)
    assert late.status_code in (404, 409)
    assert "Traceback" not in opened.content.decode()
    assert Draft.objects.get(review=review).clinical_case_summary == before


def test_a_submission_sent_twice_is_one_version(sign_in, rita, review):
    client = sign_in(rita)
    open_records(review)
    assert client.post(url(review, "submit_review")).status_code == 302
    again = client.post(url(review, "submit_review"))
    assert again.status_code == 409
    assert "You submitted this review" in again.content.decode()
    assert Determination.objects.count() == 1


def test_a_deadline_that_passes_while_one_types_stops_nothing(sign_in, rita, review):
    past = timezone.localdate() - timedelta(days=1)
    Deadline.objects.filter(case=review.case).update(target_on=past, due_on=past, due_at=None)
    client = sign_in(rita)
    assert client.get(url(review, "workbench")).status_code == 200
    assert save(client, review, "Typed after the day.").status_code == 200
    assert Draft.objects.get(review=review).clinical_case_summary == "Typed after the day."

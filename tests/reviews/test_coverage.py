"""Coverage: what was opened and read, what a letter may say of it, and whose it is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.reading import read_pages
from cases.errors import Refused
from cases.models import AuditEvent, ReceivedFile
from reviews.actions.drafting import submit_review
from reviews.actions.reading import open_documents
from reviews.coverage import coverage_of
from reviews.freezing import build_content
from reviews.letters.content import from_snapshot, to_snapshot
from reviews.letters.wording import summary_lead_in
from tests.factories import make_record, make_review, open_records
from tests.factories.books import make_document
from tests.factories.pages import make_page
from tests.reviews.letter_contents import make_content

pytestmark = pytest.mark.django_db
ALL = "including all medical records"


@pytest.fixture
def review(rita):
    review = make_review(reviewer=rita.reviewer)
    review.case.records.all().update(superseded_at=timezone.now(), superseded_reason="Too short.")
    make_document(review.case, ["One.", "Two."], title="First")
    make_document(review.case, ["Three.", ""], title="Second")
    review.case.record_pages.filter(number=4).update(is_folded=True, is_blank=True)
    return review


def read(review, *numbers):
    seen = dict.fromkeys(numbers, 2000)
    read_pages(review.case, seen, by=review.reviewer.user, at=timezone.now())


def submitted(review, **options):
    return submit_review(review, by=review.reviewer.user, at=timezone.now(), **options)


def lead_in(version):
    today = timezone.localdate()
    dates = {"signed_at": timezone.now(), "letter_date": today, "decision_on": today}
    return summary_lead_in(build_content(version, signer=None, **dates))


def test_pages_are_counted_without_what_is_folded(review):
    read(review, 1, 3)
    found = coverage_of(review)
    assert [(one.read, one.pages) for one in found.documents] == [(1, 2), (1, 1)]
    assert (found.read, found.pages, found.is_whole) == (2, 3, False)
    assert found.left == []


def test_a_document_of_which_no_page_was_read_is_left(review):
    read(review, 1)
    assert [one.record.title for one in coverage_of(review).left] == ["Second"]


def test_another_reader_opens_nothing_for_the_reviewer(review, quinn):
    for record in review.case.records.current():
        record.case.refresh_from_db()
    read_pages(review.case, {1: 2000, 3: 2000}, by=quinn, at=timezone.now())
    assert coverage_of(review).reviewed == []


def test_the_letter_speaks_of_all_records_only_when_every_page_was_read(review):
    read(review, 1, 3)
    assert ALL not in lead_in(submitted(review))


def test_every_page_read_is_said(review):
    read(review, 1, 2, 3)
    version = submitted(review)
    assert version.rests_on_all_records
    assert ALL in lead_in(version)


def test_a_document_set_aside_is_not_listed_and_not_all(review):
    read(review, 1, 2)
    second = review.case.records.get(title="Second")
    version = submitted(review, set_aside={second.pk: "A copy of the first."})
    assert [record.title for record in version.documents_reviewed.all()] == ["First"]
    assert ALL not in lead_in(version)


def test_a_command_that_stands_in_opens_every_document(review, rita):
    assert open_documents(review, by=rita, at=timezone.now()) == 2
    assert coverage_of(review).is_whole


def test_a_document_that_was_shown_whole_is_opened_and_none_of_its_pages_read(
    review, rita, sign_in
):
    record = review.case.records.current().get(title="First")
    assert sign_in(rita).get(file_of(record)).status_code == 200
    found = coverage_of(review)
    assert (found.reviewed, found.read) == ([record], 0)


def test_nothing_is_read_to_its_end_that_has_no_pages(review):
    read(review, 1, 2, 3)
    open_records(review, [make_record(review.case, title="Third")])
    found = coverage_of(review)
    assert (found.left, found.is_whole) == ([], False)


def file_of(record):
    return reverse("cases:record_file", args=[record.case.case_number, record.pk])


@pytest.fixture
def unpaged(review):
    """A document whose file has its working copy, and whose pages are not made yet."""
    record = make_record(review.case, title="Third", uploaded_at=review.began_at)
    ReceivedFile.objects.filter(pk=record.received_file_id).update(step="sanitised", ready_at=None)
    return record


def test_a_look_before_the_pages_are_made_opens_nothing_then_or_later(
    review, unpaged, rita, sign_in
):
    read(review, 1, 2, 3)
    assert sign_in(rita).get(file_of(unpaged)).status_code == 200
    [left] = coverage_of(review).left
    assert (left.record, left.awaits_pages) == (unpaged, True)
    with pytest.raises(Refused, match="The pages of “Third” are still being made: open it in a"):
        submitted(review)
    ReceivedFile.objects.filter(pk=unpaged.received_file_id).update(step="ready")
    make_page(unpaged)
    with pytest.raises(Refused, match="You have not opened “Third”"):
        submitted(review)


def test_what_waits_for_its_pages_says_so_and_may_be_set_aside(review, unpaged, rita, sign_in):
    read(review, 1, 2, 3)
    address = reverse("reviews:submit_review", args=[review.case.case_number])
    assert "Its pages are still being made" in sign_in(rita).get(address).content.decode()
    version = submitted(review, set_aside={unpaged.pk: "It does not come."})
    assert not version.rests_on_all_records
    assert unpaged not in version.documents_reviewed.all()


def test_neither_the_page_about_a_document_nor_what_is_refused_opens_it(review, rita, sign_in):
    record = review.case.records.current().get(title="First")
    client = sign_in(rita)
    about = reverse("cases:record", args=[record.case.case_number, record.pk])
    copy = reverse("cases:request_binder", args=[record.case.case_number])
    assert client.get(about).status_code == 200
    assert client.post(copy, {"record": record.pk}).status_code == 302
    assert client.head(file_of(record)).status_code == 200
    assert client.get(file_of(record), headers={"Range": "bytes=9999999-"}).status_code == 416
    assert client.get(file_of(record), headers={"Sec-Fetch-Dest": "document"}).status_code == 409
    assert AuditEvent.objects.filter(kind="record.viewed").count() == 5
    assert coverage_of(review).reviewed == []


def test_asking_for_a_file_that_cannot_be_shown_yet_opens_nothing(review, rita, sign_in):
    record = review.case.records.current().get(title="First")
    ReceivedFile.objects.filter(pk=record.received_file_id).update(
        working_sha256="", step="scanned"
    )
    address = reverse("cases:record_file", args=[review.case.case_number, record.pk])
    assert sign_in(rita).get(address).status_code == 409
    assert AuditEvent.objects.get(kind="record.viewed").data == {"nothing_shown": True}
    assert coverage_of(review).reviewed == []


def test_a_letter_of_an_earlier_wording_says_what_it_said():
    content = make_content(template_version="california/1")
    snapshot = to_snapshot(content)
    del snapshot["rests_on_all_records"]
    again = from_snapshot(snapshot)
    assert again == content
    assert summary_lead_in(again).endswith("from the case file and all its medical records:")

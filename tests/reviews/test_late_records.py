"""A record that comes after the review began is read by the reviewer and by who signs, or nobody
signs.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases import audit
from cases.access import note_record, record_of
from cases.actions.reading import read_pages
from cases.actions.records import RecordEntry, add_record, replace_record
from cases.actions.splitting import DocumentEntry, split_record
from cases.errors import Refused
from cases.models import AuditEvent, ReceivedFile
from reviews.actions.acknowledgements import acknowledge_record
from reviews.actions.determination import sign_determination
from reviews.actions.drafting import submit_review
from reviews.actions.endings import recall_review
from reviews.actions.quality import approve_review, return_review
from reviews.latecomers import late_records, unacknowledged
from reviews.models import RecordAcknowledgement
from tests import travel
from tests.factories import make_case, make_director, make_review, open_records, tiny_pdf
from tests.factories.books import make_document
from tests.races import THREADS, all_at_once, refusals

pytestmark = pytest.mark.django_db
WORDS = travel.Words()
LATE = RecordEntry("progress_report", "claims_administrator", title="The late report")


@pytest.fixture
def review(rita, max):
    return make_review(reviewer=rita.reviewer)


def bring(case, cora, pages=7, title="The late report", **options):
    entry = RecordEntry("progress_report", "claims_administrator", title=title)
    content = tiny_pdf(f"{title} of {case.case_number}", pages)
    return shown(add_record(case, entry, by=cora, at=timezone.now(), content=content, **options))


def shown(record):
    """Let the record be shown, as a worker does."""
    ReceivedFile.objects.filter(pk=record.received_file_id).update(
        working_sha256=record.file_sha256, step="ready"
    )
    return record


def look(review, record, by):
    note_record(by, record_of(by, review.case.case_number, record.pk), is_shown=True)


def read(review, record, by):
    look(review, record, by)
    return acknowledge_record(review, record.position, by=by, at=timezone.now())


def submit(review, rita):
    open_records(review)
    return submit_review(review, by=rita, at=timezone.now())


def test_what_was_there_is_not_late_and_what_comes_is(review, cora):
    assert late_records(review) == []
    record = bring(review.case, cora)
    assert late_records(review) == [record]


def test_a_record_that_waited_while_the_review_began_is_late(rita, cora, max):
    before = timezone.now()
    case = make_case("ready_for_review")
    review = travel.begin(case, WORDS, cora=cora, rita=rita)
    record = add_record(case, LATE, by=cora, at=before, content=tiny_pdf("Late."))
    assert late_records(review) == [record]


def test_the_submission_is_refused_and_names_the_record(review, rita, cora):
    bring(review.case, cora)
    with pytest.raises(Refused, match="Record 3, “The late report” \\(7 pages\\), came after your"):
        submit(review, rita)


def test_acknowledged_it_is_submitted(review, rita, cora):
    record = bring(review.case, cora)
    read(review, record, rita)
    assert submit(review, rita).documents_reviewed.count() == 3
    event = AuditEvent.objects.get(kind="record.acknowledged")
    assert (event.actor, event.object_id) == (rita, record.pk)


def test_nobody_acknowledges_unread_twice_or_what_is_not_late(review, rita, cora):
    record = bring(review.case, cora)
    at = timezone.now()
    with pytest.raises(Refused, match="Open the record first"):
        acknowledge_record(review, record.position, by=rita, at=at)
    read(review, record, rita)
    with pytest.raises(Refused, match="already"):
        acknowledge_record(review, record.position, by=rita, at=at)
    with pytest.raises(Refused, match="did not come after the review began"):
        acknowledge_record(review, 1, by=rita, at=at)


def test_nobody_acknowledges_what_has_no_pages_yet(review, rita, cora, sign_in):
    record = bring(review.case, cora)
    ReceivedFile.objects.filter(pk=record.received_file_id).update(step="sanitised")
    look(review, record, rita)
    with pytest.raises(Refused, match="The pages of this record are still being made"):
        acknowledge_record(review, record.position, by=rita, at=timezone.now(), reason="Seen.")
    page = sign_in(rita).get(url("workbench", review)).content.decode()
    assert "Its pages are still being made: it can be opened in a moment." in page


def bring_pages(review, count=3):
    """A late record whose pages are in the book."""
    pages = [f"Page {number} of a late report." for number in range(1, count + 1)]
    record = make_document(review.case, pages, title="The late report")
    record.uploaded_at = timezone.now()
    record.save()
    return record


def see(review, record, by, *places):
    pages = record.record_pages.filter(place__in=places)
    seen = dict.fromkeys(pages.values_list("number", flat=True), 2000)
    read_pages(review.case, seen, by=by, at=timezone.now())


def test_pages_that_were_not_shown_ask_for_a_reason_which_is_kept(review, rita):
    record = bring_pages(review)
    see(review, record, rita, 1)
    at = timezone.now()
    with pytest.raises(Refused, match="2 pages of it were not shown to you yet"):
        acknowledge_record(review, record.position, by=rita, at=at, reason=" ")
    word = acknowledge_record(review, record.position, by=rita, at=at, reason="A bill. ")
    assert word.reason == "A bill."
    open_records(review)
    assert not submit_review(review, by=rita, at=at).rests_on_all_records


def test_a_record_read_to_its_end_is_said_to_be_read_whatever_is_typed(review, rita):
    record = bring_pages(review)
    see(review, record, rita, 1, 2, 3)
    word = acknowledge_record(
        review, record.position, by=rita, at=timezone.now(), reason="I need not."
    )
    assert word.reason == ""


def test_the_strip_counts_what_was_not_shown_and_leads_there(review, rita, sign_in):
    record = bring_pages(review)
    see(review, record, rita, 1)
    page = sign_in(rita).get(url("workbench", review)).content.decode()
    second = record.record_pages.get(place=2).number
    assert "2 of its pages were not shown to you yet." in page
    assert 'autocomplete="off" required>' in page
    assert f"Go to page {second}" in page


def test_a_page_that_only_flashed_by_opens_nothing(review, rita):
    record = bring_pages(review)
    number = record.record_pages.get(place=1).number
    read_pages(review.case, {number: 500}, by=rita, at=timezone.now())
    with pytest.raises(Refused, match="Open the record first"):
        acknowledge_record(review, record.position, by=rita, at=timezone.now(), reason="So.")


def test_the_word_on_a_bundle_holds_for_its_documents_but_not_for_those_beside_it(
    review, rita, cora
):
    record = bring_pages(review)
    entries = [DocumentEntry(1, "other"), DocumentEntry(2, "other"), DocumentEntry(3, "other")]
    split_record(record, entries[:2], by=cora, at=timezone.now())
    first, second = late_records(review)
    see(review, second, rita, 1, 2)
    acknowledge_record(review, second.position, by=rita, at=timezone.now())
    split_record(second, entries[:2], by=cora, at=timezone.now())
    assert len(late_records(review)) == 3
    assert unacknowledged(review, rita.pk) == [first]


def test_others_cannot_acknowledge(review, otto, cora, quinn, stella):
    record = bring(review.case, cora)
    for person in (otto, cora, quinn, stella):
        with pytest.raises(PermissionDenied):
            acknowledge_record(review, record.position, by=person, at=timezone.now())


def test_a_corrected_description_is_no_new_record(review, rita, cora):
    old = review.case.records.get(position=2)
    words = RecordEntry("consultation", "requesting_physician", title="Rather a consultation")
    new = replace_record(old, words, by=cora, at=timezone.now(), reason="Wrong kind.")
    assert new.title == "Rather a consultation"
    assert late_records(review) == []


def test_a_corrected_description_of_a_late_one_stays_acknowledged(review, rita, cora):
    record = bring(review.case, cora)
    read(review, record, rita)
    words = RecordEntry("consultation", "requesting_physician", title="Rather a consultation")
    replace_record(record, words, by=cora, at=timezone.now(), reason="Wrong kind.")
    assert unacknowledged(review, rita.pk) == []


def test_another_file_in_its_place_is_read_anew(review, rita, cora):
    record = bring(review.case, cora)
    read(review, record, rita)
    new = replace_record(
        record, LATE, by=cora, at=timezone.now(), reason="Cut off.", content=tiny_pdf("Whole.")
    )
    assert unacknowledged(review, rita.pk) == [new]


def test_a_record_that_comes_during_the_check_sends_it_back(review, rita, cora, quinn, max):
    submit(review, rita)
    record = bring(review.case, cora)
    with pytest.raises(Refused, match="the reviewer has not acknowledged it: return the review"):
        approve_review(review, by=quinn, at=timezone.now())
    with pytest.raises(Refused, match="Your review is submitted"):
        acknowledge_record(review, record.position, by=rita, at=timezone.now())
    return_review(review, by=quinn, at=timezone.now(), reasons="A record came: read it.")
    review.refresh_from_db()
    read(review, record, rita)
    submit(review, rita)
    approve_review(review, by=quinn, at=timezone.now())


def approved(review, rita, cora, quinn):
    record = bring(review.case, cora)
    read(review, record, rita)
    submit(review, rita)
    approve_review(review, by=quinn, at=timezone.now())
    review.refresh_from_db()
    return record


def test_the_director_reads_it_too_before_signing(review, rita, cora, quinn, max, mona):
    record = approved(review, rita, cora, quinn)
    with pytest.raises(Refused, match="open it and acknowledge it before you sign"):
        sign_determination(review, by=max, at=timezone.now())
    read(review, record, mona)
    with pytest.raises(Refused, match="before you sign"):
        sign_determination(review, by=max, at=timezone.now())
    read(review, record, max)
    assert sign_determination(review, by=max, at=timezone.now()).signed_by == max


def test_after_the_approval_no_record_comes_without_a_return(review, rita, cora, quinn):
    approved(review, rita, cora, quinn)
    with pytest.raises(Refused, match="Return it to the reviewer before the records change"):
        bring(review.case, cora, title="Later still")


def test_the_next_reviewer_begins_with_it(review, rita, otto, cora):
    bring(review.case, cora)
    recall_review(review, by=cora, at=timezone.now(), reason="Silent.")
    review.case.refresh_from_db()
    new = travel.begin(review.case, WORDS, cora=cora, rita=otto)
    assert late_records(new) == []


@pytest.mark.django_db(transaction=True)
def test_no_letter_is_signed_on_a_record_nobody_read(rita, cora, quinn):
    """Seven bring records while one approves and a director signs: whoever is first decides."""
    review = make_review(reviewer=rita.reviewer)
    submit(review, rita)
    director = make_director()

    def act(number):
        if number:
            return bring(review.case, cora, 1, title=f"Late {number}")
        approve_review(review, by=quinn, at=timezone.now())
        return sign_determination(review, by=director, at=timezone.now())

    all_at_once(act)
    review.refresh_from_db()
    came = review.case.records.filter(title__startswith="Late").count()
    assert (review.status, came) == ("signed", 0) or (review.status == "submitted" and came)
    if review.status == "submitted":
        assert came == THREADS - 1


@pytest.mark.django_db(transaction=True)
def test_one_record_races_with_the_approval(rita, cora, quinn):
    for _ in range(3):
        review = make_review(reviewer=make_review(reviewer=None).reviewer)
        submit(review, review.reviewer.user)
        results = all_at_once(
            lambda n, review=review: (
                approve_review(review, by=quinn, at=timezone.now())
                if n
                else bring(review.case, cora, 1)
            )
        )
        review.refresh_from_db()
        has_come = review.case.records.filter(title="The late report").exists()
        assert has_come != (review.status == "approved")
        assert refusals(results)


@pytest.mark.django_db(transaction=True)
def test_of_eight_acknowledgements_one_is_written(rita, cora):
    review = make_review(reviewer=rita.reviewer)
    record = bring(review.case, cora)
    look(review, record, rita)
    results = all_at_once(
        lambda _: acknowledge_record(review, record.position, by=rita, at=timezone.now())
    )
    assert len(refusals(results)) == THREADS - 1
    assert RecordAcknowledgement.objects.count() == 1


def url(name, review, *more):
    return reverse(f"reviews:{name}", args=[review.case.case_number, *more])


def test_the_workbench_says_how_many_pages_came_and_takes_the_word(review, rita, cora, sign_in):
    record = bring(review.case, cora)
    client = sign_in(rita)
    page = client.get(url("workbench", review)).content.decode()
    assert "7 pages since you last read" in page
    assert "open it first" in page
    there = url("acknowledge_record", review, record.position)
    assert client.post(there, {"back": "submit"}).status_code == 409
    client.get(reverse("cases:record_file", args=[review.case.case_number, record.pk]))
    response = client.post(there, {"back": "submit"})
    assert response.url == url("submit_review", review)
    page = client.get(response.url).content.decode()
    assert "Every record that came during the review is acknowledged" in page


def test_the_reviewers_work_list_says_what_came(review, rita, cora, sign_in):
    bring(review.case, cora)
    page = sign_in(rita).get("/").content.decode()
    assert "2 disputed services; 7 pages came since you last read" in page


def test_the_sign_page_holds_the_form_back_until_it_is_read(
    review, rita, cora, quinn, max, sign_in
):
    record = approved(review, rita, cora, quinn)
    client = sign_in(max)
    page = client.get(url("sign_determination", review)).content.decode()
    assert "7 pages since you last read" in page
    assert "Sign the determination</button>" not in page
    client.get(reverse("cases:record_file", args=[review.case.case_number, record.pk]))
    response = client.post(url("acknowledge_record", review, record.position))
    page = client.get(response.url).content.decode()
    assert "Sign the determination</button>" in page


def test_the_case_and_the_check_show_who_has_read_it(review, rita, cora, quinn, sign_in):
    submit(review, rita)
    bring(review.case, cora)
    for person, page in (
        (cora, review.case.get_absolute_url()),
        (quinn, url("quality_check", review)),
    ):
        body = sign_in(person).get(page).content.decode()
        assert "Came after the review began" in body
        assert "Not acknowledged by the reviewer yet" in body
    assert "Approve for signature" not in body


def test_a_look_of_long_ago_at_another_record_is_no_look(review, rita, cora):
    record = bring(review.case, cora)
    audit.append("record.viewed", review.case.records.first(), by=rita)
    with pytest.raises(Refused, match="Open the record first"):
        acknowledge_record(
            review, record.position, by=rita, at=timezone.now() + timedelta(minutes=1)
        )

"""What the engines found is confirmed by a person, taken back, and leaves no page without place."""

import re
import uuid

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases import book as books
from cases import pagesearch, sorting
from cases.actions.pages import fold_pages, judge_pages
from cases.actions.splitting import DocumentEntry, confirm_document, join_document, split_record
from cases.errors import Refused
from cases.models import AuditEvent, MedicalRecord, RecordPage
from cases.pipelines import document_files
from reviews.actions.evidence import Passage, add_highlight
from reviews.coverage import coverage_of
from reviews.passages import cards_of
from tests.factories import make_case, make_record, make_review
from tests.factories.books import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
LEG = "Straight leg raise is positive on the left at forty degrees."


@pytest.fixture
def case(db):
    case = make_case("assigned")
    make_document(case, [LEG, LEG, "Zebediah Quartermaine has asthma."], title="A bundle")
    pages = case.record_pages
    first = pages.get(number=1)
    pages.filter(number=2).update(duplicate_of=first, is_folded=True)
    pages.filter(number=3).update(foreign="suspected", foreign_differs=["name"])
    return case


def decide(client, case, act, numbers, **headers):
    url = reverse("cases:sort_pages", args=[case.case_number])
    return client.post(url, {"act": act, "numbers": numbers}, headers=headers)


def test_the_page_shows_what_waits(case, cora, sign_in):
    url = reverse("cases:sort_pages", args=[case.case_number])
    page = sign_in(cora).get(url).content.decode()
    assert "1 perhaps of another patient, 0 in two versions, 1 folded away" in page
    assert "The same page again" in page
    found = sorting.sorting_of(case)
    assert [row.page.number for row in found.suspected.pages] == [3]
    assert [row.page.number for row in found.folded.pages] == [2]
    assert not found.is_done


def test_a_page_of_another_patient_is_withheld_everywhere_and_comes_back(case, cora, sign_in):
    client, page = sign_in(cora), case.record_pages.get(number=3)
    address = reverse("cases:page_text", args=[case.case_number, books.key_of(page.pk, 3)])
    assert client.get(address).status_code == 200
    assert decide(client, case, "withhold", "3").status_code == 302
    assert client.get(address).status_code == 404
    assert [leaf.number for leaf in books.book_of(case, cora).leaves] == [1, 2]
    assert pagesearch.search_book(cora, case, "asthma").numbers == []
    assert pagesearch.search_everywhere(cora, "asthma").numbers == []
    assert AuditEvent.objects.get(kind="pages.withheld").data == {"numbers": [3]}
    assert decide(client, case, "release", "3").status_code == 302
    assert client.get(address).status_code == 200
    call_command("verify_pages")


@pytest.mark.parametrize("judged", [1, 2])
def test_folded_copies_of_a_page_are_withheld_with_it_and_come_back(case, cora, sign_in, judged):
    client = sign_in(cora)
    answer = decide(client, case, "withhold", str(judged), **{"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert list(case.record_pages.open().values_list("number", flat=True)) == [3]
    assert AuditEvent.objects.get(kind="pages.withheld").data == {"numbers": [1, 2]}
    assert "2 pages are withheld" in client.get(answer.wsgi_request.path).content.decode()
    decide(client, case, "release", "2")
    assert case.record_pages.open().count() == 3


def test_a_copy_that_stands_in_the_book_or_was_judged_otherwise_stays(case, cora):
    pages = case.record_pages
    at = timezone.now()
    fold_pages(case, [2], is_folded=False, by=cora, at=at)
    judge_pages(case, [1], is_foreign=True, by=cora, at=at)
    assert pages.get(number=2).foreign == ""
    judge_pages(case, [1, 2], is_foreign=False, by=cora, at=at)
    fold_pages(case, [2], is_folded=True, by=cora, at=at)
    judge_pages(case, [1], is_foreign=True, by=cora, at=at)
    assert pages.get(number=2).foreign == "dismissed"


def pages_in(path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_the_document_to_look_at_leaves_a_withheld_page_out(case, cora, monkeypatch):
    record = case.records.get(title="A bundle")
    whole = document_files.readable(record)
    fold_pages(case, [2], is_folded=False, by=cora, at=timezone.now())
    judge_pages(case, [3], is_foreign=True, by=cora, at=timezone.now())
    made = document_files.readable(record)
    assert made != whole
    # Its ranges are asked for one by one: it is not made anew for each.
    with monkeypatch.context() as patched:
        patched.setattr(document_files, "run_child", None)
        assert document_files.readable(record) == made
    assert pages_in(made) == len(books.sizes_of(record)) == 2
    # What is kept is kept for these pages: with one withheld more, it is another file.
    judge_pages(case, [2], is_foreign=True, by=cora, at=timezone.now())
    assert pages_in(document_files.readable(record)) == 1
    judge_pages(case, [1], is_foreign=True, by=cora, at=timezone.now())
    with pytest.raises(Refused, match="another patient's"):
        document_files.readable(record)


def test_a_fold_is_confirmed_or_taken_back_by_one_press(case, cora, sign_in):
    row = decide(sign_in(cora), case, "unfold", "2", **{"HX-Request": "true"}).content.decode()
    assert "In the book" in row
    assert "Fold away" in row
    page = case.record_pages.get(number=2)
    assert (page.is_folded, page.checked_at is not None) == (False, True)
    assert AuditEvent.objects.get(kind="pages.unfolded").data == {"numbers": [2]}


@pytest.mark.parametrize(
    ("numbers", "status", "sentence"),
    [
        ("", 200, "Name at least one page."),
        ("two", 200, "Write page numbers"),
        ("9-4", 200, "ends before it begins"),
        ("1-99999", 200, "At most 2,000 pages"),
        ("99", 409, "There is no page 99"),
    ],
)
def test_numbers_that_make_no_sense_are_named(case, cora, sign_in, numbers, status, sentence):
    answer = decide(sign_in(cora), case, "fold", numbers)
    assert answer.status_code == status
    page = answer.content.decode()
    assert sentence in page
    assert f'value="{numbers}"' in page
    assert case.record_pages.filter(checked_at=None).count() == 3


def test_ranges_are_understood(case, cora, sign_in):
    decide(sign_in(cora), case, "fold", "1 - 2, 3")
    assert case.record_pages.filter(is_folded=True).count() == 3


def test_two_pages_are_compared_side_by_side(case, cora, sign_in):
    record = case.records.get(title="A bundle")
    other = make_page(record, text=LEG.replace("left", "right"))
    first = case.record_pages.get(number=1)
    RecordPage.objects.filter(pk=other.pk).update(near_duplicate_of=first)
    key = books.key_of(other.pk, other.number)
    url = reverse("cases:compare_pages", args=[case.case_number, key])
    page = sign_in(cora).get(url).content.decode()
    assert "<mark>left</mark>" in page
    assert "<mark>right</mark>" in page
    assert "… is positive on the</span> <mark>left</mark>" in page
    looks = AuditEvent.objects.filter(kind="page.opened").values_list("object_id", flat=True)
    assert set(looks) == {first.pk, other.pk}


def test_reviewers_sort_nothing(case, rita):
    with pytest.raises(PermissionDenied):
        fold_pages(case, [1], is_folded=True, by=rita, at=timezone.now())


def test_a_document_is_confirmed_with_where_its_values_come_from(cora, sign_in):
    record = make_record(make_case("assigned"), kind="other", title="Other", pages=1)
    text = "Canyon Imaging\n12 Pine Court, Redding, CA 96001\nMRI Report\nDate of exam: 04/02/2025"
    make_page(record, text=text)
    url = reverse("cases:split_record", args=[record.case.case_number, record.pk])
    client = sign_in(cora)
    assert "Confirm the document" in client.get(url).content.decode()
    sent = {"p1-kind": "imaging_report", "p1-date_of_service": "04/02/2025", "p1-author": "I. Ray"}
    answer = client.post(url, sent)
    assert answer.url == reverse("cases:sort_pages", args=[record.case.case_number])
    record.refresh_from_db()
    assert (record.kind, record.title, record.author) == (
        "imaging_report",
        "Imaging report",
        "I. Ray",
    )
    assert record.confirmed_by == cora
    assert set(record.value_sources) == {"kind", "date_of_service"}
    assert record.value_sources["date_of_service"]["page"] == 1
    event = AuditEvent.objects.get(kind="record.confirmed")
    assert "Ray" not in str(event.data)


def test_a_boundary_that_nothing_showed_is_added_by_a_person(case, cora, sign_in):
    record = case.records.get(title="A bundle")
    url = reverse("cases:split_record", args=[case.case_number, record.pk])
    client = sign_in(cora)
    typed = {"firsts": "1", "p1-kind": "therapy_note", "p1-author": "T. Walker"}
    page = client.post(url, typed | {"begins_on": ["", "3"]}).content.decode()
    assert "You said that it begins here." in page
    assert "T. Walker" in page
    assert 'name="firsts" value="1,3"' in page
    sent = typed | {"firsts": "1,3", "p3-kind": "other", "p3-begins": "on"}
    assert client.post(url, sent).status_code == 302
    assert sorted(case.records.current().values_list("pages", flat=True))[-2:] == [1, 2]


@pytest.mark.parametrize("typed", ["", "1", "4", "two"])
def test_a_boundary_outside_the_record_is_named_and_nothing_typed_is_lost(
    case, cora, sign_in, typed
):
    record = case.records.get(title="A bundle")
    url = reverse("cases:split_record", args=[case.case_number, record.pk])
    sent = {"firsts": "1", "p1-kind": "other", "p1-author": "T. Walker", "add": "1"}
    answer = sign_in(cora).post(url, sent | {"begins_on": typed})
    assert answer.status_code == 409
    assert "2 to 3, on which a document begins" in answer.content.decode()
    assert "T. Walker" in answer.content.decode()


def test_what_somebody_else_did_meanwhile_is_not_written_over(case, cora, sign_in):
    record = case.records.get(title="A bundle")
    url = reverse("cases:split_record", args=[case.case_number, record.pk])
    client = sign_in(cora)
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(url).content.decode())[1]
    entries = [DocumentEntry(1, "other", author="First"), DocumentEntry(3, "other")]
    split_record(record, entries, by=cora, at=timezone.now())
    sent = {"seen": seen, "firsts": "1,2", "p1-kind": "other", "p2-kind": "other"}
    answer = client.post(url, sent | {"p1-author": "Second", "p2-begins": "on"})
    assert answer.status_code == 409
    assert "since you opened it" in answer.content.decode()
    record.refresh_from_db()
    assert (record.author, record.pages) == ("First", 2)


def test_what_was_split_is_joined_again(case, cora, sign_in):
    record = case.records.get(title="A bundle")
    entries = [DocumentEntry(1, "other"), DocumentEntry(3, "imaging_report")]
    _, second = split_record(record, entries, by=cora, at=timezone.now())
    url = reverse("cases:join_record", args=[case.case_number, second.pk])
    assert sign_in(cora).post(url).status_code == 302
    record.refresh_from_db()
    second.refresh_from_db()
    assert (record.pages, record.record_pages.count(), record.confirmed_at) == (3, 3, None)
    assert second.superseded_by == record
    assert [page.place for page in record.record_pages.order_by("number")] == [1, 2, 3]
    call_command("verify_pages")
    connection.check_constraints()


def test_a_document_that_was_joined_hands_out_no_page_of_its_file(cora):
    record = make_document(make_case("assigned"), ["Ours.", "Ours too.", "Another's."])
    entries = [DocumentEntry(1, "other"), DocumentEntry(2, "other")]
    _, second = split_record(record, entries, by=cora, at=timezone.now())
    join_document(second, by=cora, at=timezone.now())
    judge_pages(record.case, [3], is_foreign=True, by=cora, at=timezone.now())
    with pytest.raises(Refused, match="holds no page any more"):
        document_files.readable(MedicalRecord.objects.get(pk=second.pk))


def test_the_first_document_of_a_file_is_joined_with_nothing(case, cora):
    record = case.records.get(title="A bundle")
    with pytest.raises(Refused, match="right before"):
        join_document(record, by=cora, at=timezone.now())


def test_a_confirmed_title_of_its_own_stays(case, cora):
    record = case.records.get(title="A bundle")
    confirm_document(record, DocumentEntry(1, "imaging_report"), by=cora, at=timezone.now())
    assert MedicalRecord.objects.get(pk=record.pk).title == "A bundle"


def test_the_database_lets_no_page_into_a_superseded_document(case):
    record = case.records.get(title="A bundle")
    dead = make_record(case, superseded_at=timezone.now(), superseded_reason="Wrong.")
    with pytest.raises(IntegrityError, match="a superseded one is refused"), transaction.atomic():
        record.record_pages.filter(number=3).update(record=dead, place=1)
        connection.check_constraints()


def test_the_database_leaves_no_page_behind(case):
    record = case.records.get(title="A bundle")
    connection.check_constraints()
    heir = make_record(case, received_file=record.received_file)
    said = {"superseded_at": timezone.now(), "superseded_reason": "x", "superseded_by": heir}
    with pytest.raises(IntegrityError, match="left is refused"), transaction.atomic():
        MedicalRecord.objects.filter(pk=record.pk).update(**said)
        connection.check_constraints()


def test_what_is_withheld_is_on_no_card_and_asks_no_reviewer_to_open_it(rita, cora):
    review = make_review(reviewer=rita.reviewer)
    record = make_document(review.case, [LEG], title="Somebody else's")
    page = record.record_pages.get()
    passage = Passage(page, start=0, end=3)
    add_highlight(review, uuid.uuid4(), passage, by=rita, at=timezone.now())
    assert len(cards_of(review)) == 1
    judge_pages(review.case, [page.number], is_foreign=True, by=cora, at=timezone.now())
    assert cards_of(review) == []
    assert record not in [each.record for each in coverage_of(review).documents]
    judge_pages(review.case, [page.number], is_foreign=False, by=cora, at=timezone.now())
    assert len(cards_of(review)) == 1
    assert record in [each.record for each in coverage_of(review).documents]


def test_nothing_is_sorted_once_the_determination_is_approved(cora, sign_in):
    case = make_case("approved")
    record = make_record(case)
    page = make_page(record, text=LEG)
    RecordPage.objects.filter(pk=page.pk).update(foreign="suspected", foreign_differs=["name"])
    url = reverse("cases:sort_pages", args=[case.case_number])
    client = sign_in(cora)
    said = client.get(url).content.decode()
    assert "its pages are sorted no more" in said
    assert 'name="act"' not in said
    answer = decide(client, case, "withhold", str(page.number))
    assert answer.status_code == 409
    assert "Return it to the reviewer before the records change." in answer.content.decode()

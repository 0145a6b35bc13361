"""The book of a case: in order, as it was left, read page by page, and only by who may."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases import book as books
from cases.actions import reading as actions
from cases.models import AuditEvent, Case, PageReading, ReadingPlace
from tests.factories import make_case, make_review
from tests.factories.books import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    case = make_case("in_quality_check")
    make_document(case, ["One.", "Two."], title="First")
    make_document(case, ["Three."], title="Second")
    return case


def address(name, case, number=None, **more):
    arguments = {"case_number": case.case_number} | more
    if number:
        page = case.record_pages.get(number=number)
        arguments["page_key"] = books.key_of(page.pk, page.number)
    return reverse(f"cases:{name}", kwargs=arguments)


def test_the_index_has_the_pages_in_order_with_sizes_and_folds(case, quinn, sign_in):
    case.record_pages.filter(number=2).update(is_folded=True, is_blank=True, rotation=90)
    told = sign_in(quinn).get(address("book_index", case)).json()
    assert [(row[0], row[4], row[5]) for row in told["pages"]] == [
        (1, "", 0),
        (2, "blank", 90),
        (3, "", 0),
    ]
    assert told["sizes"] == [[612.0, 792.0]]
    assert [one["title"] for one in told["documents"]][-2:] == ["First", "Second"]


def test_a_page_goes_out_as_an_image_and_leaves_its_row(case, quinn, sign_in):
    answer = sign_in(quinn).get(address("page_image", case, 2, size="page"))
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer["Cache-Control"] == "no-store, private"
    event = AuditEvent.objects.get(kind="page.opened")
    assert event.data == {"number": 2, "form": "page"}


def test_the_words_of_a_page_come_with_their_places(case, quinn, sign_in):
    told = sign_in(quinn).get(address("page_text", case, 3)).json()
    assert told["text"] == "Three."
    left, top, width, height, word = told["words"][0]
    assert word == "Three."
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < 1


def test_a_key_of_another_page_opens_nothing(case, quinn, sign_in):
    page = case.record_pages.get(number=1)
    for key in ("1-0123456789abcdef0123", "1", "-", books.key_of(page.pk, 2)):
        url = reverse("cases:page_text", args=[case.case_number, key])
        assert sign_in(quinn).get(url).status_code == 404


@pytest.mark.parametrize("days", [13, 15])
def test_a_reviewer_reads_until_fourteen_days_after_the_issue(rita, sign_in, days):
    review = make_review(reviewer=rita.reviewer, status="signed")
    make_document(review.case, ["A leg."], title="Report")
    issued_at = timezone.now() - timedelta(days=days)
    Case.objects.filter(pk=review.case_id).update(status="issued", status_at=issued_at)
    case = Case.objects.get(pk=review.case_id)
    page = [("page_text", {}), ("page_image", {"size": "thumb"}), ("page_image", {"size": "page"})]
    urls = [address(name, case, 1, **more) for name, more in page]
    urls += [address("book", case), address("book_index", case), address("records", case)]
    client = sign_in(rita)
    answers = {client.get(url).status_code for url in urls}
    for name, number in (("search_book", None), ("page_hits", 1)):
        answers.add(client.post(address(name, case, number), {"query": "leg"}).status_code)
    assert answers == ({200} if days == 13 else {404})


def report(client, case, pages, **place):
    sent = {"pages": json.dumps(pages), "place": json.dumps(place)}
    return client.post(address("note_reading", case), sent)


def test_a_page_counts_as_read_when_it_was_shown_long_enough(case, quinn, sign_in):
    client = sign_in(quinn)
    assert report(client, case, [[1, 900], [2, 900]]).json() == {"numbers": []}
    assert report(client, case, [[1, 900]]).json() == {"numbers": [1]}
    assert report(client, case, [[1, 60000]]).json() == {"numbers": [1]}
    assert set(PageReading.objects.values_list("page__number", "shown_ms")) == {(1, 1500), (2, 900)}
    assert AuditEvent.objects.get(kind="pages.read").data == {"numbers": [1]}


def test_reading_is_each_reader_s_own(case, quinn, max, sign_in):
    report(sign_in(quinn), case, [[1, 2000]])
    assert books.book_of(case, quinn).read == 1
    assert books.book_of(case, max).read == 0


def test_folded_pages_need_no_reading(case, quinn):
    case.record_pages.filter(number=2).update(is_folded=True, is_blank=True)
    assert books.book_of(case, quinn).counted == 2


@pytest.mark.parametrize(
    "pages", ["[[1]]", '[["1", 2]]', "{", '{"1": 2}', "[[1, true]]", "[" * 9999]
)
def test_a_report_that_makes_no_sense_is_refused(case, quinn, sign_in, pages):
    answer = sign_in(quinn).post(address("note_reading", case), {"pages": pages})
    assert answer.status_code == 400
    assert not PageReading.objects.exists()


def test_the_place_is_remembered(case, quinn, sign_in):
    client = sign_in(quinn)
    report(client, case, [], page=3, offset=0.4, zoom="1.5", spread=True, look="dark")
    place = client.get(address("book_index", case)).json()["place"]
    assert (place["page"], place["offset"], place["zoom"]) == (3, 0.4, "1.5")
    report(client, case, [], page=99, offset=0.4)
    report(client, case, [], page=1, offset=7)
    assert ReadingPlace.objects.get().number == 3


def test_a_turned_page_stays_turned_for_its_reader(case, quinn, max, sign_in):
    case.record_pages.filter(number=1).update(rotation=90)
    sign_in(quinn).post(address("turn_page", case, 1), {"degrees": "270"})
    assert books.book_of(case, quinn).leaves[0].turn == 270
    assert books.book_of(case, max).leaves[0].turn == 90
    sign_in(quinn).post(address("turn_page", case, 1), {"degrees": "90"})
    assert books.book_of(case, quinn).leaves[0].turn == 90


def test_a_command_reads_whole_documents(case, quinn):
    record = case.records.get(title="First")
    actions.read_documents(case, [record], by=quinn, at=timezone.now())
    assert books.book_of(case, quinn).read == 2


def test_without_scripts_a_page_is_shown_with_the_ones_beside_it(case, quinn, sign_in):
    said = sign_in(quinn).get(address("book", case) + "?page=2").content.decode()
    assert "?page=1" in said
    assert "?page=3" in said
    assert "Two." in said
    assert "/image/upright/" in said


def test_the_small_picture_is_the_one_that_was_made_with_the_pages(case, quinn, sign_in):
    picture = b"\xff\xd8\xff a small picture"
    pack, _ = blobs.store([b"before", picture, b"after"])
    made = {"thumbnail_sha256": pack, "thumbnail_offset": 6, "thumbnail_size": len(picture)}
    case.record_pages.filter(number=1).update(**made)
    client = sign_in(quinn)
    assert client.get(address("page_image", case, 1, size="thumb")).content == picture
    case.record_pages.filter(number=1).update(thumbnail_sha256="0" * 64)
    drawn = client.get(address("page_image", case, 1, size="thumb")).content
    assert drawn.startswith(b"\xff\xd8\xff")
    assert drawn != picture

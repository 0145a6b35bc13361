"""Search over the pages: words, phrases, near, misread words, other names; and whose."""

import pytest
from django.db import connection
from django.urls import reverse

from cases import pagesearch
from cases.models import AuditEvent, PageText, UnreadPage
from reviews.models import Review
from tests.factories import make_case, make_review
from tests.factories.books import make_document

pytestmark = pytest.mark.django_db
PAGES = [
    "Straight leg raise is positive. The leg is straight.",
    "The 1umbar spine shows a protrusion at L4-5. Norco was prescribed.",
    "No surgery is planned. Pain in the low back radiates to the foot.",
    "Nothing else.",
]


@pytest.fixture
def case(db):
    case = make_case("in_quality_check")
    make_document(case, PAGES, title="Report")
    return case


def found(case, user, typed):
    return list(pagesearch.search_book(user, case, typed).numbers)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("leg", [1]),
        ("legs", [1]),
        ('"straight leg"', [1]),
        ('"leg straight"', []),
        ("lumbar", [2]),
        ("=lumbar", []),
        ("hydrocodone/APAP", [2]),
        ("SLR", [1]),
        ("L4-5", [2]),
        ("pain NEAR/4 back", [3]),
        ("pain NEAR/1 foot", []),
        ("pain -surgery", []),
        ("surgery OR spine", [2, 3]),
        ("protru*", [2]),
        ("the", []),
    ],
)
def test_pages_are_found(case, quinn, typed, numbers):
    assert found(case, quinn, typed) == numbers


@pytest.mark.parametrize(
    ("typed", "like_it"),
    [
        ("protrsuion", ["protrusion"]),
        ("Pian NEAR/4 radaites", ["Pian NEAR/4 radiates"]),
        ("straihgt leg", ["straight leg"]),
        ("=protrsuion", []),
        ('"protrsuion leg"', []),
        ("protrsuion*", []),
        ("norco -straight -protrsuion -l4", []),
        ("surgery protrusion", []),
        ("qwertyuiop", []),
        ("lunbur", []),
        ("lumbar -raise -spine", []),
    ],
)
def test_where_nothing_is_found_words_of_the_book_that_are_like_it_are_offered(
    case, quinn, typed, like_it
):
    assert pagesearch.search_book(quinn, case, typed).reworded == like_it


def test_a_word_that_the_book_has_is_not_taken_for_another(case, quinn):
    make_document(case, ["A protrusive disc."], title="Later report")
    assert pagesearch.search_book(quinn, case, "protrusion surgery").reworded == []


def test_words_of_another_case_are_not_offered(case, quinn):
    make_document(make_case("in_quality_check"), ["Laminectomy in May."], title="Other")
    assert pagesearch.search_book(quinn, case, "laminectmoy").reworded == []


def test_the_passage_is_marked_and_what_the_page_says_is_text(case, quinn):
    make_document(case, ["Pain <script>alert(1)</script> & walking."], title="Odd")
    passage = pagesearch.search_book(quinn, case, "walking").passages[0]
    assert "<mark>walking</mark>" in passage.words
    assert "<script>" not in passage.words


def test_every_word_that_was_meant_is_marked_on_the_page(case, quinn):
    page = case.record_pages.get(number=1)
    boxes = pagesearch.hits_on(page, '"straight leg"')
    assert len(boxes) == 2
    assert boxes[0][0] < boxes[1][0]
    assert len(pagesearch.hits_on(page, "leg")) == 2


def test_a_superseded_document_is_not_found(case, quinn):
    with connection.cursor() as cursor:  # its pages came before, in a transaction of their own
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    record = case.records.get(title="Report")
    record.superseded_at, record.superseded_reason = record.uploaded_at, "Wrong worker."
    record.save()
    assert found(case, quinn, "leg") == []


def test_the_words_searched_for_are_in_no_row_of_the_trail(case, quinn):
    found(case, quinn, "protrusion")
    event = AuditEvent.objects.get(kind="book.searched")
    assert event.data == {"pages": 1, "shown": [2]}


@pytest.mark.parametrize("by_index", [10, 0])
def test_everywhere_is_what_is_open_to_the_reader(
    case, rita, quinn, otto, sign_in, monkeypatch, by_index
):
    monkeypatch.setattr(pagesearch, "MOST_BY_INDEX", by_index)
    review = make_review(reviewer=rita.reviewer)
    make_document(review.case, ["A leg of the reviewer's own case."], title="Own")
    url = reverse("cases:search_records")
    own = sign_in(rita).post(url, {"query": "leg"}).content.decode()
    assert review.case.case_number in own
    assert case.case_number not in own
    others = sign_in(quinn).post(url, {"query": "leg"}).content.decode()
    assert case.case_number in others
    assert review.case.case_number not in others
    assert sign_in(otto).post(url, {"query": "leg"}).status_code == 403
    assert Review.objects.count() == 1


def test_a_query_that_means_nothing_is_answered_in_the_list(case, quinn, sign_in):
    url = reverse("cases:search_book", args=[case.case_number])
    answer = sign_in(quinn).post(url, {"query": '"leg'}, headers={"HX-Request": "true"})
    assert "does not end" in answer.content.decode()


def test_passages_come_twenty_at_a_time_and_each_is_in_the_trail(quinn, sign_in):
    case = make_case("in_quality_check")
    make_document(case, [f"The knee on sheet {number}." for number in range(1, 26)], title="Long")
    url = reverse("cases:search_book", args=[case.case_number])
    client = sign_in(quinn)
    told = [
        client.post(url, {"query": "knee", "first": first}, headers={"HX-Request": "true"})
        for first in ("", "20", "x", "-1")
    ]
    said = [answer.content.decode() for answer in told]
    assert [one.count("data-hit=") for one in said] == [20, 5, 20, 20]
    assert "More, after 20 of 25" in said[0]
    assert "data-more" not in said[1]
    events = AuditEvent.objects.filter(kind="book.searched").order_by("pk")
    shown = [event.data["shown"] for event in events]
    assert shown[:2] == [list(range(1, 21)), list(range(21, 26))]


def test_a_search_says_on_how_many_pages_nothing_can_be_found_yet(case, quinn):
    file = case.record_pages.get(number=1).file
    scans = case.record_pages.filter(number__in=[2, 3])
    UnreadPage.objects.bulk_create(UnreadPage(page=page, file=file) for page in scans)
    assert pagesearch.search_book(quinn, case, "leg").unread == 2
    scans.filter(number=2).update(is_folded=True)
    assert pagesearch.search_book(quinn, case, "nowhere").unread == 1
    PageText.objects.filter(page__number=4).delete()
    type(file).objects.filter(pk=file.pk).update(step="paged")
    assert pagesearch.search_book(quinn, case, "leg").unread == 2

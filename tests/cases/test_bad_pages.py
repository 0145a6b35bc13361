"""Pages that do harm: each is shown or says that it cannot be, and the page beside it is whole."""

import resource

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.book import key_of
from cases.bundles.faults import LOST_PART
from cases.models import PageText, ReceivedFile, RecordPage
from cases.pipelines.filesteps import work_to_the_end
from tests.cases.bad_pages import (
    BAD,
    WORDS,
    beside_a_whole_page,
    covered_words,
    filled_form,
    half_lost,
    turned_words,
    white_scan,
)
from tests.factories import make_case

pytestmark = pytest.mark.django_db
MOST_MEMORY = 1700 * 1024  # kilobytes, of a child


def received(content: bytes, case=None) -> ReceivedFile:
    """Work a file of a case to its end."""
    sha256, size = blobs.store([content])
    file = ReceivedFile.objects.create(
        case=case or make_case("assigned"),
        sha256=sha256,
        size=size,
        name="records.pdf",
        source="attorney",
        received_at=timezone.now(),
    )
    return work_to_the_end(file.pk)


def pages_of(file: ReceivedFile) -> list[RecordPage]:
    return list(file.record_pages.order_by("number"))


def image(client, page: RecordPage):
    arguments = [page.case.case_number, key_of(page.pk, page.number), "page"]
    return client.get(reverse("cases:page_image", args=arguments), headers={"Accept": "text/html"})


def words(client, page: RecordPage):
    arguments = [page.case.case_number, key_of(page.pk, page.number)]
    return client.get(reverse("cases:page_text", args=arguments))


@pytest.mark.parametrize("what", BAD)
def test_a_bad_page_is_its_own_affair(what, cora, sign_in):
    make, is_lost = BAD[what]
    file = received(make())
    bad, whole = pages_of(file)
    client = sign_in(cora)
    assert (file.step, whole.text.text) == ("ready", WORDS)
    assert image(client, whole)["Content-Type"] == "image/jpeg"
    assert bad.display_fault == ("lost_picture" if is_lost else "")
    assert file.remarks["pages_not_shown"] == int(is_lost)
    if is_lost:
        answer = image(client, bad)
        assert answer.status_code == 409
        assert "This page cannot be displayed" in answer.content.decode()
        assert not bad.is_blank and not bad.is_folded
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY


def test_a_white_scan_is_blank_and_not_lost():
    blank, _ = pages_of(received(beside_a_whole_page(white_scan)))
    assert (blank.display_fault, blank.is_blank) == ("", True)


def test_a_page_with_a_lost_picture_beside_its_words_is_told_and_never_folded(cora, sign_in):
    content = beside_a_whole_page(half_lost)
    file = received(content)
    again = received(content + b"\n", file.case)
    page, whole = pages_of(again)
    assert (page.display_fault, page.duplicate_of_id, page.is_folded) == ("", None, False)
    assert whole.is_folded
    assert file.remarks["pictures_not_shown"] == again.remarks["pictures_not_shown"] == 1
    said = [words(sign_in(cora), one).json()["notice"] for one in (page, whole)]
    assert said == [LOST_PART, ""]
    single = sign_in(cora).get(reverse("cases:book", args=[page.case.case_number]))
    assert LOST_PART in single.content.decode()


def test_words_that_turn_the_direction_are_read_as_they_are_drawn():
    page, _ = pages_of(received(beside_a_whole_page(turned_words)))
    assert page.text.text == "Denied"


def test_covered_words_are_told_of():
    file = received(beside_a_whole_page(covered_words))
    assert file.remarks["hidden_text"] == 1
    assert [text.has_hidden_text for text in PageText.objects.order_by("page__number")] == [
        True,
        False,
    ]


def test_what_was_filled_into_a_form_is_shown_in_the_copy():
    page, _ = pages_of(received(beside_a_whole_page(filled_form)))
    assert "Lumbar strain" in page.text.text


def test_the_same_bytes_in_another_case_are_taken_without_a_hint():
    content = beside_a_whole_page(lambda *_: None)
    first, second = received(content), received(content)
    assert (first.step, second.step) == ("ready", "ready")
    assert first.case_id != second.case_id
    assert [page.duplicate_of for page in pages_of(second)] == [None, None]

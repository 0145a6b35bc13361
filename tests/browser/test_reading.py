"""The book in a browser: read, search, resumed, ten thousand pages from end to end."""

from collections import Counter

import pytest
from playwright.sync_api import Page, Response, expect

from cases import blobs
from cases.models import AuditEvent, RecordPage
from cases.pipelines.page_images import Wanted, image_of
from tests.browser.accessibility import broken_rules
from tests.factories import make_case
from tests.factories.books import make_document, pdf_of

PLAIN = "Progress report. The worker says that the back hurts when lifting and when sitting long."
LEG = "Straight leg raise is positive on the left at forty degrees. Lumbar flexion is less."
MISREAD = "The 1umbar spine shows a disc protrusion without stenosis."


def make_book():
    case = make_case("in_quality_check")
    april = [PLAIN, LEG, PLAIN + " Again."]
    make_document(case, april, title="Progress report of April")
    make_document(
        case, [MISREAD, "Nothing of note."], title="Imaging report", author="Ira Imager, MD"
    )
    return case


def open_book(page: Page, case, query: str = "") -> None:
    page.goto(f"/cases/{case.case_number}/book/{query}")
    expect(page.locator("[data-book][data-state=open]")).to_be_visible()


def test_the_book_is_read_searched_and_resumed(desk, quinn):
    case = make_book()
    page = desk(quinn)
    page.set_viewport_size({"width": 1440, "height": 900})
    open_book(page, case)
    expect(page.locator(".sheet.is-shown").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("lumbar")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-count]")).to_have_text("1 of 2 pages")
    expect(page.locator(".hit.is-here")).to_be_visible()


def test_a_mistyped_word_is_taken_for_one_of_the_book_by_one_press(desk, quinn):
    page = desk(quinn)
    open_book(page, make_book())
    page.keyboard.press("/")
    page.keyboard.type("lumbr")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="lumbar", exact=True).click()
    expect(page.locator("[data-search-count]")).to_have_text("1 of 2 pages")
    expect(page.locator("[data-book-search] input[type=search]")).to_have_value("lumbar")


def many_pages(count: int):
    """A case whose book has so many pages, all of them the pages of one small file."""
    case = make_case("in_quality_check")
    record = make_document(case, [PLAIN, LEG], title="A long bundle")
    file = record.received_file
    rows = [
        RecordPage(
            case=case,
            number=number,
            file=file,
            number_in_file=number,
            record=record,
            place=number,
            width=612,
            height=792 if number % 7 else 1008,
        )
        for number in range(3, count + 1)
    ]
    RecordPage.objects.bulk_create(rows, batch_size=2000)
    return case


SHOWN = "[...document.querySelectorAll('.sheet.is-shown')].map((sheet) => sheet.dataset.page)"


def test_ten_thousand_pages_are_scrolled_from_end_to_end(desk, quinn, monkeypatch):
    tiny = image_of(Wanted(blobs.store([pdf_of(["A page."])])[0], 0, "thumb"))
    monkeypatch.setattr("cases.views.book.page_images.image_of", lambda wanted: tiny)
    case = many_pages(10_000)
    page = desk(quinn)
    open_book(page, case)
    tall = page.evaluate("document.querySelector('.book-pages').scrollHeight")
    most, number, shown = 0, page.locator("[data-book-number]"), set()
    for share in range(11):
        before = number.input_value()
        page.evaluate(
            "s => { const b = document.querySelector('.book-pages');"
            " b.scrollTop = (b.scrollHeight - b.clientHeight) * s; }",
            share / 10,
        )
        # The field follows with the next frame, and what was drawn before may still be there.
        if share:
            expect(number).not_to_have_value(before)
        own = {0: "[data-page='1']", 10: "[data-page='10000']"}.get(share, "")
        expect(page.locator(f".sheet.is-shown{own}").first).to_be_visible()
        most = max(most, page.locator(".sheet").count())
        shown |= set(page.evaluate(SHOWN))
    expect(number).to_have_value("10000")
    assert most <= 12
    assert {"1", "10000"} <= shown
    looks = AuditEvent.objects.filter(kind="page.opened", data__form="page")
    logged = Counter(str(event.data["number"]) for event in looks)
    assert shown <= set(logged)
    assert max(logged.values()) == 1
    assert page.evaluate("document.querySelector('.book-pages').scrollHeight") == tall
    page.keyboard.press("Home")
    expect(page.locator("[data-book-number]")).to_have_value("1")
    # As large as it gets: no browser scrolls so far, and still each page is there in its size.
    for _ in range(9):
        page.keyboard.press("+")
    page.keyboard.press("End")
    for last in ("10000", "9600", "9200", "1"):
        if last != "10000":
            number.fill(last)
            number.press("Enter")
        expect(number).to_have_value(last)
        sheet = page.locator(f".sheet.is-shown[data-page='{last}']")
        expect(sheet).to_be_in_viewport()
        assert sheet.evaluate("sheet => sheet.offsetWidth") == 4 * 612 * 96 / 72
    page.evaluate("() => { document.querySelector('.book-pages').scrollTop = 8e6; }")
    full = "() => [...document.querySelectorAll('.sheet')].every((one) => one.offsetWidth === 3264)"
    page.wait_for_function(full)


def test_a_single_document_is_shown_by_pdf_js_from_ranges(desk, quinn):
    case = make_book()
    record = case.records.get(title="Progress report of April")
    page = desk(quinn)
    page.goto(f"/cases/{case.case_number}/records/{record.pk}/")
    expect(page.locator("canvas[data-drawn]").first).to_be_visible()


def tells_of_page_4(answer: Response) -> bool:
    told = answer.request.post_data or ""
    return "/book/reading/" in answer.url and '{"page":4,' in told


def test_what_is_read_and_where_it_was_left_is_remembered(desk, quinn):
    case = make_book()
    page = desk(quinn)
    open_book(page, case)
    with page.expect_response(tells_of_page_4):
        page.keyboard.press("]")
        expect(page.locator("[data-book-title]")).to_have_text("Imaging report")
    expect(page.locator("[data-book-count]")).not_to_have_text("0 of 5 read")
    open_book(page, case)
    expect(page.locator("[data-book-title]")).to_have_text("Imaging report")
    for key in ("b", "c", "t", "r", "+", "w", "d", "l", "?"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Keys of the book")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_the_states_of_the_book(desk, quinn, width):
    case = make_book()
    page = desk(quinn)
    page.set_viewport_size({"width": width, "height": 900})
    open_book(page, case)
    expect(page.locator(".sheet.is-shown").first).to_be_visible()
    assert broken_rules(page) == []
    page.keyboard.press("t")
    expect(page.locator(".book-pages.is-text .sheet.is-shown").first).to_be_visible()
    assert broken_rules(page) == []
    page.keyboard.press("/")
    page.keyboard.type("lumbar")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-count]")).to_have_text("1 of 2 pages")
    assert broken_rules(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys of the book")).to_be_visible()
    assert broken_rules(page) == []


def test_the_map_shows_the_page_under_the_pointer(desk, quinn):
    case = make_book()
    page = desk(quinn)
    page.set_viewport_size({"width": 1440, "height": 900})
    open_book(page, case)
    edge = page.locator("[data-book-map]").bounding_box()
    assert edge is not None
    page.mouse.move(edge["x"] + 10, edge["y"] + edge["height"] * 0.95)
    expect(page.locator(".book-peek p")).to_have_text("5 · Imaging report")
    expect(page.locator(".book-peek canvas")).to_be_visible()
    page.mouse.move(edge["x"] - 300, edge["y"] + 300)
    expect(page.locator(".book-peek")).to_be_hidden()

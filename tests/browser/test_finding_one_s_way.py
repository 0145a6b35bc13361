"""Finding one's way in the book by key: back, unread pages, documents, sentences, all hits."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from cases.actions.reading import read_pages
from reviews.models import Highlight
from tests.browser.test_evidence import open_bench
from tests.browser.test_reading import open_book
from tests.factories import make_case, make_review
from tests.factories.books import make_document

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LEG = "Straight leg raise is positive. The knee is stable. Nothing else was found on that day."
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def a_case(pages: int = 3):
    case = make_case("in_quality_check")
    for title, on, count in (
        ("Progress report", "2026-04-14", pages),
        ("Imaging report", "2025-11-03", 2),
        ("Operative report", "2024-02-20", 2),
        ("Therapy note", None, 2),
    ):
        words = "Ten repetitions." if title == "Therapy note" else f"{LEG} {title}."
        make_document(case, [words] * count, title=title, date_of_service=on)
    return case


def number(page: Page):
    return page.locator("[data-book-number]")


def titles(page: Page) -> Locator:
    return page.locator(".book-rail li:visible [data-document] .book-doc")


def test_a_jump_is_taken_back_and_made_again(desk, quinn):
    page = desk(quinn)
    page.set_viewport_size(WIDE)
    open_book(page, a_case(), "?page=2")
    expect(page.locator("[data-book-act=back]")).to_be_hidden()
    page.keyboard.press("End")
    expect(number(page)).to_have_value("9")
    page.keyboard.press("Backspace")
    expect(number(page)).to_have_value("2")
    page.keyboard.press("Shift+Backspace")
    expect(number(page)).to_have_value("9")
    page.keyboard.press("Alt+ArrowLeft")
    expect(number(page)).to_have_value("2")
    expect(page.locator("[data-book]")).to_be_visible()


def test_the_next_page_that_was_not_read_is_a_key_away(desk, quinn):
    case = a_case()
    read_pages(case, {2: 2000, 3: 2000, 4: 2000}, by=quinn, at=NOON)
    page = desk(quinn)
    open_book(page, case, "?page=1")
    page.keyboard.press("u")
    expect(number(page)).to_have_value("5")
    page.keyboard.press("U")
    expect(number(page)).to_have_value("1")


TYPED = {
    "oper": ["Operative report"],
    "11/2025": ["Imaging report"],
    "4/14/2026": ["Progress report"],
    "report 2024": ["Operative report"],
    "4/1/2026": ["Progress report", "Imaging report", "Operative report"],
    "nowhere": [],
}


def test_a_document_is_found_by_a_word_or_a_date(desk, quinn):
    page = desk(quinn)
    page.set_viewport_size(WIDE)
    open_book(page, a_case())
    for typed, left in TYPED.items():
        page.keyboard.press("o")
        expect(page.locator("[data-book-filter] input")).to_be_focused()
        page.keyboard.type(typed)
        expect(titles(page)).to_have_text(left)
        page.keyboard.press("Enter")
        if left:
            expect(page.locator("[data-book-title]")).to_have_text(left[0])
        page.keyboard.press("Escape")
    expect(titles(page)).to_have_count(4)
    page.locator("[data-by-date]").click()
    expect(titles(page).first).to_have_text("Operative report")


def search(page: Page, words: str) -> None:
    page.keyboard.press("Control+f")
    expect(page.locator("[data-book-search] input[type=search]")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-count]")).to_have_text(re.compile("of"))


def test_all_that_is_found_is_listed_and_counted_by_document(desk, quinn):
    page = desk(quinn)
    page.set_viewport_size(WIDE)
    open_book(page, a_case(pages=22), "?page=1")
    search(page, "knee")
    counts = page.locator(".book-rail [data-read]")
    expect(counts).to_have_text(["22 found", "2 found", "2 found", ""])
    expect(page.locator("[data-hit]")).to_have_count(20)
    for _ in range(20):
        page.keyboard.press("n")
    expect(page.locator("[data-hit]")).to_have_count(26)
    expect(page.locator("[data-hit][aria-current]")).to_have_attribute("data-hit", "21")
    page.get_by_role("link", name="Operative report").last.click()
    expect(number(page)).to_have_value("25")
    expect(page.locator("[data-search-count]")).to_have_text("25 of 26 pages")


def test_where_there_is_little_room_the_list_makes_way_for_what_was_found(desk, quinn):
    page = desk(quinn)
    page.set_viewport_size(NARROW)
    open_book(page, a_case(), "?page=1")
    search(page, "knee")
    expect(page.locator(".book-results")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".book-results")).to_be_hidden()
    expect(page.locator("[data-book-found]")).to_have_text("1 of 7 pages")
    page.keyboard.press("n")
    expect(page.locator("[data-book-found]")).to_have_text("2 of 7 pages")
    expect(page.locator(".sheet[data-page='2'] .hit.is-here")).to_be_in_viewport()


def test_sentences_are_selected_and_tagged_to_two_services_by_key_alone(desk, rita):
    review = make_review(reviewer=rita.reviewer, is_written=False)
    make_document(review.case, ["Nothing.", LEG], title="Progress report of April")
    page = desk(rita)
    page.set_viewport_size(WIDE)
    open_bench(page, review, "1")
    search(page, "knee")
    expect(page.locator(".hit.is-here")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-book-said]")).to_have_text("The knee is stable.")
    page.keyboard.press("1")
    expect(page.locator(".card-state.is-saved")).to_have_count(1)
    page.keyboard.press("a")
    page.keyboard.press("A")
    expect(page.locator("[data-book-said]")).to_have_text("Straight leg raise is positive.")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("2")
    expect(page.locator(".card-state.is-saved")).to_have_count(2)
    quotes = Highlight.objects.values_list("service__position", "quote")
    assert set(quotes) == {(1, "The knee is stable."), (2, "leg raise is")}

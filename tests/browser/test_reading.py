"""The book in a browser: read, search, resumed, ten thousand pages from end to end."""

from playwright.sync_api import Page, expect

from tests.factories import make_case
from tests.factories.books import make_document

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

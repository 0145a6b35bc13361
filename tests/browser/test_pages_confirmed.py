"""The pages to confirm in a browser: answered by key alone, one after the other."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import broken_rules
from tests.factories import make_case
from tests.factories.books import make_document

LEG = "Straight leg raise is positive on the left at forty degrees."


def make_pages():
    case = make_case("assigned")
    record = make_document(
        case, [LEG, LEG, "Another.", "One more."], title="A bundle", kind="other"
    )
    pages = case.record_pages
    pages.filter(number=2).update(duplicate_of=pages.get(number=1), is_folded=True)
    pages.filter(number__in=[3, 4]).update(foreign="suspected", foreign_differs=["name"])
    return case, record


def open_pages(page: Page, case) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/cases/{case.case_number}/records/pages/")
    expect(page.get_by_role("heading", name="Another patient's?")).to_be_visible()


def test_pages_are_answered_by_key_alone(desk, cora):
    case, _ = make_pages()
    page = desk(cora)
    open_pages(page, case)
    page.keyboard.press("j")
    page.keyboard.press("w")
    expect(page.locator("#page-3 .chip")).to_have_text("Withheld")
    expect(page.locator("#page-4")).to_be_focused()
    page.keyboard.press("o")
    expect(page.locator("#page-4 .chip")).to_have_text("This patient's")
    expect(page.locator("#page-2")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#page-2 .chip")).to_have_text("In the book")
    assert broken_rules(page) == []
    told = case.record_pages.order_by("number").values_list("number", "foreign", "is_folded")
    assert list(told)[1:] == [(2, "", False), (3, "confirmed", False), (4, "dismissed", False)]


def test_two_versions_are_compared_and_answered(desk, cora):
    case, _ = make_pages()
    page = desk(cora)
    open_pages(page, case)
    page.locator("#page-2").focus()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Page 2 beside page 1")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("f")
    expect(page.locator("#page-2 .chip")).to_have_text("Folded away")
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.locator("#page-2 .chip")).to_have_text("In the book")


def test_the_documents_of_a_bundle_are_confirmed_with_one_key_each(desk, cora):
    case, record = make_pages()
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/records/{record.pk}/split/")
    for begins in (2, 3):
        page.keyboard.press("p")
        page.get_by_role("button", name=f"A document begins on page {begins}").click()
        expect(page.get_by_role("row", name=f"Document on page {begins}")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("n")
    page.keyboard.press("y")
    page.get_by_role("button", name="Split the bundle").click()
    expect(page.get_by_text("The bundle is 2 documents now.")).to_be_visible()
    current = case.records.current().filter(received_file=record.received_file)
    assert list(current.order_by("position").values_list("pages", flat=True)) == [2, 2]

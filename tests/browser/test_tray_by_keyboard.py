"""The tray by the keyboard alone: from the home page to the pages of a bundle, and to its case."""

from playwright.sync_api import expect

from cases.models import ReceivedFile
from tests.browser.accessibility import broken_rules
from tests.browser.by_keyboard import press, write
from tests.factories import make_case
from tests.factories.pages import make_tray_file


def test_pages_of_a_bundle_are_sent_to_their_case_and_the_rest_set_aside(desk, cora):
    case = make_case("awaiting_records")
    worker = case.parties.get(role="injured_worker").name
    make_tray_file(name="fax of Monday.pdf")
    page = desk(cora)
    page.goto("/")
    keys = page.keyboard
    page.clock.set_fixed_time(0)  # however long this machine takes between two keys
    keys.press("g")
    keys.press("i")
    expect(page.get_by_role("heading", name="Where do these belong? 1")).to_be_visible()
    page.wait_for_load_state()
    keys.press("j")
    expect(page.get_by_role("link", name="fax of Monday.pdf")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Whose pages are these?")).to_be_visible()
    assert broken_rules(page) == []
    write(page, "Last page", "2")
    write(page, "Case number", case.case_number.lower())
    write(page, "Family name", "Somebody Else")
    page.get_by_label("Sent by").focus()
    keys.type("Claims")
    press(page, "Assign to the case")
    expect(page.get_by_text("There is no case with this number")).to_be_visible()
    expect(page.get_by_label("Last page")).to_have_value("2")
    write(page, "Family name", worker.split()[-1])
    press(page, "Assign to the case")
    expect(page.get_by_text(f"Pages 1 to 2 are with {case.case_number}.")).to_be_visible()
    page.wait_for_load_state()
    keys.press("j")
    keys.press("Enter")
    expect(page.get_by_text("These pages were left when others")).to_be_visible()
    page.get_by_text("They belong to no case here").focus()
    keys.press("Enter")
    write(page, "Why these pages", "An advertisement.")
    press(page, "Set aside")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    part = case.received_files.get()
    assert (part.first_page, part.last_page, part.source) == (1, 2, "claims_administrator")
    left = ReceivedFile.objects.get(case=None, first_page=3)
    assert left.set_aside_reason == "An advertisement."

"""The keyboard: everything on a page can be reached and done without a mouse."""

import pytest
from playwright.sync_api import expect

from cases.lifecycle import CaseStatus
from tests.factories import make_case


@pytest.fixture
def home(desk, cora):
    for _ in range(3):
        make_case(CaseStatus.RECEIVED)
    page = desk(cora)
    page.goto("/")
    return page


def focused(page, attribute):
    return page.evaluate(f"document.activeElement.getAttribute('{attribute}')")


def test_slash_goes_to_the_search_and_stays_a_character_there(home):
    home.keyboard.press("/")
    home.keyboard.type("a/b?")
    expect(home.locator("#case-search")).to_be_focused()
    expect(home.locator("#case-search")).to_have_value("a/b?")


def test_g_and_a_letter_go(home):
    home.clock.set_fixed_time(0)  # however long this machine takes between two keys
    home.keyboard.press("g")
    home.keyboard.press("c")
    home.wait_for_url("**/cases/")


def test_j_and_k_walk_through_rows_and_enter_opens(home):
    home.keyboard.press("j")
    first = focused(home, "href")
    home.keyboard.press("j")
    second = focused(home, "href")
    home.keyboard.press("k")
    assert focused(home, "href") == first != second
    home.keyboard.press("Enter")
    home.wait_for_url(f"**{first}")


def test_the_map_of_keys_opens_and_closes(home):
    home.keyboard.press("?")
    keys = home.get_by_role("dialog", name="Keyboard")
    expect(keys).to_be_visible()
    home.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_the_first_tab_skips_to_the_content(home):
    home.keyboard.press("Tab")
    expect(home.get_by_role("link", name="Skip to the content")).to_be_focused()
    home.keyboard.press("Enter")
    expect(home.locator("main")).to_be_focused()


def test_the_account_menu_opens_and_closes_by_key(home):
    home.locator(".topbar-account summary").focus()
    home.keyboard.press("Enter")
    expect(home.get_by_role("button", name="Sign out")).to_be_visible()
    home.keyboard.press("Escape")
    expect(home.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(home.locator(".topbar-account summary")).to_be_focused()


def test_letters_do_nothing_in_a_text_field(home):
    home.goto("/cases/new/")
    field = home.locator("main textarea").first
    field.focus()
    home.keyboard.type("g c j k ?")
    expect(field).to_have_value("g c j k ?")

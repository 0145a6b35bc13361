"""The end of a session in the browser: warned, saved first, covered, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD, make_case


@pytest.fixture(autouse=True)
def short_sessions(settings):
    settings.SESSION_IDLE_SECONDS = 6


@pytest.fixture
def note(desk, cora):
    case = make_case()
    page = desk(cora, by_page=True)
    page.goto(f"/cases/{case.case_number}/notes/")
    page.wait_for_load_state("networkidle")
    return page


def test_it_warns_and_one_press_stays(note):
    warning = note.get_by_role("alert").filter(has_text="you will be signed out in")
    expect(warning).to_be_visible(timeout=6000)
    note.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    note.wait_for_timeout(2000)
    note.reload()
    expect(note.get_by_label("What was said")).to_be_visible()


def test_a_page_without_text_goes_to_the_door_and_back(note):
    here = note.url
    note.wait_for_url("**/accounts/sign-in/**", timeout=12_000)
    expect(note.get_by_text("because nothing was typed for a while")).to_be_visible()
    note.get_by_label("E-mail address").fill("cora@imr.test")
    note.get_by_label("Password", exact=True).fill(PASSWORD)
    note.get_by_role("button", name="Sign in").click()
    note.wait_for_url(here)


def test_typed_text_is_covered_and_still_there(note):
    note.get_by_label("What was said").fill("He will send the report on Monday.")
    cover = note.get_by_role("alertdialog", name="Signed out")
    expect(cover).to_be_visible(timeout=12_000)
    with note.expect_popup() as opening:
        cover.get_by_role("link", name="Sign in in a new tab").click()
    door = opening.value
    door.get_by_label("E-mail address").fill("cora@imr.test")
    door.get_by_label("Password", exact=True).fill(PASSWORD)
    door.get_by_role("button", name="Sign in").click()
    door.wait_for_url(lambda url: "sign-in" not in url)
    cover.get_by_role("button", name="I have signed in").click()
    expect(note.get_by_label("What was said")).to_have_value("He will send the report on Monday.")
    note.locator("main form button[type=submit]").first.click()
    expect(note.get_by_text("The note is kept.")).to_be_visible()


def test_whoever_types_is_not_signed_out(note):
    field = note.get_by_label("What was said")
    field.press_sequentially("word " * 24, delay=80)
    assert note.evaluate("document.querySelector('.cover')") is None
    assert note.request.get("/").url.endswith("/")

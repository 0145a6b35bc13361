"""The end of a session in the browser: warned, saved first, covered, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_by_page
from tests.factories import make_case

STILL_HERE = re.compile("/still-here/$")


@pytest.fixture
def note(desk, cora):
    case = make_case()
    page = desk(cora)
    page.clock.install()
    page.goto(f"/cases/{case.case_number}/notes/")
    return page


def test_it_warns_and_one_press_stays(note, pass_by):
    warning = note.get_by_role("alert").filter(has_text="you will be signed out in")
    pass_by(note, minutes=9)
    expect(note.get_by_label("What was said")).to_be_visible()
    expect(warning).to_be_hidden()
    pass_by(note, minutes=5)
    expect(warning).to_be_visible()
    with note.expect_response(STILL_HERE):
        note.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    pass_by(note, minutes=12)
    note.reload()
    expect(note.get_by_label("What was said")).to_be_visible()


def test_a_page_without_text_goes_to_the_door_and_back(note, pass_by, cora):
    here = note.url
    pass_by(note, minutes=16)
    note.wait_for_url("**/accounts/sign-in/**")
    expect(note.get_by_text("because nothing was typed for a while")).to_be_visible()
    sign_in_by_page(note, cora)
    note.wait_for_url(here)


def test_typed_text_is_covered_and_still_there(note, pass_by, cora):
    note.get_by_label("What was said").fill("He will send the report on Monday.")
    pass_by(note, minutes=16)
    cover = note.get_by_role("alertdialog", name="Signed out")
    expect(cover).to_be_visible()
    with note.expect_popup() as opening:
        cover.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_by_page(opening.value, cora)
    cover.get_by_role("button", name="I have signed in").click()
    expect(cover).to_be_hidden()
    expect(note.get_by_label("What was said")).to_have_value("He will send the report on Monday.")
    note.locator("main form button[type=submit]").first.click()
    expect(note.get_by_text("The note is kept.")).to_be_visible()


def test_whoever_types_is_not_signed_out(note, pass_by):
    field = note.get_by_label("What was said")
    for _ in range(4):
        pass_by(note, minutes=10)
        with note.expect_response(STILL_HERE):
            field.press_sequentially("word ")
    expect(note.locator(".cover, .clock-warning")).to_have_count(0)
    assert note.request.get("/").url.endswith("/")

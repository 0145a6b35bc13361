"""A session that ends while somebody writes: nothing typed is lost, nothing is left in sight."""

from playwright.sync_api import expect

from reviews.models import Draft
from tests.browser.conftest import fill_the_door, sign_in_by_page
from tests.factories import make_case, make_review

WORDS = "The worker is 48 years old, and this sentence took a while."
NOTE = "What was said"


def test_the_workbench_saves_before_the_session_ends(desk, rita, pass_by):
    review = make_review(reviewer=rita.reviewer, is_written=False)
    page = desk(rita)
    page.clock.install()
    page.goto(f"/reviews/{review.case.case_number}/workbench/?part=summary")
    page.get_by_label("Clinical case summary").fill(WORDS)
    pass_by(page, minutes=14)
    expect(page.locator("#saved-words")).to_have_attribute("data-state", "saved")
    pass_by(page, minutes=2)
    page.wait_for_url(lambda url: "sign-in" in url)
    assert Draft.objects.get(review=review).clinical_case_summary == WORDS


def test_a_form_that_cannot_save_itself_is_covered_and_goes_on_afterwards(desk, cora, pass_by):
    case = make_case("in_review")
    page = desk(cora)
    page.clock.install()
    page.goto(f"/cases/{case.case_number}/")
    page.get_by_label(NOTE).fill(WORDS)
    pass_by(page, minutes=16)
    cover = page.get_by_role("alertdialog", name="Signed out")
    expect(cover).to_be_visible()
    with page.expect_popup() as opened:
        cover.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_by_page(opened.value, cora)
    cover.get_by_role("button", name="I have signed in").click()
    expect(cover).to_be_hidden()
    expect(page.get_by_label(NOTE)).to_have_value(WORDS)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("The note is kept.")).to_be_visible()
    assert case.contact_notes.get().text == WORDS


def test_what_was_sent_too_late_is_sent_after_the_sign_in(desk, cora):
    case = make_case("in_review")
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/")
    page.get_by_label(NOTE).fill(WORDS)
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Keep the note").click()
    fill_the_door(page, cora)
    expect(page.get_by_label("What you typed")).to_have_value(WORDS)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("The note is kept.")).to_be_visible()
    assert case.contact_notes.get().text == WORDS

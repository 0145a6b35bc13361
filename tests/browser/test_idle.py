"""A session that ends while somebody writes: nothing typed is lost, nothing is left in sight."""

import pytest
from playwright.sync_api import expect

from reviews.models import Draft
from tests.factories import PASSWORD, make_case, make_review

WORDS = "The worker is 48 years old, and this sentence took a while."
NOTE = "What was said"


@pytest.fixture(autouse=True)
def short_sessions(settings):
    settings.SESSION_IDLE_SECONDS = 12


def sign_in_again(page, user):
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_the_workbench_saves_before_the_session_ends(desk, rita):
    review = make_review(reviewer=rita.reviewer, is_written=False)
    page = desk(rita)
    page.goto(f"/reviews/{review.case.case_number}/workbench/?part=summary")
    page.get_by_label("Clinical case summary").press_sequentially(WORDS)
    page.wait_for_url(lambda url: "sign-in" in url, timeout=40_000)
    assert Draft.objects.get(review=review).clinical_case_summary == WORDS


def test_a_form_that_cannot_save_itself_is_covered_and_goes_on_afterwards(desk, cora):
    case = make_case("in_review")
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/")
    page.get_by_label(NOTE).press_sequentially(WORDS)
    cover = page.get_by_role("alertdialog", name="Signed out")
    expect(cover).to_be_visible(timeout=40_000)
    with page.context.expect_page() as opened:
        cover.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_again(opened.value, cora)
    expect(opened.value.get_by_role("heading", level=1)).not_to_have_text("Sign in")
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
    page.get_by_label(NOTE).press_sequentially(WORDS)
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    sign_in_again(page, cora)
    expect(page.get_by_label("What you typed")).to_have_value(WORDS)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("The note is kept.")).to_be_visible()
    assert case.contact_notes.get().text == WORDS

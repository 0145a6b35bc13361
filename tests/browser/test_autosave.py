"""Saved as it is typed: soon, in order, once at a time; and what is in the way loses nothing."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reviews.models import Draft
from tests.browser.conftest import sign_in_by_page
from tests.factories import make_review

TEXT = "A 45-year-old warehouse worker."


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer, is_written=False)


@pytest.fixture
def bench(desk, rita, review):
    page = desk(rita)
    page.clock.install()
    page.goto(address(review))
    return page


def address(review, part="summary"):
    return f"/reviews/{review.case.case_number}/workbench/?part={part}"


def field(page):
    return page.get_by_label("Clinical case summary")


def state(page):
    return page.locator("#saved-words")


def stored(review):
    return Draft.objects.get(review=review).clinical_case_summary


def test_it_is_saved_within_three_seconds(bench, review):
    field(bench).fill(TEXT)
    bench.clock.run_for(3000)
    expect(state(bench)).to_have_text(re.compile(r"Saved \d\d?:\d\d:\d\d"))
    assert stored(review) == TEXT


def test_whoever_types_without_a_pause_is_saved_all_the_same(bench, review):
    saves = []
    bench.on("request", lambda request: "/summary/" in request.url and saves.append(request))
    with bench.expect_response("**/summary/"):
        for _ in range(12):
            field(bench).press_sequentially("word ")
            bench.clock.run_for(400)
        assert saves
    assert "word word" in stored(review)


def test_one_request_at_a_time_and_none_overtakes(bench, review):
    under_way, most = [], []

    def slow(route):
        under_way.append(1)
        most.append(len(under_way))
        response = route.fetch()
        bench.wait_for_timeout(700)
        under_way.pop()
        route.fulfill(response=response)

    bench.route("**/summary/**", slow)
    for words in ("One.", "One. Two.", "One. Two. Three."):
        field(bench).fill(words)
        bench.evaluate("void document.autosaves.flush()")
        bench.wait_for_timeout(300)
    expect(state(bench)).to_have_attribute("data-state", "saved", timeout=20_000)
    assert set(most) <= {1}
    assert stored(review) == "One. Two. Three."


def test_a_server_out_of_reach_is_tried_again(bench, review):
    bench.context.set_offline(True)
    field(bench).fill(TEXT)
    bench.clock.run_for(2000)
    expect(state(bench)).to_contain_text("cannot be reached")
    bench.context.set_offline(False)
    bench.clock.run_for(2000)
    expect(state(bench)).to_have_attribute("data-state", "saved")
    assert stored(review) == TEXT


def test_another_edit_holds_and_both_texts_are_kept(bench, review):
    Draft.objects.filter(review=review).update(
        clinical_case_summary="Typed in another window.", revision=7
    )
    field(bench).fill(TEXT)
    bench.clock.run_for(2000)
    expect(state(bench)).to_have_attribute("data-state", "held")
    expect(field(bench)).to_have_value(TEXT)
    expect(bench.get_by_label("The text that is stored")).to_have_value("Typed in another window.")
    assert stored(review) == "Typed in another window."
    bench.get_by_role("button", name="Keep what is typed here").click()
    expect(state(bench)).to_have_attribute("data-state", "saved")
    assert stored(review) == TEXT


def test_a_session_that_ended_keeps_the_text_and_saves_it_after_signing_in(bench, review, rita):
    Session.objects.all().delete()
    field(bench).fill(TEXT)
    bench.clock.run_for(2000)
    cover = bench.get_by_role("alertdialog", name="Signed out")
    expect(cover).to_be_visible()
    with bench.expect_popup() as opening:
        cover.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_by_page(opening.value, rita)
    cover.get_by_role("button", name="I have signed in").click()
    expect(cover).to_be_hidden()
    expect(field(bench)).to_have_value(TEXT)
    expect(state(bench)).to_have_attribute("data-state", "saved")
    assert stored(review) == TEXT


def test_what_is_typed_before_the_script_has_come_is_saved(desk, rita, review):
    page, held = desk(rita), []
    page.route("**/js/autosave.js", lambda route: held.append(route))
    with page.expect_request("**/js/autosave.js"):
        page.goto(address(review), wait_until="commit")
    field(page).fill(TEXT)
    held.pop().continue_()
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert stored(review) == TEXT


def test_a_page_that_nobody_touched_has_nothing_to_save(desk, cora, rita):
    written = make_review(reviewer=rita.reviewer)
    page = desk(rita)
    for part in ("summary", "1"):
        page.goto(address(written, part))
        assert page.evaluate("document.autosaves.unsaved.length") == 0
    intake = desk(cora)
    intake.goto("/cases/new/")
    assert intake.evaluate("document.autosaves.unsaved.length") == 0


LEFT = "Left behind when the tab died."
COUNT_LEFT = """async () => {
  const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
  const shelf = await done(indexedDB.open("imrportal-unsaved", 1));
  return done(shelf.transaction("typed").objectStore("typed").count());
}"""
# The first time, what was left is not found until the test says so.
SLOW_SHELF = """() => {
  if (sessionStorage.isNoLongerSlow) return;
  sessionStorage.isNoLongerSlow = "yes";
  const ask = LockManager.prototype.request;
  const go = new Promise((resolve) => (window.letItCome = resolve));
  LockManager.prototype.request = async function (...all) {
    if (all[1].ifAvailable) await go;
    return ask.apply(this, all);
  };
}"""


@pytest.mark.parametrize(
    ("press", "words"),
    [("Keep what is typed here", TEXT), ("Take the text left behind instead", LEFT)],
)
def test_what_was_left_takes_no_place_of_what_is_typed_before_it_comes(bench, review, press, words):
    bench.context.set_offline(True)
    field(bench).fill(LEFT)
    bench.clock.run_for(500)
    bench.wait_for_function(COUNT_LEFT)
    bench.close()
    bench.context.set_offline(False)
    page = bench.context.new_page()
    page.add_init_script(f"({SLOW_SHELF})()")
    page.goto(address(review))
    field(page).fill(TEXT)
    page.evaluate("letItCome()")
    expect(state(page)).to_have_attribute("data-state", "held")
    expect(field(page)).to_have_value(TEXT)
    expect(page.get_by_label("The text that was left behind")).to_have_value(LEFT)
    page.get_by_role("button", name=press).click()
    expect(field(page)).to_have_value(words)
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert stored(review) == words
    page.wait_for_function(f"async () => await ({COUNT_LEFT})() === 0")

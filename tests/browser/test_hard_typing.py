"""What nobody should type, typed: a kind answer, nothing lost; and how busy the page is."""

import json

import pytest
from django.conf import settings
from playwright.sync_api import expect

from reviews.models import Draft
from tests.factories import make_case, make_review

LONG = "“Pain” – 3×/week. " * 70_000  # 210,000 words, as they come from a word processor
OBSERVE = """() => {
  window.longest = 0; window.longs = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      window.longs += 1;
      window.longest = Math.max(window.longest, one.duration);
    }
  }).observe({ type: "longtask" });
}"""

BUSY = """() => setTimeout(() => {
  const until = performance.now() + 300;
  while (performance.now() < until);
})"""


@pytest.fixture
def bench(desk, rita):
    review = make_review(make_case("in_review", services=21), rita.reviewer, is_written=False)
    page = desk(rita)
    page.goto(f"/reviews/{review.case.case_number}/workbench/?part=summary")
    return page


def stored():
    return Draft.objects.get().clinical_case_summary


def test_200_000_words_stay_on_the_page_until_they_are_cut(bench):
    field, state = bench.locator("#summary-text"), bench.locator("#saved-words")
    field.fill(LONG)
    expect(state).to_contain_text("The limit is 60,000", timeout=30_000)
    expect(state).to_contain_text("Your text is still here")
    assert bench.evaluate("document.querySelector('#summary-text').value.length") == len(LONG)
    field.fill(LONG[:50_000])
    bench.evaluate("document.querySelector('#summary-text').form.requestSubmit()")
    expect(state).to_have_attribute("data-state", "saved", timeout=30_000)
    assert stored() == LONG[:50_000]


def test_characters_that_hide_are_named_and_the_rest_is_kept(bench):
    field, state = bench.locator("#summary-text"), bench.locator("#saved-words")
    field.fill("Left\u202e knee.\x0b")
    expect(state).to_contain_text("U+202E")
    expect(field).to_have_value("Left\u202e knee.\x0b")
    bench.get_by_role("button", name="Take the 2 out").press("Enter")
    expect(state).to_have_attribute("data-state", "saved")
    expect(field).to_have_value("Left knee.")
    expect(field).to_be_focused()
    expect(bench.locator("[data-take-out]")).to_have_count(0)
    assert stored() == "Left knee."
    field.fill("Left knee. <script>alert(1)</script> 😀")
    bench.locator("#part-title").focus()
    expect(state).to_have_attribute("data-state", "saved")
    assert stored() == "Left knee. <script>alert(1)</script> 😀"


def test_how_long_the_page_is_busy_while_one_types_is_recorded(bench):
    field = bench.locator("#summary-text")
    field.fill("The records show gains after each session. " * 250)
    state = bench.locator("#saved-words")
    expect(state).to_have_attribute("data-state", "saved")
    expect(bench.locator(".htmx-request, .htmx-settling")).to_have_count(0)
    bench.evaluate(OBSERVE)
    field.press("Control+End")
    bench.keyboard.type("A sentence that is typed as fast as a person can. " * 4, delay=30)
    expect(state).to_have_attribute("data-state", "saved")
    said = bench.evaluate("({ longest_ms: window.longest, tasks_over_50_ms: window.longs })")
    folder = settings.BASE_DIR / "var" / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "long-tasks-while-typing.json").write_text(json.dumps(said))
    assert stored().endswith("as a person can. ")
    bench.evaluate(BUSY)
    bench.wait_for_function("() => window.longest >= 250")  # what measured would have seen it

"""A whole review of five services by the keyboard alone, recorded, and axe asked in every state.

The recording is a trace of Playwright in var/recordings/ (`playwright show-trace FILE`).
"""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from reviews.lifecycle import ReviewStatus
from reviews.models import Draft, ReviewerQuestion, ServiceDraft
from tests.browser.accessibility import violations
from tests.factories import make_eligibility, make_phrase, make_review, make_service
from tests.factories.books import make_document

MORE = ("Urine drug screen", "Cold therapy unit, 7 day rental", "Acupuncture, 6 sessions")
SUMMARY = (
    "The worker has had low back pain since lifting a crate on 02/14/2023. The progress report of "
    "05/20/2025 records lumbar flexion of 40 degrees and no red flag. Requested are physical "
    "therapy, 12 sessions, an MRI of the lumbar spine, a urine drug screen, a cold therapy unit "
    "for a 7 day rental, and acupuncture, 6 sessions."
)
REASON = (
    "The guideline supports {name} where function improves. The progress report records such "
    "gains in lifting and walking. The request for {name} is medically necessary."
)


@pytest.fixture
def review(rita):
    review = make_review(reviewer=rita.reviewer, is_written=False)
    case, draft = review.case, review.draft
    for requested in MORE:
        service = make_service(case, requested=requested)
        make_eligibility(service)
        ServiceDraft.objects.create(draft=draft, service=service)
    for record in case.records.all():
        record.record_pages.count()
    make_document(case, ["Lumbar flexion is 40 degrees. No red flag."], title="Progress report")
    make_phrase(rita.reviewer, name="Gains", text="The report of [[date]] records gains.")
    return review


@pytest.fixture
def bench(desk, rita, review, window):
    """The workbench, open, with its recording running."""
    page = desk(rita)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.context.tracing.start(screenshots=True, title="Review by keyboard")
    page.goto(f"/reviews/{review.case.case_number}/workbench/?part=summary")
    expect(page.locator("[data-book][data-state=open]")).to_be_visible()
    page.mouse.click = page.mouse.down = None  # nobody reaches for it
    yield page
    folder = settings.BASE_DIR / "var" / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    page.context.tracing.stop(path=folder / "review-by-keyboard.zip")


def assert_accessible(page, floats=False):
    """Axe finds nothing serious on the page now; what `floats` rightly covers what is below."""
    grave = [each for each in violations(page) if each["impact"] in ("serious", "critical")]
    grave = [each for each in grave if not (floats and each["id"] == "target-size")]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in grave] == []


SLOW_TO_SETTLE = """() => {
  const usual = htmx.config.defaultSettleDelay;
  htmx.config.defaultSettleDelay = 2000;
  const settled = Promise.withResolvers();
  window.settled = settled.promise;
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target.id !== "work") return;
    htmx.config.defaultSettleDelay = usual;
    settled.resolve(true);
  });
}"""


def tab_to(page, selector, key="Tab"):
    """Press Tab until the focus is there."""
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def saved(page):
    expect(page.locator("#saved-words")).to_have_attribute("data-state", "saved")


def part_is(page, title):
    expect(page.locator("#part-title")).to_have_text(title)
    expect(page.locator("#part-title")).to_be_focused()


def write_summary(page, review):
    assert_accessible(page)
    page.keyboard.press("Alt+r")
    page.keyboard.insert_text(SUMMARY)
    saved(page)
    Draft.objects.filter(review=review).update(clinical_case_summary="Elsewhere.", revision=99)
    page.keyboard.type(" ")
    keep = page.get_by_role("button", name="Keep what is typed here")
    expect(keep).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Enter")
    saved(page)


def look_at_the_keys(page):
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    keys = page.locator("dialog[open]")
    expect(keys).to_contain_text("Decide: upheld, overturned")
    expect(keys).to_contain_text("Find a guideline")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)


def decide(page, name):
    """Overturn the open service on a guideline of the library, with its reason."""
    page.keyboard.press("Alt+o")
    tab_to(page, "[name=imro_basis]")
    page.keyboard.press("Space")
    expect(page.locator("[name=imro_basis][value=mtus]")).to_be_checked()
    page.keyboard.press("Alt+g")
    expect(page.locator("#guideline-words")).to_be_focused()
    with page.expect_response(lambda one: "low%20back" in (one.request.post_data or "")):
        page.keyboard.type("low back")
    expect(page.locator("#guidelines-found h3").first).to_contain_text("Low Back")
    page.wait_for_timeout(100)


def cite(page):
    tab_to(page, "#guidelines-found button")
    page.keyboard.press("Enter")
    expect(page.locator(".bench-citation")).to_have_count(1)


def reason(page, text):
    page.keyboard.press("Alt+r")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    saved(page)


def ask(page):
    page.keyboard.press("Alt+a")
    page.wait_for_url("**/questions/")
    assert_accessible(page)
    tab_to(page, "select[name=about]")
    page.keyboard.type("Pages that cannot")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Page 1 is dark. Is there a better copy?")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The coordinator has your question.")).to_be_visible()
    tab_to(page, "a[href*='/workbench/']", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-book][data-state=open]")).to_be_visible()


def test_five_services_are_reviewed_and_submitted_by_keyboard_alone(bench, review):
    page = bench
    write_summary(page, review)
    look_at_the_keys(page)
    page.keyboard.press("Alt+n")
    names = list(review.case.services.order_by("position").values_list("requested", flat=True))
    for place, name in enumerate(names, 1):
        part_is(page, name)
        decide(page, name)
        if place == 1:
            assert_accessible(page)
        if place == 2:
            page.evaluate(SLOW_TO_SETTLE)
        cite(page)
        if place == 2:  # already at the rationale when the page comes to rest
            page.keyboard.press("Alt+r")
            assert page.evaluate("settled")
            expect(page.locator("#rationale")).to_be_focused()
        if place == 1:
            assert_accessible(page)
            page.keyboard.press("Alt+r")
            page.keyboard.press("Alt+p")
            expect(page.get_by_role("button", name="Gains")).to_be_focused()
            assert_accessible(page, floats=True)
            page.keyboard.press("Enter")
            page.keyboard.type("05/20/2025")
            expect(page.locator("#rationale")).to_have_value(
                "The report of 05/20/2025 records gains."
            )
            reason(page, "Nothing improved. The request is not medically necessary.")
            stop = page.locator("#work-findings .check-blocks").first
            expect(stop).to_be_visible()
            page.keyboard.press("Alt+c")
            expect(page.locator("#work-findings :focus")).to_be_visible()
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                page.evaluate("void htmx.trigger('#work-findings', 'load')")
            expect(page.locator("#work-findings.htmx-request")).to_have_count(0)
            expect(page.locator("#work-findings :focus")).to_be_visible()
            assert_accessible(page)
        reason(page, REASON.format(name=name[0].lower() + name[1:]))
        if place == 2:
            page.keyboard.press("Alt+v")
            expect(page.locator("[data-preview-sheet]")).to_be_visible()
            assert_accessible(page)
            page.keyboard.press("Alt+v")
            expect(page.locator("[data-preview-sheet]")).to_be_hidden()
        page.keyboard.press("Alt+n")
    page.wait_for_url("**/submit/")
    assert_accessible(page)
    page.go_back()
    expect(page.locator("[data-book][data-state=open]")).to_be_visible()
    ask(page)
    page.keyboard.press("Alt+Enter")
    page.wait_for_url("**/submit/")
    keep_and_set_aside(page)
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is submitted for the quality check")).to_be_visible()
    review.refresh_from_db()
    assert review.status == ReviewStatus.SUBMITTED
    decisions = review.determinations.get().decisions.all()
    assert {one.outcome for one in decisions} == {"overturned"}
    assert len(decisions) == 5
    assert ReviewerQuestion.objects.get().text == "Page 1 is dark. Is there a better copy?"


def keep_and_set_aside(page):
    """Give a reason for what still asks, and for each document that was not opened."""
    for field in page.locator("main form textarea, main form input[name^=aside_]").all():
        if not field.is_visible():
            continue
        name = field.get_attribute("name")
        tab_to(page, re.sub(r"^(.*)$", r'[name="\1"]', name))
        page.keyboard.type("Looked at again: it stays as it is.")

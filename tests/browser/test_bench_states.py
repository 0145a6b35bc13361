"""Every state of the workbench, wide, on a laptop, on a phone: axe, no sideways scroll, a picture.

The pictures are in var/screenshots/bench/, to be looked at.
"""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from reviews.models import Draft
from tests.browser.accessibility import broken_rules
from tests.factories import make_phrase, make_question, make_review
from tests.factories.books import make_document

SIZES = {1440: 900, 1280: 800, 390: 844}
# What moves has come to its end, and is drawn.
STANDS = """async () => {
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
NOTE = (
    "Progress report. The worker says that the back hurts when lifting and when sitting long. "
    "Straight leg raise is positive on the left at forty degrees. Lumbar flexion is less."
)


class Album:
    """Takes a picture of each state and asks axe of it."""

    def __init__(self, page, width):
        self.page, self.width, self.faults = page, width, []
        self.folder = settings.BASE_DIR / "var" / "screenshots" / "bench"
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, name):
        self.page.evaluate("document.autosaves?.flush()")
        self.page.wait_for_timeout(250)  # what scrolls into sight does so after its answer
        expect(self.page.locator(".htmx-request, .htmx-settling")).to_have_count(0)
        self.page.evaluate(STANDS)
        self.page.screenshot(path=self.folder / f"{name}-{self.width}.png")
        # At the end of its scroll the foot of the column covers nothing that is half in sight.
        self.page.evaluate("document.querySelector('.bench-open')?.scrollTo(0, 99999)")
        self.faults += [f"{name}: {each}" for each in broken_rules(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.faults.append(f"{name}: too wide")


@pytest.fixture
def review(rita):
    review = make_review(reviewer=rita.reviewer)
    make_document(review.case, [NOTE, NOTE], title="Progress report of April")
    make_phrase(rita.reviewer, name="Gains", text="The report of [[date]] records gains.")
    make_question(review, text="Page 2 is dark. Is there a better copy?")
    return review


@pytest.mark.parametrize("width", SIZES)
def test_each_state_is_accessible_and_fits(desk, rita, review, width):
    page = desk(rita)
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    album = Album(page, width)
    bench = f"/reviews/{review.case.case_number}/workbench/"

    def open_part(part):
        page.goto(f"{bench}?part={part}")
        expect(page.locator("[data-book][data-state=open]")).to_be_attached()
        page.wait_for_selector("#work-findings .checks-title")

    open_part("summary")
    album.take("summary")
    Draft.objects.filter(review=review).update(clinical_case_summary="Elsewhere.", revision=9)
    page.locator("#summary-text").fill("The worker lifted a crate. Typed here.")
    expect(page.locator("[data-conflict]")).to_be_visible()
    album.take("conflict")
    page.get_by_role("button", name="Keep what is typed here").click()
    expect(page.locator("#saved-words")).to_have_attribute("data-state", "saved")

    open_part("1")
    album.take("service")
    page.locator("[data-opens=guidelines]").click()
    page.wait_for_selector("#guidelines-found button")
    album.take("finder")
    page.keyboard.press("Escape")
    page.locator(".bench-phrases summary").click()
    album.take("phrases")
    page.keyboard.press("Escape")
    page.locator("[name=imro_basis][value=outside_mtus]").check()
    page.locator("[name=below][value=silent]").check()
    page.locator("[name=disagree]").check()
    page.locator("[name=study]").fill("Example and others, 2015")
    album.take("sequence")
    page.locator("#rationale").fill("The records show gains. The request is not medically needed.")
    page.locator("[name=outcome][value=overturned]").check()
    expect(page.locator("#saved-words")).to_have_attribute("data-state", "saved")
    expect(page.locator("#work-findings .check-blocks").first).to_be_visible()
    page.locator("#work-findings").scroll_into_view_if_needed()
    album.take("finding")
    page.locator("[name=imro_basis][value=mtus]").check()
    expect(page.locator("#saved-words")).to_have_attribute("data-state", "saved")
    page.locator("#part-title").focus()
    page.keyboard.press("?")
    album.take("keys")
    page.keyboard.press("Escape")
    with page.expect_response("**/preview/**") as drawn:
        page.keyboard.press("v")
    expect(page.locator("[data-preview-sheet]")).to_be_visible()
    drawn.value.finished()
    album.take("preview")
    for name, path in (("questions", "workbench/questions"), ("submit", "submit")):
        page.goto(f"/reviews/{review.case.case_number}/{path}/")
        album.take(name)
    page.goto(f"{bench}1/earlier/?every=1")
    album.take("earlier")
    assert album.faults == []

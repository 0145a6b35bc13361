"""Evidence in a browser: highlighted, tagged by key, put into a rationale, found again."""

import re

from playwright.sync_api import Page, expect

from reviews.models import EvidenceLink, Highlight, Review
from tests.factories import make_review
from tests.factories.books import make_document

PLAIN = "Progress report. The worker says that the back hurts when lifting and when sitting long."
LEG = "Straight leg raise is positive on the left at forty degrees. Lumbar flexion is less."


def open_bench(page: Page, review: Review, part: str) -> None:
    page.goto(f"/reviews/{review.case.case_number}/workbench/?part={part}")
    expect(page.locator("[data-book][data-state=open]")).to_be_visible()


def select_words(page: Page, number: int, first: int, last: int) -> None:
    """Select words of a page, as a mouse does."""
    page.wait_for_function(
        "n => document.querySelectorAll(`.sheet[data-page='${n}'] .sheet-text span`).length",
        arg=number,
    )
    page.evaluate(
        """([n, first, last]) => {
          const words = document.querySelectorAll(`.sheet[data-page='${n}'] .sheet-text span`);
          const range = document.createRange();
          range.setStart(words[first].firstChild, 0);
          range.setEnd(words[last].firstChild, words[last].textContent.length - 1);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [number, first, last],
    )


def test_a_passage_goes_from_the_page_into_the_rationale_by_key_alone(desk, rita):
    review = make_review(reviewer=rita.reviewer, is_written=False)
    make_document(review.case, [PLAIN, LEG], title="Progress report of April")
    page = desk(rita)
    page.set_viewport_size({"width": 1440, "height": 900})
    open_bench(page, review, "1")
    select_words(page, 1, 4, 8)
    page.keyboard.press("1")
    expect(page.locator(".note-mark[data-service='1']").first).to_be_visible()
    page.keyboard.press("j")
    select_words(page, 2, 0, 4)
    page.keyboard.press("2")
    expect(page.locator(".card-item")).to_have_count(2)
    page.keyboard.press("s")
    expect(page.locator("#rationale")).to_have_value(re.compile(r"\(Progress report, .*page 2\)"))
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    page.keyboard.press("l")
    assert EvidenceLink.objects.get().part.service.position == 1
    assert set(Highlight.objects.values_list("service__position", "quote")) == {
        (1, "says that the back hurts"),
        (2, "Straight leg raise is positive"),
    }

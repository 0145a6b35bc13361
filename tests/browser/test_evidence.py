"""Evidence in a browser: highlighted, tagged by key, put into a rationale, found again."""

import re
import uuid

from playwright.sync_api import Page, expect

from reviews.models import CitedPassage, EvidenceLink, Highlight, Review
from reviews.passages import reference_of
from tests.factories import NOON, make_determination, make_review
from tests.factories.books import make_document, read_page

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
    # The cards are out of sight in so narrow a book: the note is written all the same.
    page.keyboard.press("m")
    page.keyboard.type("Note a sign, on the left.")
    page.keyboard.press("Enter")
    expect(page.locator(".card-note")).to_have_text("Note a sign, on the left.")
    page.keyboard.press("Delete")
    expect(page.locator(".card-item")).to_have_count(1)
    page.keyboard.press("z")
    expect(page.locator(".card-note")).to_have_text("Note a sign, on the left.")
    page.keyboard.press("s")
    expect(page.locator("#rationale")).to_have_value(re.compile(r"\(Progress report, .*page 2\)"))
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    # The text and the link of the card to it are saved apart.
    expect(page.locator(".card-state.is-saved")).to_have_count(2)
    page.keyboard.press("l")
    assert EvidenceLink.objects.get().part.service.position == 1
    assert set(Highlight.objects.values_list("service__position", "quote")) == {
        (1, "says that the back hurts"),
        (2, "Straight leg raise is positive"),
    }


def marked_bench(desk, rita) -> tuple[Page, Review]:
    """A workbench at the first service, with one passage of page 2 marked for it."""
    review = make_review(reviewer=rita.reviewer, is_written=False)
    make_document(review.case, [PLAIN, LEG], title="Progress report of April")
    page = desk(rita)
    page.set_viewport_size({"width": 1440, "height": 900})
    open_bench(page, review, "1")
    page.keyboard.press("j")
    select_words(page, 2, 0, 4)
    page.keyboard.press("1")
    expect(page.locator(".card-state.is-saved")).to_have_count(1)
    return page, review


def test_what_is_done_while_an_answer_is_taken_in_is_no_conflict(desk, rita):
    page, review = marked_bench(desk, rita)
    page.evaluate(
        """() => {
          const json = Response.prototype.json;
          Response.prototype.json = async function () {
            await new Promise((resolve) => setTimeout(resolve, 600));
            return json.call(this);
          };
        }"""
    )
    with page.expect_response(lambda answer: answer.url.endswith("/change/")):
        page.keyboard.press("2")
    page.keyboard.press("Delete")  # the answer has come, and is not read yet
    expect(page.locator(".card-item")).to_have_count(0)
    page.keyboard.press("z")
    page.keyboard.press("s")
    expect(page.locator(".card-state.is-saved")).to_have_count(1)
    assert EvidenceLink.objects.get().part.service.position == 1
    assert Highlight.objects.get().service.position == 2


def test_a_card_is_dragged_into_the_rationale_and_stays_linked(desk, rita):
    page, _ = marked_bench(desk, rita)
    page.keyboard.press("l")
    page.locator(".card-item").drag_to(page.locator("#rationale"))
    expect(page.locator("#rationale")).to_have_value(re.compile(r"\(Progress report, .*page 2\)"))
    expect(page.locator(".card-foot")).to_contain_text("in service 1")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    expect(page.locator(".card-state.is-saved")).to_have_count(1)
    assert EvidenceLink.objects.get().part.service.position == 1


def test_a_reference_stands_between_words_wherever_it_was_dropped_or_sent(desk, rita):
    page, review = marked_bench(desk, rita)
    text = page.locator("#rationale")
    text.fill("Necessarily so.")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    open_bench(page, review, "1")
    page.keyboard.press("e")
    expect(page.locator(".note-mark.is-chosen").first).to_be_visible()
    page.keyboard.press("s")
    reference = r"\(Progress report, [^)]*page 2\)"
    expect(text).to_have_value(re.compile(rf"^Necessarily so\. {reference}$"))
    text.fill("Necessarily so.")
    page.locator("#part-title").click()
    page.keyboard.press("l")
    page.locator(".card-item").drag_to(text, target_position={"x": 40, "y": 18})
    expect(text).to_have_value(re.compile(rf"^Necessarily {reference} so\.$"))


def test_an_area_is_marked_by_dragging_over_it(desk, rita):
    page, _ = marked_bench(desk, rita)
    page.keyboard.press("x")
    expect(page.locator(".book-pages.is-marking")).to_be_visible()
    box = page.locator(".sheet[data-page='2']").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 250, steps=4)
    page.mouse.up()
    expect(page.locator(".sheet[data-page='2'] .note-mark[data-kind='area']")).to_be_visible()
    expect(page.locator(".card-state.is-saved")).to_have_count(2)
    area = Highlight.objects.get(kind="area")
    assert area.left is not None
    assert abs(area.left - 0.2) < 0.02
    assert abs(area.right - 0.6) < 0.02


def test_an_area_is_marked_by_key_alone(desk, rita):
    page, _ = marked_bench(desk, rita)
    page.keyboard.press("x")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
    frame = page.locator(".sheet[data-page='2'] .note-mark.is-new")
    expect(frame).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame).to_have_count(0)
    assert Highlight.objects.filter(kind="area").count() == 0
    page.keyboard.press("x")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.locator(".card-state.is-saved")).to_have_count(2)
    area = Highlight.objects.get(kind="area")
    assert (round(area.left, 2), round(area.right, 2)) == (0.32, 0.73)
    assert round(area.bottom - area.top, 2) == 0.09


def test_a_new_reading_keeps_the_anchor_or_puts_the_card_into_the_tray(desk, rita):
    page, review = marked_bench(desk, rita)
    leg = review.case.record_pages.get(number=2)
    read_page(leg, f"Read anew by the machine, and more of it than before. {LEG}", shift=0.1)
    open_bench(page, review, "1")
    page.keyboard.press("e")
    expect(page.locator(".sheet[data-page='2'] .note-mark.is-chosen").first).to_be_visible()
    expect(page.locator(".card-tray")).to_have_count(0)
    assert Highlight.objects.get().quote == "Straight leg raise is positive"
    read_page(leg, "Nothing of it can be made out any more on this sheet of paper.")
    open_bench(page, review, "1")
    expect(page.locator(".card-tray")).to_contain_text("1 not found on the page")
    page.keyboard.press("e")
    select_words(page, 2, 0, 3)
    page.keyboard.press("h")
    expect(page.locator(".card-tray")).to_have_count(0)
    expect(page.locator(".sheet[data-page='2'] .note-mark").first).to_be_visible()


def test_quality_jumps_from_a_sentence_to_what_is_marked_on_its_page(desk, rita, quinn):
    review = make_review(reviewer=rita.reviewer, status="submitted")
    make_document(review.case, [PLAIN, f"{PLAIN} " * 20 + LEG], title="Progress report")
    page = review.case.record_pages.get(number=2)
    start = len(f"{PLAIN} ".split()) * 20
    known = {"key": uuid.uuid4(), "start": start, "end": start + 3, "quote": "Straight leg raise"}
    mark = Highlight.objects.create(review=review, page=page, made_at=NOON, **known)
    said = f"The leg raise was positive {reference_of(page)}. It is said so (Report, page 1)."
    version = make_determination(review, clinical_case_summary=said)
    CitedPassage.objects.create(determination=version, highlight=mark, reference=reference_of(page))
    check = desk(quinn)
    check.goto(f"/reviews/{review.case.case_number}/quality-check/")
    cited = check.locator(".cited li")
    expect(cited.first.locator("q")).to_have_text("Straight leg raise")
    expect(cited.last).to_contain_text("typed, without a card")
    link = check.get_by_role("link", name="Page 2")
    link.focus()
    with check.expect_popup() as opened:
        check.keyboard.press("Enter")
    book = opened.value
    expect(book.locator(".sheet[data-page='2'] .note-mark.is-chosen")).to_be_in_viewport()

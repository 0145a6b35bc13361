"""The frame of every page: the keyboard, narrow screens, and what axe has to say."""

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import expect

from tests.browser.accessibility import WCAG, broken_rules
from tests.factories import PASSWORD, make_case, make_record, tiny_pdf
from tests.factories.books import make_document
from tests.world import make_people, make_world

MAIN_PAGES = (
    ("cora", "received", "home"),
    ("cora", "received", "cases:cases"),
    ("cora", "received", "cases:receive_application"),
    ("cora", "received", "cases:eligibility"),
    ("cora", "in_quality_check", "cases:case"),
    ("cora", "in_quality_check", "cases:records"),
    ("cora", "in_review", "cases:upload_record"),
    ("cora", "awaiting_records", "cases:complete_records"),
    ("cora", "ready_for_review", "reviews:offer_review"),
    ("cora", "received", "reviews:roster"),
    ("cora", "received", "reviews:edit_reviewer"),
    ("olga", "offered", "reviews:offer"),
    ("olga", "ready_for_review", "reviews:attest_offer"),
    ("rita", "in_review", "reviews:workbench"),
    ("rita", "in_review", "reviews:submit_review"),
    ("quinn", "in_quality_check", "reviews:quality_check"),
    ("max", "approved", "reviews:sign_determination"),
    ("stella", "sealed", "reviews:letters"),
    ("stella", "sealed", "reviews:release_desk"),
    ("stella", "sealed", "reviews:serve_letter"),
    ("ada", "received", "accounts:users"),
    ("ada", "received", "cases:organization"),
    ("audrey", "issued", "cases:audit"),
)


def address(name: str, world) -> str:
    """The address of a page about the world's case."""
    for keys in ((), ("case_number",), ("pseudonym",), ("case_number", "position")):
        try:
            return reverse(name, args=[world.arguments[key] for key in keys])
        except NoReverseMatch:
            continue
    raise LookupError(name)


@pytest.mark.parametrize(("actor", "stage", "name"), MAIN_PAGES)
def test_axe_finds_nothing_and_no_page_is_too_wide(desk, actor, stage, name):
    world = make_world(stage, make_people())
    page = desk(world.people[actor])
    page.goto(address(name, world))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    found = broken_rules(page, WCAG)
    page.set_viewport_size({"width": 390, "height": 844})
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert (found, too_wide) == ([], False)


def test_one_can_sign_in_and_find_a_case_without_a_mouse(window):
    world = make_world("received", make_people())
    page = window()
    page.goto("/")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "email":
        page.keyboard.press("Tab")
    page.keyboard.type(world.people["cora"].email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.keyboard.press("/")
    page.keyboard.type(world.case.case_number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(world.case.case_number)


FLOW = (
    ("cora", "received", "cases:receive_application"),
    ("cora", "awaiting_records", "cases:complete_records"),
    ("cora", "ready_for_review", "reviews:offer_review"),
    ("olga", "ready_for_review", "reviews:attest_offer"),
    ("rita", "in_review", "reviews:workbench"),
    ("rita", "in_review", "reviews:submit_review"),
    ("quinn", "in_quality_check", "reviews:quality_check"),
    ("max", "approved", "reviews:sign_determination"),
    ("stella", "sealed", "reviews:serve_letter"),
)
# Numbers what can be used in the page's main part; a group of radio buttons is one stop.
NUMBER_STOPS = """() => {
  for (const frame of document.querySelectorAll("iframe")) frame.remove();
  const used = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const stops = [...document.querySelectorAll("main :is(" + used + ")")].filter((one) =>
    one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0
    && one.type !== "hidden");
  stops.forEach((one, number) => {
    one.dataset.stop = one.type === "radio" ? one.form?.id + one.name : number;
  });
  return [...new Set(stops.map((one) => one.dataset.stop))];
}"""


@pytest.mark.parametrize(("actor", "stage", "name"), FLOW)
def test_everything_on_the_page_is_reached_with_the_tab_key(desk, actor, stage, name):
    world = make_world(stage, make_people())
    page = desk(world.people[actor])
    page.goto(address(name, world))
    page.wait_for_load_state("networkidle")  # the book shows or folds its parts once it is read
    stops = set(page.evaluate(NUMBER_STOPS))
    missing = set(stops)
    for _ in range(2 * len(stops) + 60):
        page.keyboard.press("Tab")
        missing.discard(page.evaluate("document.activeElement.dataset.stop"))
        if not missing:
            break
    assert stops
    assert missing == set()


def test_what_has_the_focus_is_not_below_the_bar_of_a_phone(desk, cora):
    """WCAG 2.2, 2.4.11."""
    case = make_case("awaiting_records")
    for number in range(30):
        make_record(case, title=f"Report {number}", content=tiny_pdf(f"Report {number}."))
    page = desk(cora)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/cases/{case.case_number}/records/")
    shown = """() => {
      const [one, bar] = [document.activeElement, document.querySelector(".rail")];
      if (one === document.body || bar.contains(one)) return true;
      return one.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top;
    }"""
    for _ in range(40):
        page.keyboard.press("Tab")
        page.wait_for_function(shown)  # the page rolls there


def test_a_long_word_in_a_title_breaks_no_other_column(desk, cora):
    case = make_case("awaiting_records")
    make_document(case, ["One."], title="T" * 300)
    page = desk(cora)
    page.goto(reverse("cases:records", args=[case.case_number]))
    table = page.get_by_role("table").filter(has_text="TTT")
    lines = "e => { const words = new Range(); words.selectNodeContents(e); return words"
    lines += ".getClientRects().length; }"
    words = [
        table.get_by_role("columnheader", name="Received"),
        table.get_by_text("Supersede", exact=True),
    ]
    assert [one.last.evaluate(lines) for one in words] == [1, 1]

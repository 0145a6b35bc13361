"""Eligibility in a browser: a partly eligible application, decided with the keyboard alone."""

from datetime import date

from playwright.sync_api import expect

from cases.models import DisputedService
from tests.factories import make_case


def test_a_partly_eligible_application_is_decided_with_the_keyboard(desk, cora):
    case = make_case()
    DisputedService.objects.filter(case=case, position=2).update(is_conditional=True)
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/eligibility/")
    expect(page.get_by_text("proposes 1 eligible, 1 ineligible")).to_be_visible()
    counted = page.get_by_text("How it was counted")
    counted.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 calendar days for mail")).to_be_visible()
    page.get_by_role("button", name="Record the decision").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_contain_text("it never follows by itself")
    page.get_by_label("Reason").last.focus()
    page.keyboard.type("UR asked for the report twice.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Made by")).to_be_focused()
    page.get_by_role("button", name="Record the decision").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("goes on with what is eligible.")).to_be_visible()
    expect(page.get_by_text("Ineligible (CNC)", exact=True)).to_be_visible()
    case.refresh_from_db()
    assert case.status == "eligible"


def test_what_the_file_does_not_say_is_answered_and_judged_again(desk, cora):
    case = make_case(application_received_on=date(2025, 7, 14))
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/eligibility/")
    expect(page.get_by_role("cell", name="3 days after the last day")).to_be_visible()
    page.get_by_role("link", name="Answer what the file does not say").click()
    page.get_by_label("Form came with the UR decision").select_option("no")
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_text("the time has not begun to run").first).to_be_visible()
    expect(page.get_by_text("proposes 2 eligible")).to_be_visible()

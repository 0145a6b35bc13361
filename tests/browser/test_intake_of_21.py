"""Intake by keyboard: 21 services, two modified, interrupted, resumed, a duplicate linked."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from cases.actions.intake import receive_application
from cases.models import Case, DuplicateSuspicion, IntakeDraft
from tests.browser.by_keyboard import SERVICES, press, saved, type_service, write
from tests.factories import make_organization, make_service, tiny_pdf
from tests.factories.application import application


def test_21_services_interrupted_resumed_corrected_and_a_duplicate_linked(desk, cora):
    make_organization()
    earlier = earlier_case(cora)
    page = desk(cora)
    page.goto("/cases/new/")
    write(page, "Received on", "03/10/2026")
    write(page, "Name", "Wanda Worker", "Injured worker")
    write(page, "Date of injury", "05/05/2024")
    write(page, "Name", "Clear Claims, Inc.", "Claims administrator")
    write(page, "Decided on", "02/24/2026")
    for number in range(1, 11):
        type_service(page, number)
    saved(page)
    key = IntakeDraft.objects.get().key
    page.close()

    page = desk(cora)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Application of Wanda Worker")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{key}/")
    for number in range(11, SERVICES + 1):
        type_service(page, number)
    page.locator("#id_file_ur_determination").set_input_files(
        {"name": "ur.pdf", "mimeType": "application/pdf", "buffer": tiny_pdf("UR decision")}
    )
    expect(page.get_by_text("ur.pdf")).to_be_visible()
    press(page, "Receive the application")

    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.wait_for_load_state()
    expect(page.locator("[data-error-summary]")).to_contain_text("Enter 35 sessions")
    expect(page.get_by_text("authorized leaves 35 sessions, not 30.")).to_be_visible()
    write(page, "What is left in dispute", "35 sessions", "Disputed services")
    expect(page.get_by_text("authorized leaves 35 sessions, as typed.")).to_be_visible()
    press(page, "Receive the application")
    expect(page.get_by_text("Received as CM")).to_be_visible()

    case = Case.objects.exclude(pk=earlier.pk).get()
    left = list(case.services.exclude(ur_action="denied").values_list("position", "modification"))
    assert case.services.count() == SERVICES
    assert left == [(3, "remainder"), (5, "substituted")]
    assert case.services.get(position=3).eligible_portion == "35 sessions"
    assert case.records.get().kind == "ur_determination"
    assert not IntakeDraft.objects.exists()

    page.get_by_role("link", name=re.compile("ompare|duplicate|look", re.IGNORECASE)).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Alike in:")).to_be_visible()
    page.get_by_label("Reason").focus()
    page.keyboard.type("The same form, sent twice.")
    press(page, "Link: the same dispute")
    expect(page.get_by_text("The same dispute").first).to_be_visible()
    assert DuplicateSuspicion.objects.get().state == "linked"


def earlier_case(cora) -> Case:
    """The case that the application is a second copy of."""
    case = receive_application(application(), by=cora, at=timezone.now())
    make_service(case, requested="Request number 1")
    return case

"""The browser is killed outright: every page that was seen is in the trail, and what was read."""

import os
import signal

from playwright.sync_api import Browser, Page, expect

from cases.models import AuditEvent, PageReading
from tests.browser.conftest import CHROMIUM, PATIENCE, sign_in_by_page, wait_for_answers
from tests.browser.test_reading import make_book, open_book

SEEN = "[...document.querySelectorAll('.sheet.is-shown')].map((sheet) => +sheet.dataset.page)"


def own_browser(browser: Browser, address: str) -> tuple[Page, int]:
    """Return a page of another Chromium, and the number of its process."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=root)
    told = other.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    [pid] = [each["id"] for each in told["processInfo"] if each["type"] == "browser"]
    page = other.new_context(base_url=address).new_page()
    page.set_default_timeout(PATIENCE)
    return page, pid


def test_a_browser_that_is_killed_has_told_what_was_opened_and_read(browser, live_server, quinn):
    case = make_book()
    page, pid = own_browser(browser, live_server.url)
    page.goto("/")
    sign_in_by_page(page, quinn)
    open_book(page, case)
    expect(page.locator("[data-book-count]")).not_to_have_text("0 of 5 read", timeout=PATIENCE)
    read = int(page.locator("[data-book-count]").inner_text().split()[0])
    page.keyboard.press("]")
    expect(page.locator(".sheet[data-page='5'].is-shown")).to_be_visible(timeout=PATIENCE)
    seen = set(page.evaluate(SEEN))
    os.kill(pid, signal.SIGKILL)
    wait_for_answers()
    opened = AuditEvent.objects.filter(kind="page.opened", data__form="page")
    assert seen >= {4, 5}
    assert seen <= {event.data["number"] for event in opened}
    told = AuditEvent.objects.filter(kind="pages.read").values_list("data__numbers", flat=True)
    numbers = {number for numbers in told for number in numbers}
    assert len(numbers) >= read >= 1
    assert numbers == set(
        PageReading.objects.exclude(read_at=None).values_list("page__number", flat=True)
    )

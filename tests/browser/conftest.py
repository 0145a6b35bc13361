"""A real Chromium before the real site: people in windows of their own, and a worker behind it.

Without a Chromium these tests are skipped, and counted as such. The site runs on the test's own
database; the worker is a process of Celery on the same database, broker and store.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, Page, expect, sync_playwright

from imrportal.accounts.models import User
from tests.factories import PASSWORD

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("IMRPORTAL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
NO_CHROMIUM = "no Chromium on this machine: install it (Debian: apt install chromium)"
NO_DRIVER = "the browser's driver does not start here (Debian: apt install libatomic1)"
PATIENCE = 15_000
# What the browser and htmx say of an answer that did not come; tests cut the network on purpose.
# A check of what is typed gives way to the next one: that is an abort, not a fault.
OF_THE_NETWORK = (
    "Failed to load resource",
    "htmx:sendError",
    "htmx:sendAbort",
    "htmx:afterRequest",
)
HERE = str(Path(__file__).parent)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as a browser test, and skip it where there is no browser.

    First of all, so that whoever sorts the tests knows that these empty the database after them.
    """
    hindrance = "" if CHROMIUM else NO_CHROMIUM
    if CHROMIUM and not driver_starts():
        hindrance = NO_DRIVER
    for item in items:
        if str(item.path).startswith(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if hindrance:
                item.add_marker(pytest.mark.skip(reason=hindrance))


def driver_starts() -> bool:
    """Whether the program that drives the browser finds its libraries."""
    node, _ = compute_driver_executable()
    return subprocess.run([node, "--version"], capture_output=True).returncode == 0


class _Chromium:
    """The Chromium of this process, from its first test of a browser to the last one in a row.

    Not for the whole run: its loop would go on under the tests that come after, and sealing begins
    a loop of its own. While it is there, tests may ask the database although a loop runs.
    """

    def __init__(self) -> None:
        self.running: contextlib.ExitStack | None = None
        self.browser: Browser | None = None

    def start(self) -> Browser:
        if self.browser is None:
            self.running = contextlib.ExitStack()
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
            self.running.callback(os.environ.pop, "DJANGO_ALLOW_ASYNC_UNSAFE")
            playwright = self.running.enter_context(sync_playwright())
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            self.running.callback(self.browser.close)
        return self.browser

    def stop(self) -> None:
        if self.running is not None:
            self.running.close()
        self.running = self.browser = None


_chromium = _Chromium()


@pytest.fixture
def browser() -> Browser:
    """The one Chromium of this process, whose tests each open contexts of their own."""
    return _chromium.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """End the browser where no test of one follows."""
    try:
        return (yield)
    finally:
        if nextitem is None or not nextitem.get_closest_marker("browser"):
            _chromium.stop()


@pytest.fixture
def window(browser, live_server) -> Iterator[Callable[[], Page]]:
    """A function that opens a window of its own, without anybody's session.

    An error of a script, or something the page's policy blocked, fails the test at its end.
    """
    contexts, faults = [], []

    def opened() -> Page:
        context = browser.new_context(base_url=live_server.url, accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: _note(line, page, faults))
        contexts.append(context)
        return page

    opened.contexts = contexts
    yield opened
    for context in contexts:
        _leave(context)
        context.close()
    wait_for_answers()
    assert faults == []


def _leave(context) -> None:
    """Leave every page without its last words: nobody waits for the answer to these."""
    context.route("**/book/reading/", lambda route: route.abort())
    for page in context.pages:
        page.goto("about:blank")


def wait_for_answers() -> None:
    """Let the site finish what was asked of it: the tables are emptied after this."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE / 1000)


def _note(line, page: Page, faults: list[str]) -> None:
    if line.type == "error" and not line.text.startswith(OF_THE_NETWORK):
        faults.append(f"{page.url}: {line.text}")


@pytest.fixture
def desk(window, live_server) -> Callable[..., Page]:
    """A function that opens a window with a person's session in it.

    `by_page` signs in by the sign-in page, and ends on the page that comes first.
    """

    def signed_in(user: User, *, by_page: bool = False) -> Page:
        page = window()
        if by_page:
            page.goto("/")
            sign_in_by_page(page, user)
        else:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            known = {"name": cookie.key, "value": cookie.value, "url": live_server.url}
            page.context.add_cookies([known | {"httpOnly": True, "sameSite": "Lax"}])
        return page

    return signed_in


def sign_in_by_page(page: Page, user: User) -> None:
    """Sign in as a person does, at the door where the page stands; it ends behind the door."""
    fill_the_door(page, user)
    page.wait_for_url(lambda url: "sign-in" not in url)


def fill_the_door(page: Page, user: User) -> None:
    """Say who one is, and press; what comes then is up to what was asked for."""
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def pass_by() -> Iterator[Callable[..., None]]:
    """A function that lets minutes pass at once, for the site and for a page whose clock is set."""
    with contextlib.ExitStack() as travels:

        def passed(page: Page, *, minutes: int) -> None:
            later = timezone.now() + timedelta(minutes=minutes)
            travels.enter_context(time_machine.travel(later, tick=True))
            page.clock.fast_forward(minutes * 60_000)

        yield passed


@pytest.fixture
def worker(live_server, subprocess_env, seal_keys, tmp_path) -> Iterator[subprocess.Popen]:
    """Celery's own worker, on the database and broker of this test."""
    log = (tmp_path / "worker.log").open("wb")
    command = [sys.executable, "-m", "celery", "-A", "imrportal.celery", "worker"]
    command += ["--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    process = subprocess.Popen(
        command, env=subprocess_env, cwd=settings.BASE_DIR, stdout=log, stderr=subprocess.STDOUT
    )
    yield process
    process.terminate()
    process.wait(20)
    log.close()

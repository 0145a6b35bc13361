"""Photograph every page for every role, wide and narrow, light and dark, and ask axe of each.

    .venv/bin/python -m tests.screenshots [ADDRESS] [--only WORD] [--quick]

Runs against a demonstration that is running (`make run`). All pictures go to var/screenshots/, a
few small ones to docs/screenshots/ for the README. A page is a row of PAGES: add yours there.
"""

import argparse
import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from imrportal.accounts.demonstration import ACCOUNTS
from tests.screenshot_pages import PAGES, Shot

PROJECT = Path(__file__).resolve().parent.parent
ALL = PROJECT / "var" / "screenshots"
FEW = PROJECT / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
SIZES = {1440: 900, 1024: 768, 390: 844}
SCHEMES = ("light", "dark")
TALLEST = 4000
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass(frozen=True)
class Look:
    """One way of looking at a page."""

    width: int
    scheme: str


def main() -> int:
    """Take all pictures; the exit code is 1 when a page failed or axe found something."""
    options = _options()
    looks = [Look(width, scheme) for scheme in SCHEMES for width in SIZES]
    if options.quick:
        looks = [Look(1440, "light"), Look(390, "dark")]
    if not _is_up(options.address):
        print(f"Nothing answers at {options.address}: start the demonstration with `make run`.")
        return 2
    shots = [shot for shot in PAGES if options.only in f"{shot.role} {shot.name}"]
    ALL.mkdir(parents=True, exist_ok=True)
    FEW.mkdir(parents=True, exist_ok=True)
    troubles = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for role, of_role in _by_role(shots):
            troubles += _photograph(browser, options.address, role, of_role, looks)
        browser.close()
    print(f"{len(shots)} pages, {troubles} troubles; pictures are in {ALL}")
    return 1 if troubles else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, prog="tests.screenshots")
    parser.add_argument("address", nargs="?", default="http://localhost:8000")
    parser.add_argument("--only", default="", help="pages whose role or name holds this word")
    parser.add_argument("--quick", action="store_true", help="1440 light and 390 dark alone")
    return parser.parse_args()


def _is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/accounts/sign-in/", timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def _by_role(shots: list[Shot]) -> Iterator[tuple[str, list[Shot]]]:
    for role in dict.fromkeys(shot.role for shot in shots):
        yield role, [shot for shot in shots if shot.role == role]


def _photograph(
    browser: Browser, address: str, role: str, shots: list[Shot], looks: list[Look]
) -> int:
    context = browser.new_context(base_url=address, bypass_csp=True)
    page = context.new_page()
    if role:
        _sign_in(page, role)
    troubles = 0
    for shot in shots:
        try:
            troubles += _photograph_page(context, page, shot, looks)
        except Exception as problem:
            print(f"FAILED {shot.role or 'public'} {shot.name}: {str(problem).splitlines()[0]}")
            troubles += 1
    context.close()
    return troubles


def _sign_in(page: Page, role: str) -> None:
    account = next(account for account in ACCOUNTS if account.role == role)
    page.goto("/accounts/sign-in/")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(account.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def _photograph_page(context: BrowserContext, page: Page, shot: Shot, looks: list[Look]) -> int:
    _open(page, shot)
    troubles = 0
    for look in looks:
        page.emulate_media(color_scheme=look.scheme)
        page.set_viewport_size({"width": look.width, "height": SIZES[look.width]})
        page.wait_for_function("document.fonts.ready.then(() => true)")
        time.sleep(0.1)
        name = f"{shot.role or 'public'}-{shot.name}-{look.width}-{look.scheme}.png"
        page.screenshot(path=ALL / name, full_page=shot.is_whole, animations="disabled")
        if shot.is_for_readme and look == Look(1440, "light"):
            page.screenshot(path=FEW / f"{shot.name}.png", animations="disabled", scale="css")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            print(f"WIDE   {name}: the page scrolls sideways")
            troubles += 1
        if look.width in (1440, 390):
            troubles += _ask_axe(page, name)
    return troubles


def _open(page: Page, shot: Shot) -> None:
    response = page.goto(shot.path)
    for selector in shot.clicks:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")
    if response is not None and response.status != shot.status and not shot.clicks:
        raise AssertionError(f"{shot.path} answered {response.status}")
    page.wait_for_load_state("networkidle")


def _ask_axe(page: Page, name: str) -> int:
    found = Axe().run(page, options=AXE).response["violations"]
    for violation in found:
        nodes = [" ".join(node["target"]) for node in violation["nodes"][:3]]
        print(f"AXE    {name}: {violation['id']} ({violation['help']}) at {'; '.join(nodes)}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())

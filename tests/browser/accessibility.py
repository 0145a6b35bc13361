"""What axe finds on a page as it is now."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
ALL = (*WCAG, "best-practice")


def violations(page: Page, rules: tuple[str, ...] = ALL) -> list[dict]:
    """What breaks a rule, as axe tells it.

    What keeps the rules is not described place by place: that takes longer than looking for it.
    """
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    return Axe().run(page, options=options).response["violations"]


def broken_rules(page: Page, rules: tuple[str, ...] = ALL) -> list[str]:
    """The same in words: which rule, and the first place that breaks it."""
    found = violations(page, rules)
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]

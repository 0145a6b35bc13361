"""How the browser tests type an application: by the keyboard, as whoever takes it in does."""

from playwright.sync_api import Page, expect

SERVICES = 21
REMAINDER = ("Physical therapy, 60 sessions", "Physical therapy, 25 sessions")
SUBSTITUTED = "Another brace"


def write(page: Page, label: str, words: str, region: str = "") -> None:
    """Go to a field and type, as the keyboard does."""
    place = page.get_by_role("region", name=region, exact=True) if region else page
    place.get_by_label(label, exact=False).first.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    """Press the button called `name`."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def choose(page: Page, label: str, words: str) -> None:
    """Choose in the open service's list, by its first letters."""
    field = page.locator("#services").get_by_label(label, exact=False).first
    field.focus()
    page.keyboard.type(words)


def type_service(page: Page, number: int, left: str = "30 sessions") -> None:
    """Type one denied service; the third was modified with a remainder, the fifth substituted."""
    if number > 1:
        press(page, "Add a service")
    expect(page.get_by_role("group", name=f"Service {number}", exact=True)).to_be_visible()
    field = page.locator("fieldset.service").get_by_label("Requested")
    expect(field).to_be_visible()
    field.focus()
    page.keyboard.type(REMAINDER[0] if number == 3 else f"Request number {number}")
    if number in (3, 5):
        choose(page, "UR", "Mod")
        choose(page, "What UR did instead", "Part" if number == 3 else "Something")
        authorized = REMAINDER[1] if number == 3 else SUBSTITUTED
        write(page, "What UR authorized", authorized, "Disputed services")
        if number == 3:
            write(page, "What is left in dispute", left, "Disputed services")
    choose(page, "decision rests on", "No med")


def saved(page: Page) -> None:
    """Wait until what was typed is saved."""
    expect(page.locator("#intake-saved")).to_contain_text("Saved", timeout=15_000)
    expect(page.locator("#intake-saved")).to_have_attribute("data-state", "saved")

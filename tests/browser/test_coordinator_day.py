"""Three weeks of one application around Thanksgiving of 2026, by the pages of its coordinator.

Taken in with 21 services, two of them modified; a suspected duplicate dismissed; partly eligible;
noticed on the next business day; the records late; converted to expedited. Each notice is opened
from its page and read as the PDF that the parties get.
"""

import re
import subprocess
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.actions.intake import receive_application
from cases.models import Case, DuplicateSuspicion, Notice
from cases.pipelines.silences import note_silences
from tests.browser.by_keyboard import SERVICES, press, type_service, write
from tests.factories import PARTIES, make_organization, make_service, tiny_pdf
from tests.factories.application import WORKER, application
from tests.letter_text import squeezed

PACIFIC = ZoneInfo("America/Los_Angeles")
INTAKE, FINDING, ASSIGNMENT, LATE = (
    datetime(2026, month, day, 10, 0, tzinfo=PACIFIC)
    for month, day in ((11, 23), (11, 25), (11, 30), (12, 16))
)
NOTIFIED = {
    "Injured worker": WORKER.name,
    "Attorney": PARTIES["attorney"][0],
    "Claims administrator": PARTIES["claims_administrator"][0],
    "Requesting physician": PARTIES["requesting_physician"][0],
}
PHYSICIAN = NOTIFIED["Requesting physician"]
NOT_NOTIFIED = (PARTIES["employer"][0], "Cora Coordinator")
PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots" / "coordinator-day"


@contextmanager
def on(moment: datetime, desk, cora):
    """Cora at her desk at a moment: a window of hers, while the clock of the site goes on."""
    with time_machine.travel(moment, tick=True):
        page = desk(cora)
        yield page
        page.goto("about:blank")


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, animations="disabled")


def follow(page: Page, name: str) -> None:
    """Follow the first link called `name`."""
    page.get_by_role("link", name=name, exact=True).first.click()


def receive(page: Page) -> None:
    """Type the whole application, and receive it."""
    page.goto("/cases/new/")
    write(page, "Received on", "11/20/2026")
    write(page, "Date of injury", "05/05/2024")
    write(page, "Claim number", "WC-24-118264")
    write(page, "Decided on", "11/09/2026")
    write(page, "Served on", "11/09/2026")
    page.get_by_label("Served by").select_option("mail")
    page.get_by_label("Application signed").select_option("yes")
    write(page, "Signed on", "11/18/2026")
    for label in (*NOTIFIED, "Employer"):
        name, address = PARTIES[label.lower().replace(" ", "_")]
        region = page.get_by_role("region", name=label, exact=True)
        region.get_by_label("Name", exact=False).first.fill(NOTIFIED.get(label, name))
        region.get_by_label("Address", exact=False).first.fill(address)
    for number in range(1, SERVICES + 1):
        type_service(page, number, left="35 sessions")
    page.locator("#id_file_ur_determination").set_input_files(
        {"name": "ur.pdf", "mimeType": "application/pdf", "buffer": tiny_pdf("UR decision")}
    )
    expect(page.get_by_text("ur.pdf")).to_be_visible()
    picture(page, "1-intake")
    press(page, "Receive the application")
    expect(page.get_by_text("Received as CM")).to_be_visible()
    picture(page, "2-received")


def dismiss_duplicate(page: Page) -> None:
    """Look at both cases, and say why they are two disputes."""
    follow(page, "Look at both")
    expect(page.get_by_text("Alike in:")).to_be_visible()
    picture(page, "3-duplicate")
    page.get_by_label("Reason").fill("A later UR decision on a new request.")
    press(page, "Dismiss: different disputes")
    expect(page.get_by_text("Different disputes", exact=True).first).to_be_visible()


def find_partly_eligible(page: Page) -> None:
    """Leave the last service out, with its reason; take up the others as proposed."""
    press_or_follow(page, "Find eligible")
    expect(page.get_by_label("Decision", exact=True)).to_have_count(SERVICES)
    expect(page.get_by_label("Reason")).to_have_count(SERVICES)
    page.get_by_label("Decision", exact=True).last.select_option("ineligible:CNC")
    page.get_by_label("Reason").last.fill("UR asked for the operative report and never had it.")
    picture(page, "4-eligibility")
    press(page, "Record the decision")
    expect(page.get_by_text("goes on with what is eligible.")).to_be_visible()


def press_or_follow(page: Page, name: str) -> None:
    """Take the step called `name`, whether a button or a link leads to it."""
    button = page.get_by_role("button", name=name, exact=True)
    button.or_(page.get_by_role("link", name=name, exact=True)).first.click()


def notice_of(page: Page, case: Case, kind: str, folder: Path) -> str:
    """Open the notice as the worker has made it, keep the file, check its seal; return its text."""
    notice = case.notices.get(kind=kind)
    page.goto(f"/cases/{case.case_number}/notices/")
    page.get_by_role("link", name=notice.get_kind_display()).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(notice.get_kind_display())
    saved = page.get_by_role("link", name="Download", exact=True)
    with page.expect_download(timeout=60_000) as download:
        saved.click(timeout=60_000)
    picture(page, f"notice-{kind}")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert "Signature is Valid" in run("pdfsig", file)
    text = run("pdftotext", file, "-")
    notice.refresh_from_db()
    assert f"Page {notice.pages} of {notice.pages}" in text
    assert f"{notice.pages} page" in page.inner_text("header.page-header")
    names = {name for name in NOTIFIED.values() if squeezed(name) in squeezed(text)}
    assert names == set(NOTIFIED.values())
    assert not any(name in text for name in NOT_NOTIFIED)
    return squeezed(text)


def run(*command: str | Path) -> str:
    """What a command of poppler prints."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def says(text: str, *words: str) -> bool:
    """Whether each of the words stands in a squeezed text; says which does not."""
    missing = [each for each in words if squeezed(each) not in text]
    assert missing == []
    return True


def serve_everybody(page: Page, case: Case, notice: Notice) -> None:
    """Record the service of the open notice on each recipient, by mail."""
    page.goto(f"/cases/{case.case_number}/notices/{notice.number}/")
    for left in reversed(range(len(NOTIFIED))):
        page.get_by_role("link", name=re.compile("^Mark served")).first.click()
        expect(page.get_by_label("Case number on the envelope")).to_be_focused()
        page.keyboard.type(case.case_number)
        press(page, "Mark served")
        words = f"{left} more to serve." if left else "Everybody was served."
        expect(page.get_by_text(words)).to_be_visible()


def test_intake_to_a_notice_around_thanksgiving_then_late_records_and_expedited(
    desk, worker, cora, tmp_path
):
    with time_machine.travel(INTAKE, tick=True):
        make_organization()
        earlier = receive_application(application(), by=cora, at=timezone.now())
        make_service(earlier, requested="Request number 1")

    with on(INTAKE, desk, cora) as page:
        receive(page)
        dismiss_duplicate(page)
    case = Case.objects.exclude(pk=earlier.pk).get()
    left = case.services.exclude(ur_action="denied").values_list("position", "modification")
    assert (case.services.count(), list(left)) == (21, [(3, "remainder"), (5, "substituted")])
    assert DuplicateSuspicion.objects.get().state == "dismissed"

    with on(FINDING, desk, cora) as page:
        page.goto(case.get_absolute_url())
        find_partly_eligible(page)
        expect(page.get_by_text("Ineligible (CNC)").first).to_be_visible()
        picture(page, "5-partly-eligible")
        text = notice_of(page, case, "ineligibility", tmp_path)
        says(text, "Wednesday, November 25, 2026", "Request number 21", "never had it")
        says(text, "one of the services in dispute cannot be reviewed")
        says(text, "Wednesday, December 30, 2026")
        assert squeezed("Request number 20") not in text
    assert case.services.in_review().count() == 20

    with on(ASSIGNMENT, desk, cora) as page:
        page.goto(case.get_absolute_url())
        expect(page.get_by_text("Mon 30 Nov 2026").first).to_be_visible()
        press_or_follow(page, "Assign the case")
        press(page, "Assign the case")
        expect(page.get_by_text("is assigned.")).to_be_visible()
        text = notice_of(page, case, "assignment", tmp_path)
        says(text, "Monday, November 30, 2026", "15 calendar days", "Tuesday, December 15, 2026")
        says(text, "10 calendar days", "Thursday, December 10, 2026", "35 sessions")
        assert squeezed("Request number 21") not in text
        serve_everybody(page, case, case.notices.get(kind="assignment"))
        page.goto(case.get_absolute_url())
        picture(page, "6-noticed")
        page.goto("/cases/due/")
        picture(page, "7-due-dates")
    case.refresh_from_db()
    assert case.status == "awaiting_records"
    due = dict(case.deadlines.current().values_list("clock", "due_on"))
    assert case.deadlines.current().get(clock="N1").met_on == date(2026, 11, 30)
    assert due["N1"] == date(2026, 11, 30)
    assert (due["R1-mail"], due["R2"]) == (date(2026, 12, 15), date(2026, 12, 10))

    with on(LATE, desk, cora) as page:
        note_silences(timezone.now())
        page.goto(case.get_absolute_url())
        late = page.get_by_role("region", name=re.compile("Asked for"))
        expect(late).to_contain_text("1 day past the last day: Tue 15 Dec 2026")
        expect(late).to_contain_text("by statute Thu 10 Dec 2026")
        expect(page.get_by_text("due from the claims administrator by Tue 15")).to_be_visible()
        picture(page, "8-late")
        certify(page, case, tmp_path)
        expect(page.get_by_text("Expedited").first).to_be_visible()
        picture(page, "9-expedited")
        text = notice_of(page, case, "conversion", tmp_path)
        says(text, "Wednesday, December 16, 2026", "expedited since December 16, 2026")
        says(text, "24 hours after this notice is received", "Whatever you want to be considered")
        page.goto("/verify/")
        page.get_by_label("The letter as a PDF file").set_input_files(file_of(case, tmp_path))
        press(page, "Verify")
        expect(page.get_by_role("heading", name="Ours, unchanged, and in force")).to_be_visible()
        expect(page.get_by_text("Notice of conversion to expedited review of")).to_be_visible()
    case.refresh_from_db()
    assert case.priority == "expedited"
    due = dict(case.deadlines.current().values_list("clock", "due_on"))
    assert {due[name] for name in ("R1", "R2", "R3-injured_worker")} == {date(2026, 12, 17)}
    assert case.silences.get().ended_at is None


def file_of(case: Case, folder: Path) -> Path:
    """The notice of conversion as it was downloaded."""
    [file] = folder.glob(f"Notice-{case.case_number}-*-conversion.pdf")
    return file


def certify(page: Page, case: Case, folder: Path) -> None:
    """Put the physician's certification into the file, and convert the case on it."""
    file = folder / "certification.pdf"
    file.write_bytes(tiny_pdf("The threat is imminent and serious."))
    page.goto(f"{case.get_absolute_url()}records/upload/")
    page.get_by_label("Files", exact=True).set_input_files(file)
    page.get_by_label("Kind").select_option(label="Progress report")
    press(page, "Add to the file")
    expect(page.get_by_text("All of it is in.")).to_be_visible()
    page.goto(f"{case.get_absolute_url()}expedite/")
    page.get_by_role("textbox", name="Name", exact=True).fill(PHYSICIAN)
    page.get_by_label("Certification in the file").select_option(index=1)
    write(page, "Received on", "12/16/2026")
    write(page, "at (Pacific time)", "9:30 am")
    press(page, "Convert to expedited")
    page.wait_for_url(f"**{case.get_absolute_url()}#deadlines")

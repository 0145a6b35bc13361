"""One case from the intake form to a served, verified letter: five roles, by the pages alone."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from cases import audit
from cases.models import AuditEvent
from tests.factories import PARTIES, PASSWORD, tiny_pdf

SUMMARY = "The worker has had low back pain since lifting a crate; twelve sessions helped."
RATIONALE = (
    "The records show functional gains after each session, as the guideline asks for. The "
    "guideline supports 12 sessions over six weeks while such gains are recorded. "
    "The request is medically necessary."
)
SERVICES = ("Physical therapy, 12 sessions", "MRI of the lumbar spine")
REGIONS = {
    "Injured worker": "injured_worker",
    "Claims administrator": "claims_administrator",
    "Requesting physician": "requesting_physician",
    "Attorney": "attorney",
    "Employer": "employer",
}


def press(page: Page, name: str) -> None:
    """Press the button or follow the link called `name`."""
    button = page.get_by_role("button", name=name, exact=True)
    button.or_(page.get_by_role("link", name=name, exact=True)).first.click()


def write(place: Page | Locator, name: str, text: str) -> None:
    """Type into the field called `name`, whether it must be filled or may."""
    label = re.compile(rf"^{re.escape(name)}( \(optional\))?$")
    place.get_by_role("textbox", name=label).fill(text)


def case_number(page: Page) -> str:
    """The number of the case that the page is about."""
    return page.url.split("/cases/")[1].split("/")[0].split("#")[0]


def receive(page: Page) -> str:
    """Cora enters the application, and gets the case's number."""
    page.goto("/cases/")
    press(page, "Receive an application")
    write(page, "Received on", "06/16/2025")
    write(page, "Date of injury", "02/14/2023")
    write(page, "Claim number", "CLM-2023-0042")
    write(page, "Decided on", "06/05/2025")
    for words, role in REGIONS.items():
        name, address = PARTIES[role]
        region = page.get_by_role("region", name=words)
        write(region, "Name", name)
        write(region, "Address", address)
    for number, requested in enumerate(SERVICES, 1):
        if number > 1:
            press(page, "Add a service")
        service = page.get_by_role("group", name=f"Service {number}", exact=True)
        write(service, "Requested", requested)
        service.get_by_label("decision rests on").select_option("none")
    press(page, "Receive the application")
    expect(page.get_by_text("Received as CM")).to_be_visible()
    return case_number(page)


def prepare(page: Page, folder: Path) -> None:
    """Cora finds it eligible, assigns it, asks for the records, uploads them."""
    address = page.url
    press(page, "Find eligible")
    expect(page.get_by_label("Decision", exact=True)).to_have_count(len(SERVICES))
    expect(page.get_by_label("Reason")).to_have_count(len(SERVICES))
    for decision in page.get_by_label("Decision", exact=True).all():
        decision.select_option(label="Eligible: goes on to review")
    for reason in page.get_by_label("Reason").all():
        reason.fill("The application is complete and in time.")
    press(page, "Record the decision")
    press(page, "Assign the case")
    write(page, "Date assigned", "06/20/2025")
    press(page, "Assign the case")
    press(page, "Request records")
    press(page, "The records have been requested")
    expect(page.get_by_text("The records have been requested.")).to_be_visible()
    for kind in ("Utilization review determination", "Progress report"):
        file = folder / f"{kind}.pdf"
        file.write_bytes(tiny_pdf(kind))
        page.goto(f"{address}records/upload/")
        page.get_by_label("Files", exact=True).set_input_files(file)
        page.get_by_label("Kind").select_option(label=kind)
        press(page, "Add to the file")
        expect(page.get_by_text("All of it is in.")).to_be_visible()
    tick_what_came(page, address)
    press(page, "Records are complete")
    page.wait_for_url("**/records/complete/")
    press(page, "Records are complete")
    expect(page.get_by_text("The records are complete: offer the review next.")).to_be_visible()


def tick_what_came(page: Page, address: str) -> None:
    """Cora says with which document each item that was asked for came."""
    page.goto(f"{address}records/expected/")
    owed = page.locator("fieldset.expected-item", has_text="Owed by")
    for item in owed.all():
        item.get_by_label("What became of it").select_option(label="Received")
        item.get_by_label("Progress report").check()
    count = owed.count()
    press(page, "Save")
    expect(page.get_by_text(re.compile(rf"^{count} items? settled\.$"))).to_be_visible()
    page.goto(address)


def offer(page: Page) -> None:
    """Cora chooses Rita, with the reason that her specialty fits."""
    press(page, "Choose a reviewer")
    page.get_by_role("link", name="Rita Reviewer").click()
    choice = page.get_by_role("complementary")
    choice.get_by_role("textbox").last.fill("The disputed care treats the spine.")
    choice.get_by_role("button", name="Offer the case").click()
    expect(page.get_by_text("is offered to Rita Reviewer.")).to_be_visible()


def review(page: Page, number: str) -> None:
    """Rita accepts, attests, writes and submits."""
    page.goto(f"/reviews/{number}/offer/")
    press(page, "Accept and go to the attestation")
    press(page, "I have no affiliation with any of them: answer no everywhere")
    press(page, "Sign the attestation")
    page.get_by_label("Clinical case summary").fill(SUMMARY)
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    for title in SERVICES:
        page.locator("[data-next-part]").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        page.get_by_label("Overturned").check()
        page.locator("[name=imro_basis][value=mtus]").check()
        press(page, "MTUS guideline")
        page.get_by_label("Guideline", exact=True).fill("Low Back Disorders")
        page.get_by_label("Decision rationale").fill(RATIONALE)
        expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    page.goto(f"/cases/{number}/records/")
    rows = page.locator("table.rows a[href*='/records/']")
    for address in {row.get_attribute("href") for row in rows.all()}:
        page.goto(address)
        expect(page.locator("canvas[data-drawn]").first).to_be_visible()
    page.goto(f"/reviews/{number}/submit/")
    press(page, "Submit for quality check")
    expect(page.get_by_text(f"{number} is submitted for the quality check.")).to_be_visible()


def check(page: Page, number: str) -> None:
    """Quinn finds it among what waits, reads the decisions, and approves."""
    page.get_by_role("main").get_by_role("link", name=number).first.click()
    expect(page.get_by_text("Overturn", exact=False).first).to_be_visible()
    press(page, "Approve for signature")
    expect(page.get_by_text(f"{number} is approved")).to_be_visible()


def sign(page: Page, number: str) -> None:
    """Max reads the letter, says who he is, and signs."""
    page.get_by_role("main").get_by_role("link", name=number).first.click()
    page.get_by_role("checkbox").check()
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Sign the determination")
    expect(page.get_by_text(f"The determination of {number} is signed")).to_be_visible()


def release(page: Page, number: str, folder: Path) -> Path:
    """Stella waits for the seal, saves the letter, and records the service on everyone."""
    page.goto(f"/reviews/{number}/letters/")
    saved = folder / "letter.pdf"
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Download", exact=True).click(timeout=60_000)
    download.value.save_as(saved)
    assert download.value.suggested_filename == f"Final-Determination-{number}-v1.pdf"
    page.goto("/reviews/release-desk/")
    links = page.get_by_role("link", name="Mark served")
    expect(links.first).to_be_visible()
    for left in reversed(range(links.count())):
        links.first.click()
        expect(page.get_by_label("Case number on the envelope")).to_be_focused()
        page.keyboard.type(number.lower())
        page.get_by_label("Method").select_option(label="Mail")
        if not page.get_by_label("Address").input_value():
            page.get_by_label("Address").fill("By hand")
        press(page, "Mark served")
        expect(page.get_by_text("is recorded as served.")).to_be_visible()
        expect(links).to_have_count(left)
    expect(page.get_by_text(f"Everybody was served: {number} is issued")).to_be_visible()
    return saved


def verify(page: Page, letter: Path) -> None:
    """Anybody, without an account, asks whether the letter is ours."""
    page.goto("/verify/")
    page.get_by_label("The letter as a PDF file").set_input_files(letter)
    press(page, "Verify")
    expect(page.get_by_role("heading", name="Ours, unchanged, and in force")).to_be_visible()


def test_five_roles_bring_a_case_from_the_form_to_a_verified_letter(
    desk, window, worker, tmp_path, cora, rita, quinn, max, stella
):
    coordinator = desk(cora, by_page=True)
    number = receive(coordinator)
    prepare(coordinator, tmp_path)
    offer(coordinator)
    review(desk(rita, by_page=True), number)
    check(desk(quinn, by_page=True), number)
    sign(desk(max, by_page=True), number)
    letter = release(desk(stella, by_page=True), number, tmp_path)
    verify(window(), letter)
    text = subprocess.run(["pdftotext", letter, "-"], capture_output=True, text=True, check=True)
    said = " ".join(text.stdout.split())
    assert all(words in said for words in (number, SUMMARY, RATIONALE, *SERVICES))
    assert "Rita" not in said
    seal = subprocess.run(["pdfsig", letter], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in seal.stdout
    assert "Total document signed" in seal.stdout
    assert audit.verify_chain().is_intact
    assert {"application.received", "determination.signed", "letter.ready", "letter.served"} <= set(
        AuditEvent.objects.filter(case_number=number).values_list("kind", flat=True)
    )

"""Uploading in the browser: cut in the midst and resumed, folders, a reload, a lost session."""

import hashlib
import io
import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, Route, expect

from cases import blobs
from cases.models import CaseFileRecord, IntakeAttachment, MedicalRecord, Transfer
from tests.cases.bad_files import picture
from tests.cases.test_case_files_with_records import case_file
from tests.factories import make_organization, make_record, tiny_pdf

# Smaller than in use, so that the pieces which the browser's driver has to carry are small too.
PART_BYTES = 64 * 1024
PARTS = 5
NO_FILE = {"file_sha256": "", "file_size": None, "pages": None, "file_name": ""}
PATIENCE = 30_000


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr("cases.views.transfers.PART_BYTES", PART_BYTES)
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def bundle(tmp_path) -> Path:
    """A file of five parts, the last of them a half one."""
    file = tmp_path / "bundle.pdf"
    words = " ".join(str(place * place) for place in range(60_000))
    with pikepdf.open(io.BytesIO(tiny_pdf("A long bundle.", pages=3))) as pdf:
        pdf.pages[0].Filling = pdf.make_stream(words.encode()[: PART_BYTES * PARTS - PART_BYTES])
        pdf.save(file, compress_streams=False)
    assert PART_BYTES * (PARTS - 1) < file.stat().st_size < PART_BYTES * PARTS
    return file


def choose(page: Page, *files: Path) -> None:
    page.get_by_label("Files", exact=True).set_input_files(list(files))


def add(page: Page) -> None:
    page.get_by_role("button", name="Add to the file").click()


def cut_after(page: Page, parts: int) -> list[str]:
    """Let some parts through, then cut the line of this page for real; return what was sent."""
    sent: list[str] = []

    def pass_or_cut(route: Route) -> None:
        start = route.request.headers.get("part-start")
        if start is None:
            return route.continue_()
        sent.append(start)
        if len(sent) <= parts:
            return route.continue_()
        page.context.set_offline(True)
        return route.abort("internetdisconnected")

    page.route(re.compile("/cases/transfers/"), pass_or_cut)
    return sent


def assert_the_same(file: Path) -> None:
    content = file.read_bytes()
    record = MedicalRecord.objects.get(file_name=file.name)
    assert record.file_sha256 == hashlib.sha256(content).hexdigest()
    assert blobs.read(record.file_sha256) == content


def test_an_upload_cut_at_sixty_percent_goes_on_and_is_the_same(upload, bundle):
    sent = cut_after(upload, 3)
    choose(upload, bundle)
    add(upload)
    expect(upload.get_by_text("The network is gone.")).to_be_visible()
    assert Transfer.objects.get().here == 3 * PART_BYTES
    assert len(sent) == 4
    upload.unroute_all()
    upload.context.set_offline(False)
    expect(upload.get_by_text("All of it is in.")).to_be_visible()
    expect(upload.get_by_text("In the file: 3 pages.")).to_be_visible()
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    expect(upload.get_by_text(digest)).to_be_visible()
    assert_the_same(bundle)


def test_a_server_that_cannot_take_a_part_is_asked_a_few_times_and_then_on_demand(upload, bundle):
    asked: list[str] = []

    def pass_or_fail(route: Route) -> None:
        asked.append(route.request.headers.get("part-start", ""))
        taken = int(asked[-1] or 0) < 3 * PART_BYTES
        return route.continue_() if taken else route.fulfill(status=500, body="")

    upload.route(re.compile("/cases/transfers/"), pass_or_fail)
    upload.clock.install()
    choose(upload, bundle)
    add(upload)
    for times in ("5 times", "4 times", "3 times", "2 times", "once more"):
        told = f"The server could not take this part of the file. It is tried again {times}."
        expect(upload.get_by_text(told)).to_be_visible()
        upload.clock.fast_forward(15_000)
    expect(upload.get_by_text("What was sent so far is kept.")).to_be_visible()
    assert asked.count(str(3 * PART_BYTES)) == 6
    upload.unroute_all()
    upload.get_by_role("button", name="Try again to send").click()
    expect(upload.get_by_text("All of it is in.")).to_be_visible()
    assert_the_same(bundle)


def test_a_reloaded_tab_says_how_far_it_is_and_goes_on_from_there(upload, bundle):
    cut_after(upload, 3)
    choose(upload, bundle)
    add(upload)
    expect(upload.get_by_text("The network is gone.")).to_be_visible()
    upload.once("dialog", lambda dialog: dialog.accept())
    key, address = Transfer.objects.get().key, upload.url
    upload.goto("about:blank")  # before the network is back: the page would go on by itself
    upload.unroute_all()
    upload.context.set_offline(False)
    upload.goto(address)
    expect(upload.get_by_role("heading", name="Not whole yet 1")).to_be_visible()
    resent: list[str] = []
    upload.on(
        "request",
        lambda request: (
            resent.append(request.headers["part-start"])
            if "part-start" in request.headers
            else None
        ),
    )
    upload.get_by_label("Kind").select_option(label="Progress report")
    choose(upload, bundle)
    add(upload)
    expect(upload.get_by_text("All of it is in.")).to_be_visible()
    assert Transfer.objects.get(key=key).finished_at is not None
    assert set(resent) <= {str(place * PART_BYTES) for place in (3, 4)}
    assert_the_same(bundle)


def test_a_folder_of_mixed_files_each_with_its_answer(upload, tmp_path, case):
    folder = tmp_path / "From the fax"
    (folder / "March").mkdir(parents=True)
    (folder / "report.pdf").write_bytes(tiny_pdf("The report.", pages=2))
    (folder / "March" / "scan.tif").write_bytes(picture("TIFF", frames=3))
    (folder / "March" / "photo.jpg").write_bytes(picture("JPEG"))
    (folder / "letter.docx").write_bytes(b"PK\3\4[Content_Types].xml" + b"x" * 40)
    (folder / ".DS_Store").write_bytes(b"left by a program")
    upload.locator("[data-transfer-folder]").set_input_files(folder)
    rows = upload.get_by_role("list", name="Files to send").get_by_role("listitem")
    expect(rows).to_have_count(4)
    add(upload)
    expect(upload.locator("[data-transfer-total]")).to_have_text("3 in, 1 refused.")
    expect(rows.filter(has_text="scan.tif")).to_contain_text("In the file: 3 pages.")
    expect(rows.filter(has_text="letter.docx")).to_contain_text("neither PDF nor TIFF nor JPEG")
    kept = case.records.exclude(file_name="").values_list("file_name", "pages")
    assert {name.partition("/")[2]: pages for name, pages in kept if "/" in name} == {
        "report.pdf": 2,
        "March/scan.tif": 3,
        "March/photo.jpg": 1,
    }


def test_a_session_that_ends_in_the_midst_goes_on_after_signing_in(upload, bundle, cora):
    cut_after(upload, 3)
    choose(upload, bundle)
    add(upload)
    expect(upload.get_by_text("The network is gone.")).to_be_visible()
    upload.unroute_all()
    cookies = upload.context.cookies()
    upload.context.clear_cookies(name="session")
    upload.context.set_offline(False)
    cover = upload.get_by_role("alertdialog", name="Signed out")
    expect(cover).to_be_visible()
    upload.context.add_cookies(cookies)
    cover.get_by_role("button", name="I have signed in").click()
    expect(upload.get_by_text("All of it is in.")).to_be_visible()
    assert_the_same(bundle)


def test_a_listed_record_gets_its_file_over_a_cut_line(desk, cora, case, bundle):
    listed = make_record(case, title="Operative report", **NO_FILE)
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/records/{listed.pk}/")
    cut_after(page, 2)
    page.get_by_label("File", exact=True).set_input_files(bundle)
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_text("The network is gone.")).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.get_by_text("The file is with the record.")).to_be_visible()
    assert_the_same(bundle)
    assert MedicalRecord.objects.get(pk=listed.pk).pages == 3


def test_a_wrong_file_is_superseded_only_by_what_the_form_asks_for(desk, cora, case, bundle):
    wrong = make_record(case, title="The wrong report")
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/records/{wrong.pk}/supersede/")
    page.get_by_label("The right file").set_input_files(bundle)
    page.get_by_role("button", name="Supersede").click()
    expect(page.get_by_text("Say why the record is superseded.")).to_be_visible()
    expect(page.get_by_label("Reason")).to_be_focused()
    page.get_by_label("Reason").fill("Another patient's report.")
    page.get_by_role("button", name="Supersede").click()
    expect(page.get_by_text(f"Record {wrong.position} has been superseded.")).to_be_visible()
    assert_the_same(bundle)
    right = MedicalRecord.objects.get(pk=wrong.pk).superseded_by
    page.goto(f"/cases/{case.case_number}/records/{right.pk}/supersede/")
    page.get_by_label("What is said of it").check()
    page.get_by_label("Title").fill("Report of March")
    page.get_by_label("Reason").fill("Its title was another's.")
    page.get_by_role("button", name="Supersede").click()
    expect(page.get_by_text("has been superseded.")).to_be_visible()
    assert MedicalRecord.objects.get(pk=right.pk).superseded_by.file_sha256 == right.file_sha256


def test_a_record_of_a_case_file_goes_on_after_a_cut_line(desk, cora, bundle, tmp_path):
    make_organization()
    page = desk(cora)
    page.goto("/cases/bulk/")
    case_files = tmp_path / "case.json"
    case_files.write_text(case_file(files=("bundle.pdf",)))
    page.get_by_label("Case files", exact=True).set_input_files(case_files)
    page.get_by_role("button", name="Check the files").click()
    expect(page.get_by_text("0 of 1 file of its records is here.")).to_be_visible()
    page.wait_for_load_state()
    cut_after(page, 2)
    page.get_by_label("Files that their records name").set_input_files(bundle)
    page.get_by_role("button", name="Send the files").click()
    expect(page.get_by_text("The network is gone.")).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.get_by_text("1 of 1 file of its records is here.")).to_be_visible()
    kept = CaseFileRecord.objects.get()
    assert blobs.read(kept.sha256) == bundle.read_bytes()
    assert not Transfer.objects.exists()


def test_a_file_of_an_application_goes_on_after_a_cut_line_and_is_kept(desk, cora, bundle):
    make_organization()
    page = desk(cora)
    page.goto("/cases/new/")
    sent = cut_after(page, 3)
    page.locator("[data-attach=ur_determination]").set_input_files(bundle)
    expect(page.get_by_text("The network is gone.")).to_be_visible()
    assert Transfer.objects.get().here == 3 * PART_BYTES
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.get_by_text("bundle.pdf")).to_be_visible()
    expect(page.locator("[data-attach=ur_determination]")).to_have_value("")
    kept = IntakeAttachment.objects.get()
    assert blobs.read(kept.file_sha256) == bundle.read_bytes()
    assert len(sent) == 4
    page.locator("[data-attach=application]").set_input_files(
        {"name": "form.pdf", "mimeType": "application/pdf", "buffer": b"MZ, a program"}
    )
    expect(page.get_by_text("“form.pdf” is neither PDF nor TIFF nor JPEG")).to_be_visible()
    expect(page.locator("[data-attach=application]")).to_have_attribute("aria-invalid", "true")
    assert IntakeAttachment.objects.count() == 1


def test_what_is_missing_in_the_form_is_said_before_anything_is_sent(upload, bundle, tmp_path):
    upload.get_by_label("Kind").select_option(label="Choose the kind")
    more = [tmp_path / f"report-{number}.pdf" for number in range(5)]
    for one in more:
        one.write_bytes(tiny_pdf(one.name))
    choose(upload, bundle, *more)
    add(upload)
    expect(upload.get_by_text("Choose the kind. Nothing was sent.")).to_be_visible()
    expect(upload.get_by_label("Kind")).to_be_focused()
    expect(upload.get_by_text("Ready to send.")).to_have_count(6)
    assert not Transfer.objects.exists()
    upload.get_by_label("Kind").select_option(label="Progress report")
    add(upload)
    expect(upload.get_by_text("All 6 files are in.")).to_be_visible()

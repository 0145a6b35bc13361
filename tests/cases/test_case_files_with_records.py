"""Case files that bring the files of their records: on the page, and by the import folder."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.actions.bulk import discard_case_file
from cases.casefiles.parse import dump_document
from cases.models import (
    AuditEvent,
    Case,
    CaseFileRecord,
    CaseFileUpload,
    FolderFile,
    ReceivedFile,
    Transfer,
)
from cases.pipelines import importedplaces, importing
from cases.pipelines.filesteps import work_to_the_end
from cases.pipelines.importing import take_in_folder
from reviews.pipelines.leftovers import NAMING_COLUMNS
from tests.case_files import example
from tests.cases.bad_files import as_dynamic_form, changed
from tests.cases.sending import JSON, digest, halves, send
from tests.factories import make_organization, tiny_pdf

pytestmark = pytest.mark.django_db
URL, TAKE_IN = reverse("cases:bulk_intake"), reverse("cases:take_in_case_files")
NOW = timezone.now()
UR, REPORT = tiny_pdf("The UR decision."), tiny_pdf("The report.", pages=2)


@pytest.fixture(autouse=True)
def site(db):
    return make_organization()


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.IMPORT_FOLDER = str(tmp_path)
    return tmp_path


def case_file(number: int = 1, files: tuple[str, ...] = ("ur.pdf", "more/report.pdf")) -> str:
    """The example with as many records as files, each naming one."""
    document = example() | {"case_number": f"CM25-09{number:05d}"}
    for key in ("determination", "organization"):
        document.pop(key, None)
    known = {"kind": "progress_report", "source": "attorney"}
    document["records"] = [{**known, "title": f"Record {name}", "file": name} for name in files]
    return dump_document(document)


def dropped(name: str, content: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def assert_records_have_their_files(case: Case) -> None:
    records = {record.title: record for record in case.records.all()}
    assert blobs.read(records["Record ur.pdf"].file_sha256) == UR
    assert blobs.read(records["Record more/report.pdf"].file_sha256) == REPORT
    assert records["Record more/report.pdf"].pages == 2


def test_records_dropped_with_their_case_file_are_attached(cora, sign_in):
    client = sign_in(cora)
    files = [
        dropped("report.pdf", REPORT),
        dropped("case.json", case_file()),
        dropped("ur.pdf", UR),
    ]
    assert client.post(URL, {"files": files}).status_code == 302
    assert "2 of 2 files of its records are here" in client.get(URL).content.decode()
    client.post(TAKE_IN)
    assert_records_have_their_files(Case.objects.get())


def test_what_did_not_come_is_listed_and_still_to_come(cora, sign_in):
    client = sign_in(cora)
    client.post(URL, {"files": [dropped("case.json", case_file()), dropped("ur.pdf", UR)]})
    client.post(TAKE_IN)
    files = Case.objects.get().records.values_list("title", "file_sha256")
    assert {title for title, sha256 in files if not sha256} == {"Record more/report.pdf"}


def test_a_file_that_no_case_file_names_is_refused_by_name(cora, sign_in):
    files = [dropped("case.json", case_file()), dropped("other.pdf", UR)]
    page = sign_in(cora).post(URL, {"files": files}).content.decode()
    assert "“other.pdf” is named by no case file that waits here" in page
    assert not CaseFileRecord.objects.exists()


def test_a_name_that_two_case_files_use_is_not_guessed(cora, sign_in):
    files = [
        dropped("1.json", case_file(1)),
        dropped("2.json", case_file(2)),
        dropped("ur.pdf", UR),
    ]
    page = sign_in(cora).post(URL, {"files": files}).content.decode()
    assert "“ur.pdf” is named by 2 records" in page


def test_their_bytes_are_named_so_that_no_sweep_takes_them():
    named = [(rows.model, column) for rows, column in NAMING_COLUMNS]
    assert (CaseFileRecord, "sha256") in named


def put(folder: Path, name: str, content: bytes | str) -> None:
    path = folder / "lot" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def sweep(minutes: int) -> None:
    take_in_folder(NOW + timedelta(minutes=minutes))


def test_a_case_file_of_the_folder_waits_with_its_records_for_a_person(folder, cora, sign_in):
    put(folder, "case.json", case_file())
    put(folder, "ur.pdf", UR)
    put(folder, "more/report.pdf", REPORT)
    sweep(0)
    sweep(1)
    assert not ReceivedFile.objects.exists()
    assert not Case.objects.exists()
    for name in ("case.json", "ur.pdf", "more/report.pdf"):
        assert (folder / "done" / "lot" / name).exists(), name
    sweep(2)
    followed = FolderFile.objects.values_list("path", flat=True)
    assert set(followed) == {"done/lot/ur.pdf", "done/lot/more/report.pdf"}
    client = sign_in(cora)
    assert "From the import folder." in client.get(URL).content.decode()
    client.post(TAKE_IN)
    assert_records_have_their_files(Case.objects.get())
    sweep(3)
    assert FolderFile.objects.count() == 2
    for file in ReceivedFile.objects.all():
        assert work_to_the_end(file.pk).step == "ready"
    sweep(4)
    assert not FolderFile.objects.exists()


def test_what_is_rejected_as_a_record_goes_from_done_to_refused(folder, cora, sign_in):
    content = changed(as_dynamic_form)
    put(folder, "case.json", case_file(files=("ur.pdf", "form.pdf")))
    put(folder, "ur.pdf", UR)
    put(folder, "form.pdf", content)
    sweep(0)
    sweep(1)
    sign_in(cora).post(TAKE_IN)
    rejected = [work_to_the_end(file.pk) for file in ReceivedFile.objects.order_by("pk")][1]
    assert rejected.step == "rejected"
    sweep(2)
    assert sorted(os.listdir(folder / "done" / "lot")) == ["case.json", "ur.pdf"]
    refused = folder / "refused" / "lot"
    assert (refused / "form.pdf").read_bytes() == content
    assert (refused / "form.pdf.txt").read_text() == f"{rejected.rejection}\n"
    assert AuditEvent.objects.filter(kind="folder.refused").count() == 1
    sweep(3)
    assert not FolderFile.objects.exists()


def test_what_was_thrown_away_on_the_page_is_followed_no_more(folder, cora):
    put(folder, "case.json", case_file(files=("ur.pdf",)))
    put(folder, "ur.pdf", UR)
    sweep(0)
    sweep(1)
    discard_case_file(CaseFileUpload.objects.get(), by=cora, at=NOW)
    assert not FolderFile.objects.exists()
    sweep(2)
    assert (folder / "done" / "lot" / "ur.pdf").exists()


@pytest.mark.parametrize("place", ["moved_along", "beside"])
def test_a_sweep_that_ends_between_two_moves_still_follows_both(folder, place, monkeypatch):
    put(folder, "case.json", case_file())
    put(folder, "ur.pdf", UR)
    put(folder, "more/report.pdf", REPORT)
    sweep(0)
    with monkeypatch.context() as killed:
        module = importedplaces if place == "moved_along" else importing
        killed.setattr(module, "faultpoint", _dies_at(f"importing.{place}"))
        with pytest.raises(SystemExit):
            sweep(1)
    sweep(2)
    followed = FolderFile.objects.exclude(upload=None).values_list("path", flat=True)
    assert set(followed) == {"done/lot/ur.pdf", "done/lot/more/report.pdf"}


def _dies_at(place):
    def faultpoint(name):
        if name == place:
            raise SystemExit

    return faultpoint


def test_it_waits_for_what_it_names_which_does_not_go_into_the_tray(folder):
    put(folder, "case.json", case_file())
    put(folder, "ur.pdf", UR)
    for minutes in (0, 1, 2):
        sweep(minutes)
    assert not CaseFileUpload.objects.exists()
    assert not ReceivedFile.objects.exists()
    put(folder, "more/report.pdf", REPORT)
    sweep(3)
    sweep(4)
    assert CaseFileUpload.objects.get().files.count() == 2


def test_after_a_while_it_is_refused_and_says_what_is_missing(folder):
    put(folder, "case.json", case_file())
    put(folder, "ur.pdf", UR)
    sweep(0)
    sweep(20)
    sentence = (folder / "refused" / "lot" / "case.json.txt").read_text()
    assert "It names “report.pdf”, which does not lie beside it." in sentence
    assert not CaseFileUpload.objects.exists()
    sweep(21)
    assert ReceivedFile.objects.get().name == "ur.pdf"


def test_a_case_file_with_faults_is_refused_with_each(folder):
    put(folder, "case.json", '{"schema": "imr-case-file/1"}')
    sweep(0)
    sweep(1)
    assert "case_number" in (folder / "refused" / "lot" / "case.json.txt").read_text()


def test_the_same_case_file_again_is_the_same_row(folder):
    for minutes in (0, 10):
        put(folder, "case.json", case_file(files=()))
        sweep(minutes)
        sweep(minutes + 1)
    assert CaseFileUpload.objects.count() == 1


def test_a_file_that_a_case_file_names_is_sent_in_parts(cora, sign_in):
    client, of_case_files = sign_in(cora), {"of_case_files": "1"}
    client.post(URL, {"files": [dropped("case.json", case_file()), dropped("ur.pdf", UR)]})
    said = {"name": "more/report.pdf", "size": len(REPORT), "sha256": digest(REPORT)}
    begin = reverse("cases:begin_bundle")
    state = client.post(begin, said | of_case_files, headers=JSON).json()
    first, second = halves(REPORT)
    send(client, state, 0, first)
    assert [one.name for one in client.get(URL).context["unfinished"]] == ["more/report.pdf"]
    early = client.post(state["finish"], of_case_files, headers=JSON)
    assert (early.status_code, early.json()) == (409, {"here": len(first)})
    send(client, state, len(first), second)
    assert client.post(state["finish"], of_case_files, headers=JSON).json()["pages"] == 2
    assert not Transfer.objects.exists()
    assert not ReceivedFile.objects.exists()
    client.post(TAKE_IN)
    assert_records_have_their_files(Case.objects.get())


def test_a_file_that_no_case_file_names_is_refused_before_a_byte_is_sent(cora, sign_in):
    client = sign_in(cora)
    client.post(URL, {"files": [dropped("case.json", case_file())]})
    assert "Files that their records name" in client.get(URL).content.decode()
    said = {"name": "other.pdf", "size": 9, "sha256": digest(b"other"), "of_case_files": "1"}
    answer = client.post(reverse("cases:begin_bundle"), said, headers=JSON)
    assert "is named by no case file" in answer.json()["reasons"][0]
    assert not Transfer.objects.exists()

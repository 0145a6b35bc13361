"""The watched import folder: finished files once each into the tray, others refused in words."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cases import blobs
from cases.models import AuditEvent, FolderFile, ReceivedFile
from cases.pipelines import importing
from cases.pipelines.filesteps import work_to_the_end
from cases.pipelines.importing import take_in_folder
from cases.tasks.files import take_in_folder as task
from tests.factories import make_case, tiny_pdf
from tests.factories.bundles import bundle, code_of
from tests.races import all_at_once

NOW = timezone.now()
LATER = NOW + timedelta(minutes=1)
ALONE = pytest.mark.django_db
TOGETHER = pytest.mark.django_db(transaction=True)
SWEEP = """
import sys
from datetime import datetime
import django
django.setup()
from cases.pipelines.importing import take_in_folder
take_in_folder(datetime.fromisoformat(sys.argv[1]))
"""
# The first file before and after its row and after its move, then the second after its move.
KILLED_AT = ("stored", "settled", "moved", "moved")


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.IMPORT_FOLDER = str(tmp_path / "in")
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def put(folder: Path, name: str = "fax.pdf", content: bytes = b"") -> bytes:
    content = content or tiny_pdf(name)
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return content


def sweep_twice() -> list[int]:
    assert take_in_folder(NOW) == []
    return take_in_folder(LATER)


@ALONE
def test_without_a_folder_nothing_is_looked_at(settings):
    assert settings.IMPORT_FOLDER == ""
    task()
    assert not ReceivedFile.objects.exists()


@ALONE
def test_a_finished_file_goes_to_the_tray_and_to_done(folder):
    content = put(folder, "Monday/fax.pdf")
    [key] = sweep_twice()
    file = ReceivedFile.objects.get(pk=key)
    assert (file.case, file.channel, file.name) == (None, "folder", "fax.pdf")
    assert blobs.read(file.sha256) == content
    assert (folder / "done" / "Monday" / "fax.pdf").read_bytes() == content
    assert not (folder / "Monday" / "fax.pdf").exists()
    assert AuditEvent.objects.get(kind="file.received").actor is None
    assert take_in_folder(LATER + timedelta(hours=1)) == []


@ALONE
def test_its_coversheet_routes_it(folder):
    case = make_case("awaiting_records")
    put(folder, content=bundle(code_of(case), "Progress report."))
    [key] = sweep_twice()
    assert work_to_the_end(key).step == "routed"
    assert FolderFile.objects.get().path == "done/fax.pdf"
    take_in_folder(LATER)
    assert not FolderFile.objects.exists()
    assert case.received_files.filter(channel="folder", step="ready").count() == 1


@ALONE
def test_a_file_that_is_still_written_is_left_alone(folder):
    put(folder)
    take_in_folder(NOW)
    put(folder, content=tiny_pdf("longer now", pages=2))
    assert take_in_folder(LATER) == []
    assert take_in_folder(LATER + timedelta(minutes=1)) != []


@ALONE
def test_what_a_program_has_not_finished_or_left_behind_is_not_looked_at(folder):
    for name in ("fax.pdf.part", ".fax.pdf.x7Gh", "~$letter.pdf"):
        put(folder, name)
    (folder / "link.pdf").symlink_to("/etc/hostname")
    assert sweep_twice() == []
    assert not FolderFile.objects.exists()


@ALONE
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("letter.docx", b"PK\3\4[Content_Types].xml" + b"x" * 40, "neither PDF nor TIFF"),
        ("many.zip", b"PK\3\4" + b"x" * 40, "is an archive"),
        ("large.pdf", b"%PDF-" + b"x" * 3000, "is larger than 2,000 bytes"),
    ],
)
def test_what_is_no_record_is_refused_with_its_sentence(folder, settings, name, content, words):
    settings.RECORD_MAX_BYTES = 2000
    put(folder, name, content)
    assert sweep_twice() == []
    assert (folder / "refused" / name).read_bytes() == content
    assert words in (folder / "refused" / f"{name}.txt").read_text()
    assert not ReceivedFile.objects.exists()
    assert AuditEvent.objects.filter(kind="folder.refused").count() == 1


@ALONE
def test_an_empty_file_is_refused(folder):
    (folder / "empty.pdf").touch()
    sweep_twice()
    assert "is empty" in (folder / "refused" / "empty.pdf.txt").read_text()


@ALONE
def test_a_second_file_of_the_same_name_overwrites_nothing(folder):
    first = put(folder)
    sweep_twice()
    second = put(folder, content=tiny_pdf("Of Tuesday."))
    sweep_twice()
    assert (folder / "done" / "fax.pdf").read_bytes() == first
    assert (folder / "done" / "fax (2).pdf").read_bytes() == second


@ALONE
def test_what_a_later_step_rejects_moves_on_to_refused_with_its_sentence(folder):
    content = put(folder, "Monday/cut.pdf", b"%PDF-1.7 and nothing of a PDF")
    [key] = sweep_twice()
    assert (folder / "done" / "Monday" / "cut.pdf").exists()
    file = work_to_the_end(key)
    assert file.step == "rejected"
    take_in_folder(LATER)
    assert (folder / "refused" / "Monday" / "cut.pdf").read_bytes() == content
    beside = folder / "refused" / "Monday" / "cut.pdf.txt"
    assert beside.read_text() == f"{file.rejection}\n"
    assert not (folder / "done" / "Monday" / "cut.pdf").exists()
    assert not FolderFile.objects.exists()
    assert AuditEvent.objects.filter(kind="folder.refused").count() == 1


@ALONE
def test_what_is_rejected_before_it_is_moved_goes_to_refused_at_once(folder, monkeypatch):
    put(folder, "cut.pdf", b"%PDF-1.7 and nothing of a PDF")
    take_in_folder(NOW)
    with monkeypatch.context() as killed:
        killed.setattr(importing, "move", lambda *_: (_ for _ in ()).throw(OSError))
        take_in_folder(LATER)
    work_to_the_end(ReceivedFile.objects.get().pk)
    take_in_folder(LATER)
    assert sorted(os.listdir(folder / "refused")) == ["cut.pdf", "cut.pdf.txt"]
    assert not (folder / "done").exists()


@TOGETHER
def test_a_sweep_killed_at_any_place_loses_no_file_and_takes_none_twice(folder, subprocess_env):
    of_monday = put(folder, "done/fax.pdf")
    put(folder, "fax.pdf", tiny_pdf("Of Tuesday."))
    put(folder, "no record.zip", b"PK\3\4" + b"x" * 40)
    take_in_folder(NOW)
    environment = {**subprocess_env, "IMPORT_FOLDER": str(folder)}
    for place in KILLED_AT:
        faults = {"IMRPORTAL_FAULTS": f"importing.{place}=kill"}
        command = [sys.executable, "-c", SWEEP, LATER.isoformat()]
        ended = subprocess.run(command, env=environment | faults, check=False)
        assert ended.returncode == -signal.SIGKILL, place
    take_in_folder(LATER)
    assert ReceivedFile.objects.count() == 1
    assert (folder / "done" / "fax.pdf").read_bytes() == of_monday
    assert sorted(os.listdir(folder / "done")) == ["fax (2).pdf", "fax.pdf"]
    assert sorted(os.listdir(folder / "refused")) == ["no record.zip", "no record.zip.txt"]
    assert sorted(os.listdir(folder)) == ["done", "refused"]
    assert FolderFile.objects.get().path == "done/fax (2).pdf"


@TOGETHER
def test_workers_at_once_take_each_file_once(folder):
    for number in range(6):
        put(folder, f"fax {number}.pdf")
    take_in_folder(NOW)
    all_at_once(lambda _: take_in_folder(LATER))
    assert ReceivedFile.objects.count() == 6
    assert sorted(os.listdir(folder / "done")) == [f"fax {number}.pdf" for number in range(6)]

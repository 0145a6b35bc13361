"""The virus scanner: only a clean answer lets a file go on; any other is shown and waited for."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.records import RecordEntry, add_record
from cases.models import AuditEvent, ReceivedFile
from cases.pipelines import virusscan
from cases.pipelines.filesteps import work, work_to_the_end
from tests import clamd
from tests.factories import make_case, tiny_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def socket_path():
    with tempfile.TemporaryDirectory(prefix="imr") as folder:
        yield Path(folder) / "clamd.sock"


@pytest.fixture
def scanner(socket_path, settings):
    settings.CLAMD = str(socket_path)
    with clamd.running(socket_path) as server:
        yield server


def received(cora, content: bytes) -> ReceivedFile:
    entry = RecordEntry(kind="progress_report", source="claims_administrator")
    record = add_record(make_case("assigned"), entry, by=cora, at=timezone.now(), content=content)
    return record.received_file


def page_of(file, client) -> str:
    record = file.records.get()
    return client.get(
        reverse("cases:record", args=[file.case.case_number, record.pk])
    ).content.decode()


def again(file) -> ReceivedFile:
    """Look again, as a sweep does when the pause is over."""
    ReceivedFile.objects.filter(pk=file.pk).update(lease_until=None)
    return work_to_the_end(file.pk)


def test_a_clean_file_goes_on_and_every_byte_was_scanned(cora, scanner):
    content = tiny_pdf("Clean.")
    done = work_to_the_end(received(cora, content).pk)
    assert (done.step, done.scan) == ("ready", "clean")
    assert scanner.scanned == [content]
    assert AuditEvent.objects.get(kind="file.scanned").data == {"result": "clean"}


def test_an_infected_file_is_kept_apart_and_its_document_leaves_the_list(cora, scanner, sign_in):
    file = received(cora, tiny_pdf("Infected.") + clamd.EICAR)
    done = work_to_the_end(file.pk)
    assert (done.step, done.scan, done.working_sha256) == ("rejected", "found", "")
    assert not file.records.current().exists()
    page = page_of(done, sign_in(cora))
    assert "The virus scanner found something" in page
    address = reverse("cases:record_file", args=[file.case.case_number, file.records.get().pk])
    assert sign_in(cora).get(address).status_code == 409


@pytest.mark.parametrize(
    ("ailment", "words"),
    [
        ("absent", "The virus scanner does not answer."),
        ("hung", "The virus scanner does not answer."),
        ("old", "The signatures of the virus scanner are older than 48 hours."),
        ("its limit is reached", "The virus scanner"),
    ],
)
def test_a_scanner_that_cannot_answer_holds_the_file_and_is_shown(
    cora, socket_path, settings, monkeypatch, sign_in, ailment, words
):
    settings.CLAMD = str(socket_path)
    monkeypatch.setattr(virusscan, "SECONDS", 0.5)
    file = received(cora, tiny_pdf("Waits."))
    if ailment == "absent":
        work(file.pk)
    else:
        with clamd.running(socket_path) as server:
            server.is_hung = ailment == "hung"
            server.most = 10 if ailment == "its limit is reached" else server.most
            if ailment == "old":
                server.made_at = datetime.now(UTC) - timedelta(hours=49)
            work(file.pk)
    file.refresh_from_db()
    assert (file.step, file.scan, file.attempts) == ("received", "waiting", 0)
    page = page_of(file, sign_in(cora))
    assert "Waiting for the virus scan" in page
    assert words in page
    with clamd.running(socket_path):
        assert again(file).step == "ready"


def test_without_a_scanner_every_place_says_so(cora, settings, sign_in):
    assert settings.CLAMD == ""
    file = received(cora, tiny_pdf("Not scanned."))
    done = work_to_the_end(file.pk)
    assert done.scan == "none"
    client = sign_in(cora)
    assert "Not scanned for viruses" in page_of(done, client)
    upload = reverse("cases:upload_record", args=[make_case("awaiting_records").case_number])
    assert "No virus scanner is set up" in client.get(upload).content.decode()

"""Real workers killed after and in the midst of every step of a file: no page is lost or doubled.

A worker that is killed while it writes what a scan says is followed by one that reads it.

Every worker here is a Celery process group of its own; the child that works is ended with SIGKILL.
The test rings as a sweep does, so that it need not wait for the timetable.
"""

import time

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases import blobs
from cases.models import AuditEvent, PageText, ReceivedFile, RecordPage, UnreadPage
from cases.pipelines.filesteps import work_to_the_end
from cases.pipelines.traywriting import receive_for_tray
from cases.tasks.files import recognize_waiting_pages, work_waiting_files
from tests.cases.bad_files import as_scan
from tests.cases.test_recognition import needs_tesseract
from tests.factories import make_case, tiny_pdf
from tests.factories.bundles import bundle, code_of, joined
from tests.letter_worker import Worker, worker

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_broker"),
]
LEASE = {"LETTER_LEASE_SECONDS": "2", "LETTER_MAX_ATTEMPTS": "50"}
PATIENCE = 180
STEPS = ("scanned", "sanitised", "routed", "paged", "read", "indexed", "ready")
AFTER_EACH_STEP = ";".join(f"files.{step}=kill" for step in STEPS)
IN_THE_MIDST = ("files.copied", "files.codes", "files.batch", "files.looks")
PAGES = 7
SCANS = ("Lumbar strain since May", "Physical therapy twice a week")


@pytest.fixture
def case():
    return make_case("awaiting_records")


@pytest.fixture
def received(case) -> ReceivedFile:
    """A bundle with a page of nobody, a coversheet, and pages of the case."""
    words = [f"Progress report of visit {number}." for number in range(PAGES - 2)]
    content = bundle("A page of nobody.", code_of(case), *words)
    sha256, size = blobs.store([content])
    return receive_for_tray(sha256, size, "fax.pdf", channel="folder", by=None, at=timezone.now())


@pytest.fixture
def scanned(case) -> ReceivedFile:
    """Two scanned pages and a typed one, worked up to where the scans wait to be read."""
    content = joined(*(as_scan(tiny_pdf(words)) for words in SCANS), tiny_pdf("Typed."))
    sha256, size = blobs.store([content])
    known = {"sha256": sha256, "size": size, "source": "attorney", "received_at": timezone.now()}
    return work_to_the_end(ReceivedFile.objects.create(case=case, **known).pk)


def ring_until(is_so, running: Worker) -> None:
    """Ring for what waits, once a second, until something is true."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, running.words
        work_waiting_files()
        recognize_waiting_pages()
        time.sleep(1)


def is_worked(file: ReceivedFile) -> bool:
    return file.parts.filter(step="ready").exists()


def assert_nothing_is_lost_or_doubled(file: ReceivedFile, case) -> None:
    call_command("verify_pages")
    own = RecordPage.objects.filter(file__origin=file)
    assert sorted(own.values_list("number_in_file", flat=True)) == list(range(2, PAGES + 1))
    assert PageText.objects.filter(page__in=own).count() == PAGES - 1
    assert case.records.filter(received_file__origin=file).count() == 1
    assert ReceivedFile.objects.in_tray().get().first_page == 1
    for step in STEPS:
        events = AuditEvent.objects.filter(kind=f"file.{step}")
        assert events.count() == 1, step


def test_a_worker_killed_after_every_step_loses_nothing(received, case, subprocess_env, tmp_path):
    with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS=AFTER_EACH_STEP, **LEASE) as broken:
        ring_until(lambda: is_worked(received), broken)
        assert broken.words.count("SIGKILL") >= len(STEPS) - 1
    assert_nothing_is_lost_or_doubled(received, case)


def test_a_worker_killed_in_the_midst_of_a_step_loses_nothing(
    received, case, subprocess_env, tmp_path
):
    for fault in IN_THE_MIDST:
        with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS=f"{fault}=kill", **LEASE) as broken:
            ring_until(lambda: "SIGKILL" in broken.words, broken)  # noqa: B023 - called at once
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        ring_until(lambda: is_worked(received), healthy)
    assert_nothing_is_lost_or_doubled(received, case)


@needs_tesseract
def test_a_worker_killed_while_it_writes_what_a_scan_says_loses_nothing(
    scanned, subprocess_env, tmp_path
):
    for _ in SCANS:
        with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS="scans.read=kill") as broken:
            ring_until(lambda: "SIGKILL" in broken.words, broken)  # noqa: B023 - called at once
        assert PageText.objects.filter(source="ocr").count() == 0
        # The time that the dead worker held its pages for is over.
        UnreadPage.objects.update(lease_until=timezone.now())
    assert max(UnreadPage.objects.values_list("attempts", flat=True)) == len(SCANS)
    with worker(subprocess_env, tmp_path) as healthy:
        ring_until(lambda: not UnreadPage.objects.exists(), healthy)
    call_command("verify_pages")
    read = PageText.objects.filter(source="ocr").order_by("page__number")
    for said, words in zip(read, SCANS, strict=True):
        assert said.text.split() == words.split()
        assert said.revision == 2
    recognized = AuditEvent.objects.filter(kind="file.recognized").get()
    assert recognized.data["pages"] == len(SCANS)

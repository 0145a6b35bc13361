"""A received file walks its steps, each of which can run twice."""

import pytest
from django.utils import timezone

from cases import blobs
from cases.actions.records import RecordEntry, add_record
from cases.models import AuditEvent, PageText, ReceivedFile, RecordPage, UnreadPage
from cases.pipelines import fileholds, filesteps
from cases.pipelines.filesteps import work, work_to_the_end
from tests.factories import make_case, tiny_pdf

pytestmark = pytest.mark.django_db


def received(cora, content: bytes, **said) -> ReceivedFile:
    entry = RecordEntry(kind="progress_report", source="claims_administrator", **said)
    record = add_record(make_case("assigned"), entry, by=cora, at=timezone.now(), content=content)
    return record.received_file


def test_a_file_walks_to_its_end_and_its_pages_can_be_read(cora):
    file = received(cora, tiny_pdf("Lumbar strain since May.", pages=3))
    done = work_to_the_end(file.pk)
    assert (done.step, done.scan, done.pages) == ("ready", "none", 3)
    pages = RecordPage.objects.order_by("number")
    assert [(page.number, page.number_in_file, page.place) for page in pages] == [
        (1, 1, 1),
        (2, 2, 2),
        (3, 3, 3),
    ]
    assert {page.record for page in pages} == {done.records.get()}
    assert {text.text for text in PageText.objects.all()} == {"Lumbar strain since May."}
    assert all(page.thumbnail_size for page in pages)
    kinds = AuditEvent.objects.filter(kind__startswith="file.").order_by("pk")
    assert [event.kind for event in kinds] == [
        "file.scanned",
        "file.sanitised",
        "file.paged",
        "file.read",
        "file.indexed",
        "file.ready",
    ]


def test_the_original_is_kept_and_the_copy_is_another_file(cora):
    content = tiny_pdf("Lumbar strain.")
    done = work_to_the_end(received(cora, content).pk)
    assert blobs.read(done.sha256) == content
    assert blobs.read(done.working_sha256) != content


def test_a_page_without_text_waits_to_be_recognized_unless_it_is_blank(cora):
    done = work_to_the_end(received(cora, tiny_pdf("")).pk)
    page = RecordPage.objects.get()
    assert (page.is_blank, page.is_folded) == (True, True)
    assert not UnreadPage.objects.exists()
    assert done.remarks["no_text"] == 1


def test_a_finished_file_is_left_alone(cora):
    file = received(cora, tiny_pdf("Lumbar strain."))
    work_to_the_end(file.pk)
    events = AuditEvent.objects.count()
    assert work(file.pk) is False
    assert AuditEvent.objects.count() == events


def write_nothing(held):
    pass


def write_without_moving(held):
    with fileholds.writing(held) as file:
        file.remarks = {"repaired": 1}


@pytest.mark.parametrize("step", [write_nothing, write_without_moving])
def test_a_step_that_does_not_move_the_file_is_tried_a_few_times_and_then_says_so(
    cora, monkeypatch, settings, step
):
    file = received(cora, tiny_pdf("Lumbar strain."))
    monkeypatch.setitem(filesteps.STEPS, "scanned", step)
    for attempt in range(1, settings.LETTER_MAX_ATTEMPTS + 1):
        stuck = work_to_the_end(file.pk)
        assert (stuck.step, stuck.attempts) == ("scanned", attempt)
        assert stuck.last_error.startswith("What follows “Scanned” was done")
        assert stuck.lease_until > timezone.now()
        ReceivedFile.objects.update(lease_until=None)
    rejected = work_to_the_end(file.pk)
    assert rejected.step == "rejected"
    assert f"{attempt} tries. {stuck.last_error}" in rejected.rejection
    assert not file.records.current().exists()

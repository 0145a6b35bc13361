"""What the engines make of the pages of a file: folded, flagged, remarked, and left to a person."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import MedicalRecord, PageText, Party, RecordPage, UnreadPage
from cases.pipelines import assessing, pagereading, recognition
from cases.pipelines.assessing import assess, identity_of_case, look_through
from tests.cases.test_recognition import scan_in_case
from tests.factories import make_case, make_record
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
NOTE = (
    "Progress report of the treating physician. The patient has low back pain that radiates into "
    "the left leg, worse with sitting, and has had six visits of physical therapy with some relief."
)


def test_a_copy_is_folded_once_and_stays_as_a_person_left_it():
    record = make_record(make_case(), pages=2)
    first, copy = make_page(record, text=NOTE), make_page(record, text=NOTE)
    assess(record.received_file, at=timezone.now())
    copy.refresh_from_db()
    assert (copy.duplicate_of, copy.is_folded) == (first, True)
    RecordPage.objects.filter(pk=copy.pk).update(is_folded=False)
    assess(record.received_file, at=timezone.now())
    copy.refresh_from_db()
    assert copy.is_folded is False


def test_a_page_of_another_patient_is_flagged_with_what_differs():
    case = make_case()
    record = make_record(case, pages=2)
    make_page(record, text=f"Patient: {identity_of_case(case).name}\n{NOTE}")
    text = f"Patient: Zebediah Quartermaine\nDOB: 01/02/1931\nClaim Number: XX-99-777\n{NOTE}"
    page = make_page(record, text=text)
    remarks = assess(record.received_file, at=timezone.now())
    page.refresh_from_db()
    assert page.foreign == "suspected"
    assert "name" in " ".join(page.foreign_differs)
    assert remarks["other_patient"] == 1


def test_what_a_person_said_of_a_page_is_not_asked_again():
    record = make_record(make_case(), pages=1)
    page = make_page(record, text="Patient: Zebediah Quartermaine\nDOB: 01/02/1931\n" + NOTE)
    RecordPage.objects.filter(pk=page.pk).update(foreign="dismissed", foreign_differs=["name"])
    assess(record.received_file, at=timezone.now())
    page.refresh_from_db()
    assert page.foreign == "dismissed"


@pytest.fixture
def looked(monkeypatch) -> list[int]:
    """How deep in transactions pages were looked through, each time."""
    depths = []

    def look(*given):
        depths.append(len(connection.savepoint_ids))
        return look_through(*given)

    for room in (assessing, pagereading, recognition):
        monkeypatch.setattr(room, "look_through", look)
    return depths


def original_and_copy():
    """Two files of one case; the page of the later one is that of the earlier."""
    case = make_case("assigned")
    records = [make_record(case, pages=1) for _ in range(2)]
    first, copy = (make_page(record, text=NOTE) for record in records)
    return first, copy


def test_what_was_found_before_the_case_was_locked_is_written(looked):
    first, copy = original_and_copy()
    found = look_through(copy.file)
    looked.clear()
    assess(copy.file, at=timezone.now(), found=found)
    copy.refresh_from_db()
    assert (copy.duplicate_of, copy.is_folded, looked) == (first, True, [])


def supersede(first: RecordPage, _copy: RecordPage) -> None:
    connection.check_constraints()  # of the page, as when it was committed
    why = {"superseded_at": timezone.now(), "superseded_reason": "Sent by mistake"}
    MedicalRecord.objects.filter(pk=first.record_id).update(**why)


def withhold(first: RecordPage, _copy: RecordPage) -> None:
    RecordPage.objects.filter(pk=first.pk).update(foreign="confirmed", foreign_differs=["name"])


def read_anew(_first: RecordPage, copy: RecordPage) -> None:
    said = PageText.objects.filter(page=copy)
    said.update(
        text="Something else was read here in the meantime, and nothing but that.", revision=7
    )


@pytest.mark.parametrize("happens", [supersede, withhold, read_anew])
def test_what_no_longer_holds_once_the_case_is_locked_is_looked_for_again(looked, happens):
    first, copy = original_and_copy()
    found = look_through(copy.file)
    looked.clear()
    happens(first, copy)
    assess(copy.file, at=timezone.now(), found=found)
    copy.refresh_from_db()
    assert (copy.duplicate_of, copy.is_folded, len(looked)) == (None, False, 1)


def test_a_file_that_was_compared_in_the_meantime_is_not_missed():
    """Neither of two files that are worked at once is compared with the other one before."""
    first, copy = original_and_copy()
    files = type(first.file).objects.filter(pk__in=[first.file_id, copy.file_id])
    files.update(step="read", ready_at=None)
    found = look_through(copy.file)
    assess(first.file, at=timezone.now(), found=look_through(first.file))
    files.filter(pk=first.file_id).update(step="indexed")
    copy.refresh_from_db()
    assert copy.duplicate_of is None
    assess(copy.file, at=timezone.now(), found=found)
    copy.refresh_from_db()
    assert copy.duplicate_of == first


def test_the_name_of_the_worker_that_was_corrected_in_the_meantime_counts():
    record = make_record(make_case(), pages=1)
    page = make_page(record, text=f"Patient: {identity_of_case(record.case).name}\n{NOTE}")
    found = look_through(record.received_file)
    workers = record.case.parties.filter(role=Party.Role.INJURED_WORKER)
    workers.update(name="Zebediah Quartermaine")
    assess(record.received_file, at=timezone.now(), found=found)
    page.refresh_from_db()
    assert page.foreign == "suspected"


def test_pages_are_looked_through_while_nothing_is_locked(looked, monkeypatch):
    """By the step of a file, and again with what its last scan says."""
    outside = len(connection.savepoint_ids)
    file = scan_in_case()
    assert looked == [outside]
    words = {"number": 1, "text": NOTE, "confidence": 90}
    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(recognition, "run_child", lambda *_, **__: iter([words]))
    assert recognition.recognize(file.pk) is False
    assert looked == [outside, outside]


def test_the_page_of_a_record_says_what_was_not_read(sign_in, cora):
    record = make_record(make_case("assigned"), pages=1)
    page = make_page(record)
    UnreadPage.objects.create(page=page, file=page.file)
    shown = sign_in(cora).get(reverse("cases:record", args=[record.case.case_number, record.pk]))
    assert "1 scanned page is not read" in shown.content.decode()
    assert "no scanner is set up" in shown.content.decode()

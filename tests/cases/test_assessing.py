"""What the engines make of the pages of a file: folded, flagged, remarked, and left to a person."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import RecordPage, UnreadPage
from cases.pipelines.assessing import assess, identity_of_case
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


def test_the_page_of_a_record_says_what_was_not_read(sign_in, cora):
    record = make_record(make_case("assigned"), pages=1)
    page = make_page(record)
    UnreadPage.objects.create(page=page, file=page.file)
    shown = sign_in(cora).get(reverse("cases:record", args=[record.case.case_number, record.pk]))
    assert "1 scanned page is not read" in shown.content.decode()
    assert "no scanner is set up" in shown.content.decode()

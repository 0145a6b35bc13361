"""Scanned pages read anew: what they said stays until each is read."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.actions.rereading import read_anew
from cases.errors import Refused
from cases.models import AuditEvent, PageText, UnreadPage
from cases.pagesearch import search_book
from cases.pipelines import recognition
from tests.factories import make_case, make_record
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    """A reader that sees the same words on every page, where it is not told to see nothing."""
    said = {"words": "Lumbar strain, read anew"}

    def read(_name, asked, **_):
        for number, _skew in asked["pages"] if said["words"] else []:
            yield {"number": number, "text": said["words"], "confidence": 90}

    monkeypatch.setattr(recognition, "program", lambda: "/bin/tesseract")
    monkeypatch.setattr(recognition, "run_child", read)
    return said


@pytest.fixture
def record():
    """A document of three pages: a scan that was read, one that was given up, and print."""
    record = make_record(make_case("awaiting_records"), pages=3)
    for number in range(3):
        page = make_page(record, text="Lurnbar strain")
        if number < 2:
            PageText.objects.filter(page=page).update(source="ocr", confidence=50)
        if number == 1:
            PageText.objects.filter(page=page).update(source="none", text="", confidence=None)
            UnreadPage.objects.create(
                page=page, file=page.file, attempts=3, given_up_at=timezone.now()
            )
    return record


def anew(record, by):
    return read_anew(record, by=by, at=timezone.now())


def texts(record):
    said = PageText.objects.filter(page__record=record).order_by("page__number")
    return [(one.source, one.text, one.revision) for one in said]


def test_scans_wait_with_their_words_and_are_read_anew(record, cora):
    before = texts(record)
    assert anew(record, cora) == 2
    assert texts(record) == before
    told = recognition.progress(record.received_file, at=timezone.now())
    assert (told.read, told.waiting, told.given_up, told.total, told.again) == (0, 2, 0, 2, 1)
    assert AuditEvent.objects.get(kind="pages.reread").data == {"numbers": [1, 2]}
    assert search_book(cora, record.case, "strain").unread == 1
    recognition.recognize(record.received_file_id)
    new = ("ocr", "Lumbar strain, read anew")
    assert texts(record) == [(*new, 2), (*new, 2), before[2]]
    assert not UnreadPage.objects.exists()


def test_what_cannot_be_read_anew_keeps_its_words(record, cora, reader):
    before = texts(record)
    anew(record, cora)
    reader["words"] = ""
    recognition.recognize(record.received_file_id)
    assert texts(record) == before
    assert UnreadPage.objects.get().page.number == 2


def test_a_coordinator_has_a_button_and_nobody_else(record, cora, quinn, sign_in):
    here = reverse("cases:record", args=[record.case.case_number, record.pk])
    assert "Read the scans anew" not in sign_in(quinn).get(here).content.decode()
    client = sign_in(cora)
    assert "Read the scans anew" in client.get(here).content.decode()
    address = reverse("cases:read_anew", args=[record.case.case_number, record.pk])
    page = client.post(address, follow=True).content.decode()
    assert "2 scanned pages are read anew" in page
    assert "They are read anew" not in page  # one of them never was read
    assert "0 of 2 scanned pages read" in page
    assert "1 scanned page is not read" in page
    assert "Read the scans anew" not in page
    with pytest.raises(PermissionDenied):
        anew(record, quinn)


def test_while_all_of_them_have_words_it_says_that_search_finds_those(record, cora, sign_in):
    UnreadPage.objects.all().delete()
    anew(record, cora)
    here = reverse("cases:record", args=[record.case.case_number, record.pk])
    page = sign_in(cora).get(here).content.decode()
    assert "They are read anew: search finds what was read before" in page
    assert "not read" not in page


def test_it_is_refused_with_a_reason(record, cora, monkeypatch):
    anew(record, cora)
    with pytest.raises(Refused, match="being read already"):
        anew(record, cora)
    printed = make_record(record.case, title="Print")
    make_page(printed, text="Lumbar strain")
    with pytest.raises(Refused, match="No page of this document was read from its picture"):
        anew(printed, cora)
    monkeypatch.setattr(recognition, "program", lambda: "")
    with pytest.raises(Refused, match="No program that reads scans"):
        anew(record, cora)

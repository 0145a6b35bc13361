"""Where documents seem to begin in a bundle that nobody divided: found by a worker, shown so."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.splitting import DocumentEntry, split_record
from cases.models import PageText, SuggestedDocument
from cases.pipelines import suggesting
from cases.pipelines.suggesting import files_to_suggest_from, suggest
from tests.factories import make_case, make_record
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
BODY = "Findings are described in full on this sheet, in several lines of text.\n" * 5
HEADS = (
    "Canyon Imaging Center\n12 Pine Court, Redding, CA 96001\nPhone (916) 555-0177\nMRI Report\n"
    "Date of service: 04/15/2025\n",
    "Juniper Therapy\n9 Oak St, Redding, CA 96001\nPhone (916) 555-0188\nTherapy Progress Note\n",
)


@pytest.fixture
def bundle():
    record = make_record(make_case("in_quality_check"), title="As faxed", pages=4)
    for head in HEADS:
        make_page(record, text=f"{head}{BODY}Page 1 of 2")
        make_page(record, text=f"{BODY}Page 2 of 2")
    return record


def look_through(record):
    while suggest(record.received_file_id):
        pass


def told(client, case):
    answer = client.get(reverse("cases:book_suggestions", args=[case.case_number])).json()
    return [(number, answer["kinds"][kind], on) for number, kind, on in answer["begins"]]


@pytest.mark.parametrize("stretch", [1, 2, 200])
def test_what_begins_is_found_however_the_pages_are_divided(bundle, monkeypatch, stretch):
    monkeypatch.setattr(suggesting, "STRETCH", stretch)
    look_through(bundle)
    found = SuggestedDocument.objects.order_by("page__number")
    assert list(found.values_list("page__number", "kind")) == [
        (1, "imaging_report"),
        (3, "therapy_note"),
    ]
    assert files_to_suggest_from(bundle.received_file_id) == []


def test_a_reader_is_told_until_a_person_has_divided_the_bundle(bundle, quinn, cora, sign_in):
    look_through(bundle)
    client = sign_in(quinn)
    assert told(client, bundle.case) == [
        (1, "Imaging report", "2025-04-15"),
        (3, "Therapy note", ""),
    ]
    entries = [DocumentEntry(1, "imaging_report"), DocumentEntry(3, "therapy_note")]
    bundle.case.status = "assigned"
    bundle.case.save()
    split_record(bundle, entries, by=cora, at=timezone.now())
    bundle.case.status = "in_quality_check"
    bundle.case.save()
    assert told(client, bundle.case) == []


def test_pages_that_are_read_anew_meanwhile_are_looked_at_anew(bundle, monkeypatch):
    looks = []

    def read_anew(pages):
        if not looks:
            PageText.objects.filter(page__record=bundle, page__number=3).update(
                text=HEADS[0] + BODY, read_at=timezone.now()
            )
        looks.append(pages)
        return split(pages)

    split = suggesting.split
    monkeypatch.setattr(suggesting, "split", read_anew)
    look_through(bundle)
    kinds = SuggestedDocument.objects.order_by("page__number").values_list("kind", flat=True)
    assert list(kinds) == ["imaging_report", "imaging_report"]


def test_a_page_that_ends_the_engine_does_not_keep_the_file_waiting(bundle, monkeypatch, caplog):
    def broken(pages):
        raise ValueError(pages[0].text)

    monkeypatch.setattr(suggesting, "split", broken)
    look_through(bundle)
    assert files_to_suggest_from(bundle.received_file_id) == []
    assert "no documents suggested (ValueError)" in caplog.text
    assert "Canyon" not in caplog.text


def test_a_day_after_the_file_came_is_not_suggested():
    record = make_record(make_case("in_quality_check"), title="As faxed", pages=1)
    came = timezone.localdate(record.received_file.received_at)
    make_page(record, text=f"{HEADS[0].replace('2025', str(came.year + 1))}{BODY}")
    look_through(record)
    found = SuggestedDocument.objects.get()
    assert (found.date_of_service, "date_of_service" in found.facts) == (None, False)

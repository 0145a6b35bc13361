"""A bundle becomes its documents: proposed, confirmed, and no page lost or doubled."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.actions.records import supersede_record
from cases.actions.splitting import DocumentEntry, split_record
from cases.errors import Refused
from cases.models import AuditEvent, MedicalRecord
from cases.pipelines.conservation import count_pages
from cases.pipelines.splitting import propose_documents
from tests.factories import make_case, make_record
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
HEADS = (
    "Canyon Imaging Center\n12 Pine Court, Redding, CA 96001\nPhone (916) 555-0177\nMRI Report\n",
    "Juniper Therapy\n9 Oak St, Redding, CA 96001\nPhone (916) 555-0188\nTherapy Progress Note\n",
)
BODY = "Findings are described in full on this sheet, in several lines of text.\n" * 5


@pytest.fixture
def bundle() -> MedicalRecord:
    record = make_record(make_case("assigned"), pages=4)
    for head in HEADS:
        make_page(record, text=f"{head}{BODY}Page 1 of 2")
        make_page(record, text=f"{BODY}Page 2 of 2")
    make_page(make_record(record.case, title="What stands after it"))
    return record


def entries(*firsts: int) -> list[DocumentEntry]:
    return [DocumentEntry(first, "imaging_report", author="A. Reader") for first in firsts]


def test_boundaries_are_proposed_with_their_reasons(bundle):
    parts = propose_documents(bundle).parts
    assert [(part.first, part.last) for part in parts] == [(1, 2), (3, 4)]
    assert all(part.why for part in parts)


def test_each_page_goes_to_one_document_and_keeps_its_number(bundle, cora):
    made = split_record(bundle, entries(1, 3), by=cora, at=timezone.now())
    assert [record.pages for record in made] == [2, 2]
    assert [
        [(page.number, page.place) for page in record.record_pages.order_by("place")]
        for record in made
    ] == [[(1, 1), (2, 2)], [(3, 1), (4, 2)]]
    titles = list(bundle.case.records.values_list("title", flat=True))
    assert titles == ["Imaging report", "Imaging report", "What stands after it"]
    event = AuditEvent.objects.get(kind="record.split")
    assert event.data == {"records": [record.pk for record in made], "pages": 4}
    assert {record.received_file for record in made} == {bundle.received_file}


@pytest.mark.parametrize(
    ("firsts", "sentence"),
    [((1,), "Mark at least one"), ((1, 9), "have changed"), ((2, 3), "have changed")],
)
def test_what_is_no_split_is_refused(bundle, cora, firsts, sentence):
    with pytest.raises(Refused, match=sentence):
        split_record(bundle, entries(*firsts), by=cora, at=timezone.now())
    assert bundle.record_pages.count() == 4


def test_a_reviewer_splits_nothing(bundle, rita):
    with pytest.raises(PermissionDenied):
        split_record(bundle, entries(1, 3), by=rita, at=timezone.now())


def test_it_is_confirmed_on_the_page(bundle, cora, sign_in, capsys):
    client = sign_in(cora)
    address = reverse("cases:split_record", args=[bundle.case.case_number, bundle.pk])
    page = client.get(address).content.decode()
    assert "Proposed from page numbers, letterheads and titles: 2 documents." in page
    sent = {"p1-kind": "imaging_report", "p3-kind": "therapy_note", "p3-begins": "on"}
    sent |= {"p3-date_of_service": "05/19/2025", "p3-author": "T. Walker, PT"}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    note = bundle.case.records.get(kind="therapy_note")
    assert (note.author, str(note.date_of_service)) == ("T. Walker, PT", "2025-05-19")
    assert blobs.path_of(bundle.file_sha256).is_file()
    call_command("verify_pages")


def test_what_was_shown_is_what_is_written_whatever_the_pages_say_now(bundle, cora, sign_in):
    address = reverse("cases:split_record", args=[bundle.case.case_number, bundle.pk])
    sent = {f"p{first}-kind": "other" for first in (1, 2, 4)}
    sent |= {"firsts": "1,2,4", "p2-begins": "on", "p4-begins": "on"}
    assert sign_in(cora).post(address, sent).status_code == 302
    assert list(bundle.case.records.values_list("pages", flat=True))[:3] == [1, 2, 1]


def test_a_document_of_a_bundle_that_is_taken_out_loses_no_page(bundle, cora):
    first, second = split_record(bundle, entries(1, 3), by=cora, at=timezone.now())
    with connection.cursor() as cursor:  # what follows is not of the same transaction
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    supersede_record(second, by=cora, at=timezone.now(), reason="Of another injury.")
    assert count_pages().faults == ()
    gone = {"superseded_at": timezone.now(), "superseded_reason": "By no action of ours."}
    MedicalRecord.objects.filter(pk=first.pk).update(**gone)
    faults = count_pages().faults
    assert len(faults) == 2
    assert all("nobody superseded it" in fault for fault in faults)


def test_a_date_that_does_not_exist_is_named_and_nothing_typed_is_lost(bundle, cora, sign_in):
    address = reverse("cases:split_record", args=[bundle.case.case_number, bundle.pk])
    sent = {"p1-kind": "other", "p3-kind": "other", "p3-date_of_service": "02/30/2025"}
    page = sign_in(cora).post(address, sent | {"p3-author": "T. Walker"}).content.decode()
    assert "T. Walker" in page
    assert bundle.record_pages.count() == 4


def test_a_case_whose_records_no_longer_change_is_not_offered_for_splitting(cora, sign_in):
    record = make_record(make_case("withdrawn"), pages=2)
    address = reverse("cases:split_record", args=[record.case.case_number, record.pk])
    answers = [sign_in(cora).get(address), sign_in(cora).post(address, {"p1-kind": "other"})]
    for answer in answers:
        assert answer.status_code == 409
        assert "its records no longer change" in answer.content.decode()
        assert "data-sort-row" not in answer.content.decode()


def sheets(count: int) -> MedicalRecord:
    """A bundle of single sheets, each a document."""
    record = make_record(make_case("assigned"), pages=count)
    for _ in range(count):
        make_page(record, text=f"{HEADS[0]}{BODY}Page 1 of 1")
    return record


def as_confirmed(firsts: range) -> dict[str, str]:
    """What the page sends where every proposed document stands."""
    sent = {"firsts": ",".join(map(str, firsts))}
    for first in firsts:
        sent |= {f"p{first}-begins": "on", f"p{first}-kind": "imaging_report"}
    return sent


def test_many_documents_cost_no_more_queries_than_a_few(cora, sign_in):
    client, asked = sign_in(cora), []
    client.get("/")
    quiet = {"X-Background": "1"}  # the clock of the session writes once a second else
    for count in (3, 30):
        record = sheets(count)
        address = reverse("cases:split_record", args=[record.case.case_number, record.pk])
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, headers=quiet)
            answer = client.post(address, as_confirmed(range(1, count + 1)), headers=quiet)
        assert (page.status_code, answer.status_code) == (200, 302)
        assert record.case.records.filter(pages=1, kind="imaging_report").count() == count
        asked.append(len(queries))
    few, many = asked
    assert many <= few


def test_pages_of_several_lengths_and_what_is_left_are_where_they_belong(cora):
    record = sheets(9)
    left = DocumentEntry(7, "other", is_left=True)
    made = split_record(record, [*entries(1, 3, 4), left], by=cora, at=timezone.now())
    placed = [
        [(page.number, page.place) for page in one.record_pages.order_by("place")] for one in made
    ]
    assert placed == [
        [(1, 1), (2, 2)],
        [(3, 1)],
        [(4, 1), (5, 2), (6, 3)],
        [(7, 1), (8, 2), (9, 3)],
    ]
    assert [(one.position, one.part, one.pages) for one in made] == [
        (1, 1, 2),
        (2, 2, 1),
        (3, 3, 3),
        (4, 4, 3),
    ]
    assert (made[-1].confirmed_at, made[-1].title) == (None, record.title)
    event = AuditEvent.objects.get(kind="record.split")
    assert event.data == {"records": [one.pk for one in made], "pages": 9, "left": made[-1].pk}
    assert count_pages().faults == ()


def test_the_other_pages_of_a_document_come_when_they_are_asked_for(bundle, cora, sign_in):
    client = sign_in(cora)
    split = reverse("cases:split_record", args=[bundle.case.case_number, bundle.pk])
    page = client.get(split).content.decode()
    assert page.count('name="begins_on"') == 1  # the field below the table
    address = reverse("cases:other_pages", args=[bundle.case.case_number, bundle.pk])
    assert 'href="pages/?first=1&amp;last=2"' in page
    assert address == f"{split}pages/"
    strip = client.get(f"{address}?first=1&last=2", headers={"HX-Request": "true"})
    assert re.findall('name="begins_on" value="([^"]*)"', strip.content.decode()) == ["2"]
    alone = client.get(f"{address}?first=1&last=2").content.decode()
    assert f"/book/?page={bundle.record_pages.get(place=2).number}" in alone
    assert "begins_on" not in alone
    assert client.get(f"{address}?first=x&last=99999999").status_code == 200


def test_a_strip_holds_no_more_than_fits_and_says_so(cora, sign_in):
    record = sheets(65)
    address = reverse("cases:other_pages", args=[record.case.case_number, record.pk])
    strip = sign_in(cora).get(f"{address}?first=1&last=65", headers={"HX-Request": "true"})
    assert strip.content.decode().count('name="begins_on"') == 60
    assert "4 more of its pages are not shown here" in strip.content.decode()

"""Bulk intake: each file checked with its lines, taken in whole or not at all, and once."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.actions import bulk as actions
from cases.casefiles.lines import Lines
from cases.casefiles.parse import dump_document
from cases.models import AuditEvent, Case, CaseFileUpload
from tests.case_files import example
from tests.factories import make_organization
from tests.races import THREADS, all_at_once

pytestmark = pytest.mark.django_db
URL = reverse("cases:bulk_intake")
TAKE_IN = reverse("cases:take_in_case_files")


@pytest.fixture(autouse=True)
def site(db):
    return make_organization()


def case_file(number: int = 1, **changes) -> dict:
    """The example without its determination, as one of a lot."""
    document = example() | {"case_number": f"CM25-09{number:05d}"} | changes
    for key in ("determination", "organization"):
        document.pop(key, None)
    return document


def drop(by, document: dict | bytes, name="case.json") -> CaseFileUpload:
    content = document if isinstance(document, bytes) else dump_document(document).encode()
    return actions.drop_case_file(name, content, by=by, at=timezone.now())


def uploads(*documents) -> dict:
    return {
        "files": [
            SimpleUploadedFile(f"{number}.json", dump_document(one).encode())
            for number, one in enumerate(documents, start=1)
        ]
    }


def with_services(count: int, **of_the_thirteenth) -> dict:
    document = case_file()
    service = document["disputed_services"][0] | {"depends_on": None}
    document["disputed_services"] = [
        service | {"requested": f"Request {number}"} for number in range(1, count + 1)
    ]
    document["disputed_services"][12] |= of_the_thirteenth
    return document


def test_several_files_are_checked_and_taken_in_a_few_at_a_time(cora, sign_in):
    client = sign_in(cora)
    client.post(URL, uploads(*(case_file(number) for number in range(1, 8))))
    assert not Case.objects.exists()
    first = client.post(TAKE_IN, HTTP_HX_REQUEST="true").content.decode()
    assert "5 of 7 sound files taken in" in first
    assert 'hx-trigger="load"' in first
    last = client.post(TAKE_IN, HTTP_HX_REQUEST="true").content.decode()
    assert "7 of 7 sound files taken in" in last
    assert 'hx-trigger="load"' not in last
    assert Case.objects.count() == 7


def test_one_bad_service_of_twenty_one_is_named_with_line_and_field(cora, sign_in):
    left = {"authorized": "25 sessions", "eligible_portion": "30 sessions"}
    modified = {"ur_action": "modified", "modification": "remainder", "requested": "60 sessions"}
    document = with_services(21, **modified, **left)
    line = 1 + next(
        number
        for number, words in enumerate(dump_document(document).splitlines())
        if "30 sessions" in words
    )
    client = sign_in(cora)
    client.post(URL, uploads(document))
    upload = CaseFileUpload.objects.get()
    assert upload.state == "faulty"
    assert upload.content == ""
    [fault] = upload.faults
    assert fault["path"] == "disputed_services[12].eligible_portion"
    assert "Service 13" in fault["reason"]
    assert "Enter 35 sessions" in fault["reason"]
    assert fault["line"] == line
    page = client.get(URL).content.decode()
    assert f"Line {fault['line']}" in page
    assert "disputed_services[12].eligible_portion" in page
    client.post(TAKE_IN)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "It is not JSON"),
        (b"\xff\xfe\x00", "It is not UTF-8 text"),
        (b'{"format": "imr-case-file/1",\n\n  oops}', "(line 3, column 3)"),
        (b"[]", "an object"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a": "\x00"}', "It is not JSON"),
    ],
)
def test_what_is_no_case_file_is_told_and_kept_on_the_list(content, words, cora):
    upload = drop(cora, content)
    assert upload.state == "faulty"
    assert words in upload.faults[0]["reason"]


def test_a_file_that_is_too_large_is_refused(cora, sign_in, monkeypatch):
    monkeypatch.setattr("cases.views.bulk.MAX_BYTES", 100)
    monkeypatch.setattr("cases.casefiles.parse.MAX_BYTES", 100)
    sign_in(cora).post(URL, uploads(case_file()))
    assert "It is larger than" in CaseFileUpload.objects.get().faults[0]["reason"]


def test_the_same_file_twice_is_one_case(cora, cyrus):
    first = drop(cora, case_file())
    assert drop(cora, case_file(), "again.json").pk == first.pk
    case = actions.take_in_case_file(first, by=cora, at=timezone.now()).case
    again = drop(cyrus, case_file())
    laid_out_otherwise = drop(cyrus, json.dumps(case_file()).encode())
    assert again.case == laid_out_otherwise.case == case
    assert Case.objects.count() == 1


def test_another_content_under_a_taken_number_is_a_fault(cora):
    actions.take_in_case_file(drop(cora, case_file()), by=cora, at=timezone.now())
    other = drop(cora, case_file(claim_number="another"))
    assert other.faults[0]["path"] == "case_number"
    assert other.faults[0]["line"] > 1


def test_two_files_of_one_number_become_one_case_and_one_fault(cora):
    waiting = [drop(cora, case_file()), drop(cora, case_file(claim_number="another"))]
    taken = [actions.take_in_case_file(one, by=cora, at=timezone.now()) for one in waiting]
    assert [one.state for one in taken] == ["taken_in", "faulty"]
    assert "already a case" in taken[1].faults[0]["reason"]
    assert taken[1].content == ""


def test_records_with_files_are_listed_and_their_files_come_later(cora):
    document = case_file()
    document["records"][0]["file"] = "records/ur.pdf"
    upload = drop(cora, document)
    assert upload.files_to_come == 1
    case = actions.take_in_case_file(upload, by=cora, at=timezone.now()).case
    assert case.records.count() == len(document["records"])
    assert not case.records.exclude(file_sha256="").exists()


def test_an_unknown_organization_is_a_fault_at_its_place(cora):
    upload = drop(cora, case_file() | {"organization": {"name": "Elsewhere Reviews"}})
    assert [fault["path"] for fault in upload.faults] == ["organization.name"]


def test_a_file_is_taken_off_the_list_and_its_case_stays(cora, cyrus, sign_in):
    upload = drop(cora, case_file())
    actions.take_in_case_file(upload, by=cora, at=timezone.now())
    url = reverse("cases:discard_case_file", args=[upload.key])
    assert sign_in(cyrus).post(url).status_code == 404
    sign_in(cora).post(url)
    assert not CaseFileUpload.objects.exists()
    assert Case.objects.count() == 1


def test_the_audit_has_digests_and_no_words(cora):
    upload = drop(cora, case_file())
    actions.take_in_case_file(upload, by=cora, at=timezone.now())
    kinds = list(AuditEvent.objects.filter(kind__startswith="case_file").order_by("pk"))
    assert [one.kind for one in kinds] == [
        "case_file.dropped",
        "case_file.imported",
        "case_file.taken_in",
    ]
    assert "Whitfield" not in str([one.data for one in kinds])


def test_only_those_who_receive_applications_drop_files(quinn, ada, sign_in):
    for person in (quinn, ada):
        with pytest.raises(PermissionDenied):
            drop(person, case_file())
        assert sign_in(person).get(URL).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_eight_threads_take_one_file_in_once(cora):
    upload = drop(cora, case_file())
    results = all_at_once(
        lambda _: actions.take_in_case_file(upload, by=cora, at=timezone.now()).case_id
    )
    assert len(set(results)) == 1
    assert len(results) == THREADS
    assert Case.objects.count() == 1


def test_lines_are_those_of_the_text():
    text = '{\n "a": [\n  1,\n  {"b": "x\\"}", "c": null},\n  []\n ],\n "d": {}\n}\n'
    lines = Lines(text)
    places = [("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("a", 1, "c"), ("a", 2), ("d",)]
    assert [lines.line(place) for place in places] == [2, 3, 4, 4, 4, 5, 7]
    assert lines.line(("a", 1, "missing")) == 4
    assert lines.line(("nowhere",)) == 1

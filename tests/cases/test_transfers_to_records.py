"""Files sent in parts to a record: one that was listed without a file, or one that is wrong."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.actions.records import attach_file
from cases.models import Transfer
from tests.cases.sending import announce, digest, finish, halves, send
from tests.factories import make_case, make_record, tiny_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case("awaiting_records")


@pytest.fixture
def client(cora, sign_in):
    return sign_in(cora)


NO_FILE = {"file_sha256": "", "file_size": None, "pages": None, "file_name": ""}


def listed(case):
    return {"listed": make_record(case, **NO_FILE).pk}


def superseding(case, **more):
    wrong = make_record(case, title="The wrong one")
    said = {"remedy": "file", "reason": "Another patient's.", "title": "The right one"}
    return {"wrong": wrong.pk, **said, **more}


def test_a_listed_record_gets_its_file_in_parts(client, case):
    content, said = tiny_pdf("It came later.", pages=2), listed(case)
    state = announce(client, case, content, **said).json()
    first, second = halves(content)
    send(client, state, 0, first)
    send(client, state, len(first), second)
    before = case.records.count()
    answers = [finish(client, state, **said) for _ in range(2)]
    record = case.records.get(pk=said["listed"])
    assert [answer.json()["address"] for answer in answers] == [
        reverse("cases:record", args=[case.case_number, record.pk])
    ] * 2
    assert (record.pages, blobs.read(record.file_sha256)) == (2, content)
    assert case.records.count() == before


def test_a_wrong_file_is_superseded_by_one_sent_in_parts(client, case):
    content, said = tiny_pdf("The right one."), superseding(case)
    state = announce(client, case, content, **said).json()
    send(client, state, 0, content)
    assert finish(client, state, **said).status_code == 200
    wrong = case.records.get(pk=said["wrong"])
    assert (wrong.superseded_reason, wrong.superseded_by.title) == (
        "Another patient's.",
        "The right one",
    )
    assert blobs.read(wrong.superseded_by.file_sha256) == content


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": ""}, "Say why the record is superseded."),
        ({"remedy": "words"}, "say that the file is wrong"),
        ({"kind": ""}, "Choose the kind."),
        ({"wrong": "0"}, "is not in the list any more"),
    ],
)
def test_what_is_said_of_a_wrong_file_is_looked_at_before_a_byte_is_sent(
    client, case, change, words
):
    answer = announce(client, case, tiny_pdf("Never sent."), **superseding(case, **change))
    assert answer.status_code == 422
    assert words in " ".join(answer.json()["reasons"])
    assert not Transfer.objects.exists()


def test_signs_that_cannot_be_printed_are_named_at_their_field(client, case):
    answer = announce(client, case, b"%PDF-1.7", title="Left\u202ekneeR", author="P.\x00Physician")
    assert answer.status_code == 422
    reasons = " ".join(answer.json()["reasons"])
    assert "“Title” holds characters that cannot be printed (U+202E)" in reasons


def test_a_record_that_has_its_file_takes_no_other(client, case):
    has_file = make_record(case, title="Has its file")
    answer = announce(client, case, tiny_pdf("A second."), listed=has_file.pk)
    assert "is not in the list any more" in answer.json()["reasons"][0]


def test_a_record_that_got_its_file_meanwhile_keeps_it(client, cora, case):
    content, said = tiny_pdf("The slower one."), listed(case)
    state = announce(client, case, content, **said).json()
    send(client, state, 0, content)
    record = case.records.get(pk=said["listed"])
    attach_file(
        record,
        by=cora,
        at=timezone.now(),
        content=tiny_pdf("The quicker one."),
    )
    answer = finish(client, state, **said)
    assert answer.status_code == 409
    assert "already has its file" in answer.json()["reasons"][0]
    assert case.records.get(pk=record.pk).file_sha256 != digest(content)


def test_a_record_of_another_case_is_not_reached_by_its_key(client, case):
    elsewhere = make_record(make_case("awaiting_records"), **NO_FILE)
    answer = announce(client, case, tiny_pdf("Astray."), listed=elsewhere.pk)
    assert answer.status_code == 422

"""The two files of a half-typed application are sent in parts, and kept with it at their end."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases import blobs
from cases.models import AuditEvent, Case, IntakeAttachment, ReceivedFile, Transfer, TransferPart
from tests.cases.sending import JSON, digest, finish, halves, send
from tests.cases.sending import announce as announce_to_case
from tests.cases.test_intake_form import answers
from tests.factories import make_intake_draft, make_organization, make_user, tiny_pdf

pytestmark = pytest.mark.django_db
CONTENT = tiny_pdf("The UR decision.", pages=2)


@pytest.fixture
def client(cora, sign_in):
    return sign_in(cora)


def announce(client, content=CONTENT, name="ur.pdf", **more):
    said = {"name": name, "size": len(content), "sha256": digest(content), **more}
    return client.post(reverse("cases:begin_bundle"), said, headers=JSON).json()


def sent(client, content=CONTENT):
    state, first = announce(client, content), len(halves(content)[0])
    for start, part in zip((0, first), halves(content), strict=True):
        assert send(client, state, start, part).status_code == 200
    return state


def test_it_is_kept_with_the_application_and_goes_on_after_a_cut(client):
    key = uuid4()
    first, second = halves(CONTENT)
    state = announce(client)
    send(client, state, 0, first)
    again = announce(client)
    assert again["here"] == len(first)
    send(client, again, len(first), second)
    assert not IntakeAttachment.objects.exists()
    answer = finish(client, again, intake=str(key), attached_as="ur_determination")
    assert answer.json() == {"sha256": digest(CONTENT), "pages": 2, "address": ""}
    kept = IntakeAttachment.objects.get()
    assert (str(kept.draft.key), kept.kind, kept.file_name, kept.pages) == (
        str(key),
        "ur_determination",
        "ur.pdf",
        2,
    )
    assert blobs.read(kept.file_sha256) == CONTENT
    assert not Transfer.objects.exists()
    assert not ReceivedFile.objects.exists()
    kinds = AuditEvent.objects.values_list("kind", flat=True)
    assert {"transfer.finished", "intake_draft.file_added"} <= set(kinds)
    listed = client.post(reverse("cases:attach_intake_file", args=[key])).content.decode()
    assert "ur.pdf" in listed
    assert f'data-intake="{key}"' in listed


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7 broken", "is damaged"), (b"MZ, a program", "neither PDF nor TIFF nor JPEG")],
)
def test_what_can_be_no_record_is_refused_and_not_kept_half_way(client, content, words):
    state, first = announce(client, content), len(halves(content)[0])
    answer = send(client, state, 0, halves(content)[0])
    if answer.status_code == 200:
        send(client, state, first, halves(content)[1])
        answer = finish(client, state, intake=str(uuid4()), attached_as="application")
    assert words in " ".join(answer.json()["reasons"])
    assert not Transfer.objects.exists()
    assert not IntakeAttachment.objects.exists()


@pytest.mark.parametrize("said", [{"intake": "no key"}, {"attached_as": "progress_report"}])
def test_what_no_page_says_is_not_taken(client, said):
    known = {"intake": str(uuid4()), "attached_as": "application"}
    answer = finish(client, sent(client), **(known | said))
    assert answer.status_code == 422
    assert not IntakeAttachment.objects.exists()


def test_one_file_is_not_both_documents(client):
    key = str(uuid4())
    finish(client, sent(client), intake=key, attached_as="application")
    answer = finish(client, sent(client), intake=key, attached_as="ur_determination")
    assert "attached already as the signed form" in answer.json()["reasons"][0]
    assert IntakeAttachment.objects.count() == 1


def test_thrown_away_an_application_takes_what_was_half_sent_to_it_along(cora, client):
    key = make_intake_draft(cora).key
    state = announce(client, intake=str(key))
    send(client, state, 0, halves(CONTENT)[0])
    beside = announce(client, tiny_pdf("Of another one."), intake=str(uuid4()))
    client.post(reverse("cases:discard_half_typed", args=[key]))
    assert reverse("cases:transfer", args=[Transfer.objects.get().key]) == beside["address"]
    assert not TransferPart.objects.exists()
    event = AuditEvent.objects.get(kind="transfer.discarded")
    assert (event.actor, event.data["sha256"]) == (cora, digest(CONTENT))
    assert blobs.path_of(digest(halves(CONTENT)[0])).is_file()


def half_sent(client, key, content=CONTENT):
    state = announce(client, content, intake=key)
    send(client, state, 0, halves(content)[0])
    return state


def receive(client, **more):
    answer = client.post(reverse("cases:receive_application"), answers(**more), follow=True)
    return Case.objects.get(), answer.content.decode()


def test_received_an_application_takes_what_was_half_sent_to_it_along(client):
    make_organization()
    key = str(uuid4())
    half_sent(client, key)
    case, page = receive(client, submission_key=key)
    assert "“ur.pdf” was sent only to" in page
    assert "it goes on from where it stopped" in page
    upload = client.get(reverse("cases:upload_record", args=[case.case_number])).content.decode()
    assert "ur.pdf" in upload
    again = announce_to_case(client, case, CONTENT).json()
    assert again["here"] == len(halves(CONTENT)[0])
    send(client, again, again["here"], halves(CONTENT)[1])
    assert finish(client, again).status_code == 200
    assert case.records.get().file_sha256 == digest(CONTENT)
    assert AuditEvent.objects.filter(kind="transfer.taken_along", case_number=case.case_number)


def test_what_came_whole_with_the_form_is_not_left_half_sent(client):
    make_organization()
    key = str(uuid4())
    half_sent(client, key)
    file = SimpleUploadedFile("ur.pdf", CONTENT, content_type="application/pdf")
    case, page = receive(client, submission_key=key, file_ur_determination=file)
    assert case.records.get().file_sha256 == digest(CONTENT)
    assert "was sent only to" not in page
    assert not Transfer.objects.exists()


def test_who_receives_it_reads_who_had_begun_to_send(cora, sign_in):
    make_organization()
    other, key = make_user("coordinator"), str(uuid4())
    half_sent(sign_in(other), key)
    _, page = receive(sign_in(cora), submission_key=key)
    assert f"% by {other.full_name}, so it is not with the case yet" in page


def test_a_received_application_takes_no_more_files_and_says_where_they_go(client):
    make_organization()
    key = str(uuid4())
    state = half_sent(client, key)
    case, _ = receive(client, submission_key=key)
    send(client, state, len(halves(CONTENT)[0]), halves(CONTENT)[1])
    late = finish(client, state, intake=key, attached_as="ur_determination")
    new = announce(client, tiny_pdf("Another."), intake=key)
    for reasons in (late.json()["reasons"], new["reasons"]):
        assert f"received already, as {case.case_number}. Upload the file" in reasons[0]
    assert Transfer.objects.get().case == case

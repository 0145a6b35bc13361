"""The tray: whoever takes records in sees the pages, says whose they are, or sets them aside."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from cases.actions.tray import put_back_into_tray
from cases.errors import Refused
from cases.models import AuditEvent, ReceivedFile
from cases.pipelines.filesteps import work_to_the_end
from tests.factories import make_case, tiny_pdf
from tests.factories.pages import make_tray_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case("awaiting_records")


@pytest.fixture
def client(cora, sign_in):
    return sign_in(cora)


def family_name(case) -> str:
    return case.parties.get(role="injured_worker").name.split()[-1]


def assign(client, file, case, **more):
    said = {
        "first": 1,
        "last": 3,
        "case_number": case.case_number.lower(),
        "family_name": family_name(case).upper(),
        "source": "attorney",
        "kind": "consultation",
    } | more
    return client.post(reverse("cases:assign_from_tray", args=[file.pk]), said)


def test_the_list_says_what_waits_and_why(client):
    make_tray_file(name="fax of Monday.pdf")
    page = client.get(reverse("cases:tray")).content.decode()
    assert "fax of Monday.pdf" in page
    assert "No coversheet of ours was found in it." in page
    assert "Not scanned for viruses" in page
    assert AuditEvent.objects.filter(kind="tray.listed").exists()


def test_a_page_is_shown_as_a_picture_and_the_look_is_logged(client):
    file = make_tray_file()
    answer = client.get(reverse("cases:tray_page", args=[file.pk, 2, "page"]))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store, private"
    event = AuditEvent.objects.get(kind="tray.page_opened")
    assert event.data == {"number": 2}
    assert client.get(reverse("cases:tray_page", args=[file.pk, 4, "page"])).status_code == 404


def test_all_pages_go_to_the_case_and_party_that_was_chosen(client, cora, case):
    file = make_tray_file()
    assert assign(client, file, case, title="Consultation of May").status_code == 302
    part = file.parts.get()
    done = work_to_the_end(part.pk)
    record = case.records.get(received_file=part)
    assert (done.step, record.title, record.source, record.pages) == (
        "ready",
        "Consultation of May",
        "attorney",
        3,
    )
    assert AuditEvent.objects.filter(kind="file.assigned", actor=cora, object_id=part.pk).exists()
    assert not ReceivedFile.objects.in_tray().exists()
    call_command("verify_pages")


def test_pages_in_the_middle_leave_the_others_in_the_tray(client, case):
    file = make_tray_file()
    assign(client, file, case, first=2, last=2)
    left = ReceivedFile.objects.in_tray().order_by("first_page")
    assert [(part.first_page, part.last_page) for part in left] == [(1, 1), (3, 3)]
    assign(client, left[1], case, first=3, last=3)
    for part in ReceivedFile.objects.exclude(case=None):
        work_to_the_end(part.pk)
    assert case.record_pages.filter(file__sha256=file.sha256).count() == 2
    call_command("verify_pages")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"family_name": "Somebody-Else"}, "whose injured worker has this family name"),
        ({"case_number": "CM99-0000001"}, "whose injured worker has this family name"),
        ({"first": 3, "last": 2}, "Choose pages from 1 to 3"),
        ({"last": 9}, "Choose pages from 1 to 3"),
    ],
)
def test_a_wrong_number_goes_to_nobodys_file(client, case, more, words):
    file = make_tray_file()
    answer = assign(client, file, case, **more)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert not file.parts.exists()


def test_a_closed_case_takes_no_pages(client):
    case = make_case("issued")
    answer = assign(client, make_tray_file(), case)
    assert answer.status_code == 409
    assert "no longer change" in answer.content.decode()


def test_the_same_pages_are_not_assigned_twice(client, case):
    assign(client, make_tray_file(), case)
    answer = assign(client, make_tray_file(), case)
    assert "in this case already" in answer.content.decode()


def test_what_was_sorted_meanwhile_is_not_found(client, case):
    file = make_tray_file()
    assign(client, file, case)
    assert assign(client, file, case).status_code == 404


def test_what_belongs_to_no_case_is_set_aside_with_its_reason(client):
    file = make_tray_file()
    address = reverse("cases:set_aside_from_tray", args=[file.pk])
    assert "Say why these pages" in client.post(address, {"reason": " "}).content.decode()
    assert client.post(address, {"reason": "An advertisement."}).status_code == 302
    file.refresh_from_db()
    assert file.set_aside_reason == "An advertisement."
    assert not ReceivedFile.objects.in_tray().exists()


def test_what_was_set_aside_is_listed_and_can_be_put_back(client, cora, case):
    file = make_tray_file(tray_reason="unknown_case")
    client.post(reverse("cases:set_aside_from_tray", args=[file.pk]), {"reason": "An advert."})
    seen = client.get(reverse("cases:tray"))
    assert (seen.context["aside"], seen.context["waiting"]) == ([file], [])
    back = reverse("cases:put_back_into_tray", args=[file.pk])
    after = client.post(back, follow=True)
    assert "Pages 1 to 3 are in the tray again." in after.content.decode()
    assert (after.context["aside"], after.context["waiting"]) == ([], [file])
    assert "It was set aside once, and put back." in after.content.decode()
    event = AuditEvent.objects.get(kind="file.put_back")
    assert (event.actor, event.object_id, event.data) == (cora, file.pk, {"sha256": file.sha256})
    page = client.get(reverse("cases:tray_file", args=[file.pk])).content.decode()
    assert "Its coversheet names a case that is not here." in page
    assert "The reason then: “An advert.”" in page
    assert client.post(back).status_code == 404
    with pytest.raises(Refused, match="somebody put them back meanwhile"):
        put_back_into_tray(file, by=cora)
    assert assign(client, file, case).status_code == 302
    assert work_to_the_end(file.parts.get().pk).step == "ready"


def test_bundles_come_in_by_the_plain_form(client):
    files = [SimpleUploadedFile("a.pdf", tiny_pdf("A.")), SimpleUploadedFile("b.pdf", b"")]
    answer = client.post(reverse("cases:tray"), {"files": files})
    assert answer.status_code == 409
    assert "“b.pdf” is empty" in answer.content.decode()
    file = ReceivedFile.objects.get()
    assert (file.name, file.case, file.step) == ("a.pdf", None, "received")


@pytest.mark.parametrize("is_numbered", [True, False])
def test_the_first_pages_of_a_bundle_are_all_that_their_case_sees_of_it(client, case, is_numbered):
    file = make_tray_file()
    assign(client, file, case, first=1, last=2)
    part = file.parts.get(case=case)
    if is_numbered:
        work_to_the_end(part.pk)
    record = case.records.get(received_file=part)
    answer = client.get(reverse("cases:record_file", args=[case.case_number, record.pk]))
    with pikepdf.open(io.BytesIO(b"".join(answer.streaming_content))) as pdf:
        assert len(pdf.pages) == 2

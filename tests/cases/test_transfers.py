"""Files sent part by part: resumed where they stopped, checked, bounded, and received once."""

import hashlib
import tracemalloc
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.models import AuditEvent, MedicalRecord, ReceivedFile, Transfer, TransferPart
from cases.models.transfers import PART_BYTES
from cases.pipelines import transfers
from cases.tasks.transfers import remove_abandoned_transfers
from reviews.pipelines.leftovers import NAMING_COLUMNS
from tests.cases.bad_files import picture
from tests.cases.sending import JSON, SAID, announce, digest, finish, halves, send
from tests.factories import make_case, make_record, make_user, tiny_pdf
from tests.factories.intake import make_intake_draft
from tests.factories.transfers import make_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case("awaiting_records")


@pytest.fixture
def client(cora, sign_in):
    return sign_in(cora)


def test_a_file_in_two_parts_becomes_a_record_byte_for_byte(client, case):
    content = tiny_pdf("In two parts.", pages=2)
    first, second = halves(content)
    state = announce(client, case, content, name="fax/report.pdf").json()
    assert state["here"] == 0
    assert send(client, state, 0, first).json()["here"] == len(first)
    assert send(client, state, len(first), second).json()["here"] == len(content)
    answer = finish(client, state)
    assert (answer.status_code, answer.json()["pages"]) == (200, 2)
    record = MedicalRecord.objects.get()
    assert blobs.read(record.file_sha256) == content
    assert (record.kind, record.author) == ("progress_report", "P. Physician")
    assert record.file_name == "fax/report.pdf"
    assert not TransferPart.objects.exists()
    kinds = AuditEvent.objects.filter(kind__in=["record.added", "transfer.finished"])
    assert kinds.count() == 2


@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
def test_pictures_of_paper_are_records_too(client, case, kind):
    content = picture(kind)
    state = announce(client, case, content, name=f"scan.{kind}").json()
    send(client, state, 0, content)
    assert finish(client, state).json()["pages"] == 1


def test_who_sends_the_same_file_again_goes_on_where_it_stopped(client, case):
    content = tiny_pdf("Cut in the midst.")
    first, second = halves(content)
    send(client, announce(client, case, content).json(), 0, first)
    state = announce(client, case, content).json()
    assert state["here"] == len(first)
    send(client, state, state["here"], second)
    assert finish(client, state).status_code == 200


def test_a_part_may_come_twice(client, case):
    content = tiny_pdf("Twice.")
    first, _ = halves(content)
    state = announce(client, case, content).json()
    for _ in range(2):
        assert send(client, state, 0, first).json()["here"] == len(first)
    assert TransferPart.objects.count() == 1


@pytest.mark.parametrize("fault", ["damaged on the way", "too early", "another in its place"])
def test_a_part_that_does_not_follow_is_asked_for_again(client, case, fault):
    content = tiny_pdf("Out of step.")
    first, second = halves(content)
    state = announce(client, case, content).json()
    send(client, state, 0, first)
    answer = {
        "damaged on the way": lambda: send(client, state, len(first), second, digest(b"other")),
        "too early": lambda: send(client, state, len(first) + 1, second),
        "another in its place": lambda: send(client, state, 0, b"%PDF-1.4 another beginning"),
    }[fault]()
    assert (answer.status_code, answer.json()) == (409, {"here": len(first)})


def test_more_than_was_announced_is_not_taken(client, case):
    content = tiny_pdf("More.")
    state = announce(client, case, content).json()
    answer = send(client, state, 0, content + b"more")
    assert (answer.status_code, answer.json()["here"]) == (409, 0)


def test_a_part_larger_than_a_few_megabytes_is_not_read(client, case):
    content = tiny_pdf("Large.") + b"\0" * PART_BYTES
    state = announce(client, case, content).json()
    answer = send(client, state, 0, content)
    assert answer.status_code == 413
    assert "4,194,304 bytes at most" in answer.json()["reasons"][0]


def test_a_part_whose_stated_length_lies_leaves_nothing(client, case):
    first, _ = halves(content := tiny_pdf("Cut short."))
    state = announce(client, case, content).json()
    answer = client.generic(
        "POST",
        state["address"],
        first,
        content_type="application/octet-stream",
        headers={**JSON, "Part-Start": "0", "Part-Sha256": digest(first)},
        CONTENT_LENGTH=str(len(first) - 7),
    )
    assert answer.status_code == 409
    assert answer.json()["here"] == 0
    assert not TransferPart.objects.exists()


def test_a_file_is_not_taken_in_before_it_is_whole(client, case):
    content = tiny_pdf("Half.")
    first, _ = halves(content)
    state = announce(client, case, content).json()
    send(client, state, 0, first)
    answer = finish(client, state)
    assert (answer.status_code, answer.json()) == (409, {"here": len(first)})
    assert not MedicalRecord.objects.filter(file_sha256=digest(content)).exists()


def test_asking_twice_for_the_end_is_one_record(client, case):
    content = tiny_pdf("Once.")
    state = announce(client, case, content).json()
    send(client, state, 0, content)
    answers = [finish(client, state) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert ReceivedFile.objects.filter(sha256=digest(content)).count() == 1


def test_parts_that_are_another_file_start_over(client, case):
    content = tiny_pdf("As announced.")
    state = announce(client, case, content).json()
    other = tiny_pdf("Something else")[: len(content)].ljust(len(content), b"\n")
    send(client, state, 0, other)
    answer = finish(client, state)
    assert (answer.status_code, answer.json()) == (409, {"here": 0})
    assert not TransferPart.objects.exists()
    send(client, state, 0, content)
    assert finish(client, state).status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Dear doctor, this is a letter.", "is not a PDF"),
        (b"PK\3\4" + b"x" * 40, "is an archive"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "neither PDF nor TIFF nor JPEG"),
    ],
)
def test_another_kind_is_refused_at_its_first_part(client, case, content, words):
    state = announce(client, case, content).json()
    answer = send(client, state, 0, content)
    assert answer.status_code == 409
    assert words in answer.json()["reasons"][0]
    assert not Transfer.objects.exists()


def test_a_damaged_file_is_refused_at_the_end_with_its_sentence(client, case):
    content = b"%PDF-1.7 and nothing of a PDF"
    state = announce(client, case, content).json()
    send(client, state, 0, content)
    answer = finish(client, state)
    assert answer.status_code == 409
    assert "is damaged" in answer.json()["reasons"][0]
    assert not Transfer.objects.exists()
    assert not ReceivedFile.objects.filter(sha256=digest(content)).exists()


def test_what_is_said_is_looked_at_before_a_byte_is_sent(client, case):
    answer = announce(client, case, tiny_pdf(), kind="", received_on="yesterday")
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"kind", "received_on"}


def test_the_same_bytes_are_refused_before_they_are_sent(client, case):
    content = tiny_pdf("Already here.")
    make_record(case, content=content)
    answer = announce(client, case, content)
    assert answer.status_code == 409
    assert "is already in this case" in answer.json()["reasons"][0]


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"RECORD_MAX_BYTES": 100}, "The limit is 100 bytes"),
        ({"RECORD_MAX_BYTES": 1024**2}, "has 1,048,577 bytes. The limit is 1,048,576 bytes: split"),
        ({"UPLOAD_MAX_DAY_BYTES": 1000}, "1,000 bytes in a day, of which 900 bytes are left"),
        ({"UPLOAD_MAX_CASE_BYTES": 1000}, "1,000 bytes for one case, of which 900 bytes are left"),
    ],
)
def test_a_limit_is_said_with_what_is_left(client, cora, case, settings, limits, words):
    make_transfer(cora, case=case, content=b"%PDF-" + b"x" * 95, begun_at=timezone.now())
    for name, value in limits.items():
        setattr(settings, name, value)
    most = limits.get("RECORD_MAX_BYTES", 1000)
    answer = announce(client, case, tiny_pdf("Too much.").ljust(most + 1, b"\n"))
    assert answer.status_code == 409
    assert words in answer.json()["reasons"][0]


def test_an_empty_file_is_refused_by_name(client, case):
    answer = announce(client, case, b"", name="empty.pdf")
    assert "“empty.pdf” is empty" in answer.json()["reasons"][0]


def test_a_name_of_any_length_and_letters_is_kept_printable(client, case):
    content = tiny_pdf("Named.")
    announce(client, case, content, name="a\u202eb\x07" * 800 + "end.pdf")
    name = Transfer.objects.get().name
    assert name.endswith("end.pdf") and name.isprintable() and len(name) == 255


def test_what_another_person_sends_is_not_found(client, sign_in, case):
    state = announce(client, case, tiny_pdf()).json()
    other = sign_in(make_user("coordinator"))
    assert other.get(state["address"]).status_code == 404
    assert finish(other, state).status_code == 404


def test_a_session_that_ended_keeps_what_came(client, case):
    content = tiny_pdf("Signed out in the midst.")
    first, second = halves(content)
    state = announce(client, case, content).json()
    send(client, state, 0, first)
    client.logout()
    assert send(client, state, len(first), second).status_code == 401
    client.force_login(Transfer.objects.get().sent_by)
    assert client.get(state["address"]).json()["here"] == len(first)
    send(client, state, len(first), second)
    assert finish(client, state).status_code == 200


def test_a_case_that_closed_meanwhile_refuses_and_says_why(client, case):
    content = tiny_pdf("Too late.")
    state = announce(client, case, content).json()
    send(client, state, 0, content)
    case.status, case.ending_reason = "withdrawn", "The worker withdrew it."
    case.save(update_fields=["status", "ending_reason"])
    answer = finish(client, state)
    assert answer.status_code == 409
    assert "its records no longer change" in answer.json()["reasons"][0]


def test_nothing_more_of_a_file_is_taken_once_its_case_is_closed(client, case):
    first, second = halves(tiny_pdf("Too late."))
    state = announce(client, case, first + second).json()
    send(client, state, 0, first)
    case.status, case.ending_reason = "withdrawn", "The worker withdrew it."
    case.save(update_fields=["status", "ending_reason"])
    answer = send(client, state, len(first), second)
    assert (answer.status_code, Transfer.objects.get().here) == (409, len(first))
    assert "its records no longer change" in answer.json()["reasons"][0]


def test_what_came_is_thrown_away_without_the_page_that_takes_no_more(client, cora):
    case = make_case("withdrawn")
    key = make_transfer(cora, case=case).key
    answer = client.post(reverse("cases:discard_transfer", args=[key]))
    assert answer["Location"] == reverse("cases:records", args=[case.case_number])
    assert not Transfer.objects.exists()


def test_what_nobody_goes_on_with_is_swept(cora, settings):
    old = timezone.now() - timedelta(hours=settings.UPLOAD_KEPT_HOURS + 1)
    make_transfer(cora, touched_at=old)
    kept = make_transfer(cora, content=b"%PDF- of today", touched_at=timezone.now())
    remove_abandoned_transfers()
    assert list(Transfer.objects.all()) == [kept]
    assert AuditEvent.objects.filter(kind="transfer.abandoned").count() == 1
    assert transfers.remove_abandoned(timezone.now()) == 0


def test_parts_are_named_so_that_no_sweep_takes_their_bytes():
    assert (TransferPart, "sha256") in [(rows.model, column) for rows, column in NAMING_COLUMNS]


def test_the_page_lists_what_is_not_whole_and_throws_it_away(client, cora, case):
    transfer = make_transfer(cora, case=case)
    page = reverse("cases:upload_record", args=[case.case_number])
    assert "50 % is here" in client.get(page).content.decode()
    answer = client.post(reverse("cases:discard_transfer", args=[transfer.key]))
    assert answer["Location"] == page
    assert not Transfer.objects.exists()


def test_each_half_sent_file_is_listed_where_it_is_sent_from(client, cora):
    draft = make_intake_draft(cora)
    page_by_name = {
        "of the tray": reverse("cases:tray"),
        "of a case file": reverse("cases:bulk_intake"),
        "of an application": reverse("cases:resume_application", args=[draft.key]),
    }
    made = [
        make_transfer(cora, name="of the tray", content=b"%PDF-1"),
        make_transfer(cora, name="of a case file", content=b"%PDF-2", beside="case_files"),
        make_transfer(
            cora, name="of an application", content=b"%PDF-3", beside="intake", draft_key=draft.key
        ),
    ]
    make_transfer(
        cora, name="of another one", content=b"%PDF-4", beside="intake", draft_key=uuid4()
    )
    for name, page in page_by_name.items():
        listed = client.get(page).context["unfinished"]
        assert [transfer.name for transfer in listed] == [name]
    for transfer in made:
        answer = client.post(reverse("cases:discard_transfer", args=[transfer.key]))
        assert answer["Location"] == page_by_name[transfer.name]


def test_it_is_listed_where_it_was_announced_the_last_time(client, cora):
    content, draft = tiny_pdf("Once here, once there."), make_intake_draft(cora)
    said = {"name": "a.pdf", "size": len(content), "sha256": digest(content)}
    begin = reverse("cases:begin_bundle")
    for more in ({"intake": str(draft.key)}, {}, {"intake": str(draft.key)}):
        state = client.post(begin, said | more, headers=JSON).json()
        assert Transfer.objects.get().draft_key == (draft.key if more else None)
        if not state["here"]:
            send(client, state, 0, halves(content)[0])
    assert state["here"] == len(halves(content)[0])


def test_the_plain_form_takes_pictures_too(client, case):
    files = [SimpleUploadedFile("scan.tif", picture("TIFF", frames=2))]
    answer = client.post(
        reverse("cases:upload_record", args=[case.case_number]), {**SAID, "files": files}
    )
    assert answer.status_code == 302
    assert case.records.get(file_name="scan.tif").pages == 2


def test_a_bundle_without_a_case_is_sent_in_parts_into_the_tray(client):
    content = tiny_pdf("Whose is this?", pages=2)
    data = {"name": "fax.pdf", "size": len(content), "sha256": digest(content)}
    state = client.post(reverse("cases:begin_bundle"), data, headers=JSON).json()
    send(client, state, 0, content)
    assert client.post(state["finish"], headers=JSON).json()["address"] == ""
    file = ReceivedFile.objects.get()
    assert (file.case, file.step, file.channel) == (None, "received", "upload")
    assert blobs.read(file.sha256) == content


def test_a_large_file_is_put_together_with_one_part_in_memory_at_a_time(cora):
    parts = [bytes([number]) * PART_BYTES for number in range(10)]
    whole = hashlib.sha256(b"".join(parts)).hexdigest()
    transfer = make_transfer(cora, sha256=whole, size=10 * PART_BYTES, here=0)
    for number, part in enumerate(parts):
        sha256, size = blobs.store([part])
        transfer.parts.create(start=number * PART_BYTES, size=size, sha256=sha256)
    del parts, part
    tracemalloc.start()
    assert transfers.put_together(transfer) == (whole, 10 * PART_BYTES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * PART_BYTES

"""Copies of records: bound in order, stamped, marked with who took them, for that person alone."""

import io
import uuid
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.actions.binders import request_binder
from cases.actions.pages import judge_pages
from cases.errors import Refused
from cases.models import AuditEvent, Binder, Case, CaseGrant, ReceivedFile
from cases.pipelines import binders
from cases.pipelines.binders import note_progress, produce, remove_old
from cases.pipelines.walled import MEGABYTE
from cases.tasks.binders import produce_stuck_binders
from tests.factories import make_case, make_record, make_review, tiny_pdf
from tests.factories.books import make_document
from tests.letter_text import page_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    case = make_case("in_quality_check")
    make_document(
        case, ["Second one.", "Two.", "Folded."], title="Later", date_of_service="2026-04-02"
    )
    make_document(
        case, ["First one."], title="Earlier", date_of_service="2026-03-01", author="A. Ray"
    )
    case.record_pages.filter(number=3).update(is_folded=True)
    case.record_pages.filter(number=2).update(rotation=90)
    return case


def made(case, by, **more):
    binder = request_binder(case, by=by, at=timezone.now(), **more)
    produce(binder.pk)
    binder.refresh_from_db()
    assert binder.last_error == ""
    return binder


def fetched(client, binder):
    url = reverse("cases:binder_file", args=[binder.case.case_number, binder.number])
    answer = client.get(url)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_copy_with_a_page_that_is_withheld_since_is_handed_out_no_more(case, cora, sign_in):
    whole = made(case, cora)
    earlier, later = case.records.get(title="Earlier"), case.records.get(title="Later")
    one, other = made(case, cora, record=earlier), made(case, cora, record=later)
    judge_pages(case, [4], is_foreign=True, by=cora, at=timezone.now())
    client = sign_in(cora)
    assert [fetched(client, each)[0].status_code for each in (whole, one, other)] == [409, 409, 200]
    assert "make another copy" in fetched(client, whole)[1].decode()
    page = client.get(reverse("cases:chronology", args=[case.case_number])).content.decode()
    assert page.count("Handed out no more") == 2
    assert fetched(client, made(case, cora))[0].status_code == 200


def test_documents_are_bound_by_date_with_bookmarks_and_stamps(case, cora, sign_in):
    binder = made(case, cora)
    answer, content = fetched(sign_in(cora), binder)
    assert answer["Cache-Control"] == "no-store, private"
    assert "attachment" in answer["Content-Disposition"]
    pages = page_texts(blobs.path_of(binder.file_sha256))
    said = "\n".join(pages)
    assert said.index("First one.") < said.index("Second one.")
    assert "Folded." not in said
    assert "1 duplicate or blank pages are folded away" in pages[0]
    assert f"{case.case_number}-000004" in pages[1]
    assert f"{case.case_number}-000001" in pages[2]
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert [title.split(",")[0] for title in titles][-2:] == [
            "03/01/2026 Earlier",
            "04/02/2026 Later",
        ]
        assert pdf.pages[3].obj.Rotate == 90
        assert "/Author" not in pdf.docinfo
    kinds = AuditEvent.objects.filter(kind__startswith="binder.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "binder.requested",
        "binder.ready",
        "binder.downloaded",
    ]
    assert {event.data["download"] for event in kinds} == {binder.number}


def test_the_stamp_stands_upright_at_the_foot_of_a_turned_page(case, cora):
    record = case.records.get(title="Later")
    pdf = pypdfium2.PdfDocument(blobs.read(made(case, cora, record=record).file_sha256))
    assert len(pdf) == 2
    page = pdf[1]
    label = f"{case.case_number}-000002"
    found = page.get_textpage().search(label).get_next()
    left, bottom, right, top = page.get_textpage().get_charbox(found[0])
    assert page.get_width() > page.get_height()
    # Text boxes are in the page's own space, unturned: at its right edge, near the top.
    assert min(left, right) > 580
    assert max(bottom, top) > 600


def test_a_staff_copy_says_who_and_a_reviewer_s_says_nothing_but_its_number(case, cora, rita):
    assert f"Downloaded by {cora.full_name}" in made(case, cora).mark
    review = make_review(reviewer=rita.reviewer)
    make_document(review.case, ["A leg."], title="Report")
    binder = made(review.case, rita)
    assert binder.mark.startswith(f"Download no. {binder.number}")
    for page in page_texts(blobs.path_of(binder.file_sha256)):
        assert binder.number in page
        assert rita.full_name not in page
        assert rita.email not in page
    event = AuditEvent.objects.get(kind="binder.requested", object_id=binder.pk)
    assert (event.actor, event.data["download"]) == (rita, binder.number)


def test_nobody_fetches_the_copy_of_another(case, cora, quinn, sign_in):
    binder = made(case, cora)
    for name in ("binder_state", "binder_file"):
        url = reverse(f"cases:{name}", args=[case.case_number, binder.number])
        assert sign_in(quinn).get(url).status_code == 404
        assert sign_in(cora).get(url).status_code == 200


@pytest.mark.parametrize("ending", ["no grant", "before attesting", "after fourteen days"])
def test_a_reviewer_without_open_records_has_no_copy(rita, sign_in, ending):
    review = make_review(reviewer=rita.reviewer, status="signed")
    record = make_document(review.case, ["A leg."], title="Report")
    case = Case.objects.get(pk=review.case_id)
    binder = made(case, rita)
    if ending == "after fourteen days":
        Case.objects.filter(pk=case.pk).update(
            status="issued", status_at=timezone.now() - timedelta(days=15)
        )
    elif ending == "no grant":
        CaseGrant.objects.filter(user=rita).update(ended_at=timezone.now())
    else:
        CaseGrant.objects.filter(user=rita, scope=CaseGrant.Scope.RECORDS).delete()
    client, number = sign_in(rita), case.case_number
    asked = [
        ("chronology", []),
        ("binder_state", [binder.number]),
        ("binder_file", [binder.number]),
    ]
    for name, more in [*asked, ("record_file", [record.pk]), ("record", [record.pk])]:
        assert client.get(reverse(f"cases:{name}", args=[number, *more])).status_code == 404
    assert client.post(reverse("cases:request_binder", args=[number])).status_code == 404
    assert Binder.objects.count() == 1


def test_one_copy_is_made_at_a_time_and_none_of_nothing(case, cora):
    first = request_binder(case, by=cora, at=timezone.now())
    assert request_binder(case, by=cora, at=timezone.now()) == first
    with pytest.raises(Refused, match="no pages"):
        request_binder(make_case("assigned"), by=cora, at=timezone.now())


def test_a_withheld_page_is_in_no_copy(case, cora):
    case.record_pages.filter(number=1).update(foreign="confirmed", foreign_differs=["name"])
    said = "\n".join(page_texts(blobs.path_of(made(case, cora).file_sha256)))
    assert "Second one." not in said
    assert "First one." in said


def test_a_damaged_file_ends_in_a_sentence(case, cora):
    record = case.records.get(title="Later")
    broken, _ = blobs.store([b"%PDF-1.7 broken"])
    type(record.received_file).objects.filter(pk=record.received_file_id).update(
        working_sha256=broken
    )
    binder = request_binder(case, by=cora, at=timezone.now())
    produce(binder.pk)
    binder.refresh_from_db()
    assert binder.status == "failed"
    assert "a file is damaged" in binder.last_error


def test_pages_of_too_many_bytes_end_in_a_sentence_that_says_what_to_do(case, cora, monkeypatch):
    with pikepdf.open(io.BytesIO(tiny_pdf("A great scan."))) as pdf:
        pdf.pages[0].Filling = pdf.make_stream(bytes(160 * MEGABYTE))
        pdf.save(grown := io.BytesIO(), compress_streams=False)
    great, _ = blobs.store([grown.getvalue()])
    ReceivedFile.objects.filter(records__title="Earlier").update(working_sha256=great)
    monkeypatch.setattr(binders, "MOST_MEMORY", 256 * MEGABYTE)
    binder = request_binder(case, by=cora, at=timezone.now())
    produce(binder.pk)
    binder.refresh_from_db()
    assert binder.status == "failed"
    assert "about 192 MB can be bound. Copy the documents one by one." in binder.last_error


def test_what_the_broker_lost_is_found_and_old_copies_are_forgotten(case, cora, monkeypatch):
    binder = request_binder(case, by=cora, at=timezone.now())
    rung = []
    monkeypatch.setattr("cases.tasks.binders.ring", lambda task, *keys: rung.extend(keys))
    Binder.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    produce_stuck_binders()
    assert rung == [binder.pk]
    produce(binder.pk)
    assert remove_old(timezone.now() + timedelta(days=6)) == 0
    assert remove_old(timezone.now() + timedelta(days=8)) == 1


def test_the_page_lists_documents_by_date_and_links_into_the_book(case, cora, sign_in):
    url = reverse("cases:chronology", args=[case.case_number])
    page = sign_in(cora).get(url).content.decode()
    assert page.index("Earlier") < page.index("Later")
    assert f"/cases/{case.case_number}/book/?page=4" in page
    assert AuditEvent.objects.filter(kind="chronology.viewed").count() == 1


def test_a_browser_that_would_keep_the_raw_file_is_told_to_take_a_copy(case, cora, sign_in):
    record = case.records.get(title="Later")
    url = reverse("cases:record_file", args=[case.case_number, record.pk])
    client = sign_in(cora)
    assert client.get(url, headers={"Sec-Fetch-Dest": "empty"}).status_code == 200
    answer = client.get(url, headers={"Sec-Fetch-Dest": "document"})
    assert answer.status_code == 409
    assert "Download a copy" in answer.content.decode()


def test_a_copy_of_one_document_is_asked_for_on_its_page(case, cora, sign_in):
    record = case.records.get(title="Later")
    page = reverse("cases:record", args=[case.case_number, record.pk])
    client = sign_in(cora)
    assert "Download a copy" in client.get(page).content.decode()
    url = reverse("cases:request_binder", args=[case.case_number])
    assert client.post(url, {"record": record.pk}).status_code == 302
    assert Binder.objects.get().record == record
    other = make_record(make_case("assigned"))
    assert client.post(url, {"record": other.pk}).status_code == 404


def test_the_number_leads_to_whoever_took_the_copy(case, cora, sign_in, capsys):
    binder = made(case, cora)
    fetched(sign_in(cora), binder)
    Binder.objects.all().delete()
    call_command("who_downloaded", binder.number.lower())
    said = capsys.readouterr().out
    assert f"binder.downloaded {case.case_number} by {cora.email}" in said
    assert AuditEvent.objects.filter(kind="binder.traced").count() == 1
    with pytest.raises(CommandError, match="No copy"):
        call_command("who_downloaded", "AAAA-AAAA")


def test_how_far_a_copy_is_stands_in_its_row_and_on_the_page(case, cora, sign_in, monkeypatch):
    monkeypatch.setattr("cases.pipelines.binders.TOLD_EVERY", 0)
    client, told = sign_in(cora), []
    binder = request_binder(case, by=cora, at=timezone.now())
    state = reverse("cases:binder_state", args=[case.case_number, binder.number])
    assert "Waits for its turn." in client.get(state).content.decode()

    def noted(row, **counts):
        note_progress(row, **counts)
        told.append(client.get(state).content.decode())

    monkeypatch.setattr("cases.pipelines.binders.note_progress", noted)
    produce(binder.pk)
    assert "0 of 3 pages bound" in told[0]
    assert "2 of 3 pages bound" in told[2]
    assert "All 3 pages bound, 100 % of the file written" in told[-1]
    assert "100 % of the copy" in told[-1]
    answer = client.get(state).content.decode()
    assert f"The copy no. {binder.number} is ready." in answer
    assert "hx-trigger" not in answer


def test_a_worker_that_lost_the_copy_writes_no_progress(case, cora):
    binder = request_binder(case, by=cora, at=timezone.now())
    Binder.objects.filter(pk=binder.pk).update(lease_token=uuid.uuid4())
    note_progress(binder, in_all=3, bound=2)
    binder.refresh_from_db()
    assert (binder.pages_in_all, binder.pages_bound, binder.percent) == (None, 0, 0)


def test_a_worker_whose_lease_is_another_s_by_now_makes_no_copy(case, quinn, monkeypatch):
    binder = request_binder(case, by=quinn, at=timezone.now())
    bound, left = binders._bound, []

    def overtaken(held, plan, paths):
        left.append(bound(held, plan, paths))
        Binder.objects.filter(pk=held.pk).update(lease_token=uuid.uuid4())
        return left[0]

    monkeypatch.setattr(binders, "_bound", overtaken)
    produce(binder.pk)
    binder.refresh_from_db()
    assert (binder.status, binder.file_sha256) == ("queued", "")
    assert left
    assert not AuditEvent.objects.filter(kind="binder.ready").exists()

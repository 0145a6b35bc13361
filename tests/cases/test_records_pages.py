"""The pages of records: upload, list, view, supersede, complete."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import AuditEvent, CaseGrant
from tests.factories import make_case, make_record, tiny_pdf

SAID = {"kind": "progress_report", "source": "claims_administrator", "author": "P. Physician"}


def pdf(name="report.pdf", content=None):
    content = tiny_pdf(name) if content is None else content
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def url(name, case, *more):
    return reverse(f"cases:{name}", args=[case.case_number, *more])


def grant_records(case, user):
    CaseGrant.objects.create(
        case=case,
        user=user,
        scope=CaseGrant.Scope.RECORDS,
        reason="Attested.",
        granted_at=timezone.now(),
    )


def test_several_pdfs_are_uploaded_at_once(cora, sign_in):
    case = make_case("awaiting_records")

    response = sign_in(cora).post(
        url("upload_record", case), {**SAID, "files": [pdf("a.pdf"), pdf("b.pdf")]}
    )

    assert response.status_code == 302
    assert [r.file_name for r in case.records.all()] == ["a.pdf", "b.pdf"]


def test_a_refused_file_is_named_and_the_good_one_is_in(cora, sign_in):
    case = make_case("awaiting_records")

    response = sign_in(cora).post(
        url("upload_record", case), {**SAID, "files": [pdf("a.pdf"), pdf("b.pdf", b"")]}
    )

    assert response.status_code == 409
    assert "“b.pdf” is empty" in response.content.decode()
    assert "P. Physician" in response.content.decode()
    assert case.records.count() == 1


def test_fifty_one_files_at_once_are_too_many(cora, sign_in):
    case = make_case("awaiting_records")
    files = [pdf(f"{number}.pdf") for number in range(51)]
    answer = sign_in(cora).post(url("upload_record", case), {**SAID, "files": files})
    page = answer.content.decode()
    assert "You chose 51 files. Up to 50 can be uploaded at once." in page
    assert "kept_file" not in page  # none was looked into or stored
    assert not case.records.exists()


def test_a_wrong_date_loses_neither_words_nor_files(cora, sign_in):
    case = make_case("awaiting_records")
    client = sign_in(cora)

    page = client.post(
        url("upload_record", case), {**SAID, "received_on": "yesterday", "files": [pdf("a.pdf")]}
    )

    assert page.status_code == 200
    assert not case.records.exists()
    note = page.context["kept"][0][1]
    again = client.post(url("upload_record", case), {**SAID, "kept_file": [note]})
    assert again.status_code == 302
    assert case.records.get().file_name == "a.pdf"


def test_a_kept_file_is_of_no_use_to_another_case(cora, sign_in):
    client = sign_in(cora)
    page = client.post(
        url("upload_record", make_case("awaiting_records")), {"files": [pdf("a.pdf")]}
    )
    note = page.context["kept"][0][1]
    other = make_case("awaiting_records")

    client.post(url("upload_record", other), {**SAID, "kept_file": [note]})

    assert not other.records.exists()


def test_the_file_is_shown_in_the_browser_and_the_look_is_logged(cora, sign_in):
    case = make_case("in_review")
    record = make_record(case, content=tiny_pdf("To be looked at."))

    response = sign_in(cora).get(url("record_file", case, record.pk))

    assert b"".join(response.streaming_content) == tiny_pdf("To be looked at.")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cache-Control"] == "no-store, private"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Disposition"] == (
        f'inline; filename="IMR-{case.case_number}-record-{record.position}.pdf"'
    )
    assert AuditEvent.objects.filter(kind="record.viewed", actor=cora).count() == 1


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes=0-999999999", 200, slice(None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_a_range_of_the_file_is_answered(cora, sign_in, asked, status, part):
    case = make_case("in_review")
    content = tiny_pdf("Asked for in pieces.")
    record = make_record(case, content=content)

    response = sign_in(cora).get(url("record_file", case, record.pk), headers={"Range": asked})

    assert response.status_code == status
    assert b"".join(response.streaming_content) == content[part]


def test_a_range_beyond_the_end_is_416(cora, sign_in):
    case = make_case("in_review")
    record = make_record(case)

    response = sign_in(cora).get(
        url("record_file", case, record.pk), headers={"Range": "bytes=999999-"}
    )

    assert response.status_code == 416


@pytest.mark.parametrize("page", ["records", "record", "record_file"])
def test_a_stranger_learns_nothing(otto, sign_in, page):
    case = make_case("in_review")
    more = [] if page == "records" else [case.records.first().pk]

    assert sign_in(otto).get(url(page, case, *more)).status_code == 404


@pytest.mark.parametrize("page", ["records", "record", "record_file"])
def test_an_auditor_sees_the_case_but_not_its_records(audrey, sign_in, page):
    case = make_case("in_review")
    more = [] if page == "records" else [case.records.first().pk]

    assert sign_in(audrey).get(url(page, case, *more)).status_code == 404


def test_a_reviewer_with_a_grant_reads_but_does_not_upload(rita, sign_in):
    case = make_case("in_review")
    grant_records(case, rita)
    client = sign_in(rita)

    page = client.get(url("records", case))

    assert page.status_code == 200
    assert "Upload records" not in page.content.decode()
    assert client.get(url("upload_record", case)).status_code == 403


def test_a_record_of_another_case_is_not_found(cora, sign_in):
    case, other = make_case("in_review"), make_case("in_review")

    response = sign_in(cora).get(url("record_file", case, other.records.first().pk))

    assert response.status_code == 404


def test_a_wrong_record_is_replaced_by_the_right_file(cora, sign_in):
    case = make_case("awaiting_records")
    wrong = make_record(case)

    response = sign_in(cora).post(
        url("supersede_record", case, wrong.pk),
        {**SAID, "remedy": "file", "file": pdf("right.pdf"), "reason": "Another worker's chart."},
    )

    assert response.status_code == 302
    assert [r.file_name for r in case.records.current()] == ["right.pdf"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("approved", "Return it to the reviewer before the records change."),
        ("withdrawn", "The case is withdrawn: its records no longer change."),
    ],
)
def test_a_case_that_takes_no_more_says_so_instead_of_its_forms(cora, sign_in, status, words):
    case, client = make_case(status), sign_in(cora)
    sent = {**SAID, "files": [pdf("a.pdf"), pdf("b.pdf")]}

    answers = [
        client.get(url("upload_record", case)),
        client.post(url("upload_record", case), sent),
        client.get(url("supersede_record", case, make_record(case).pk)),
    ]

    assert [answer.status_code for answer in answers] == [409] * 3
    for answer in answers:
        page = answer.content.decode()
        assert page.count(words) == 1
        assert "data-transfer" not in page


def test_superseding_without_a_reason_keeps_what_was_typed(cora, sign_in):
    case = make_case("awaiting_records")
    wrong = make_record(case)

    page = sign_in(cora).post(
        url("supersede_record", case, wrong.pk), {**SAID, "remedy": "words", "title": "MRI 2014"}
    )

    assert page.status_code == 200
    assert "MRI 2014" in page.content.decode()
    assert case.records.current().get() == wrong


def test_incomplete_records_are_refused_on_the_form(cora, sign_in):
    case = make_case("awaiting_records")

    page = sign_in(cora).post(
        url("complete_records", case),
        {"complete_on": "2025-07-01", "not_received": "MRI of 2014"},
    )

    assert page.status_code == 409
    assert "9792.10.6(b)(2)" in page.content.decode()
    assert "MRI of 2014" in page.content.decode()


def test_the_panel_offers_the_steps_that_are_open(cora, sign_in):
    page = sign_in(cora).get(url("records", make_case("assigned"))).content.decode()

    assert "Request records" in page
    assert "Records are complete" not in page

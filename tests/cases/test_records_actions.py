"""Records go into an open file once, are superseded with a reason, and suffice or do not."""

import io
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.actions.expected import settle_all
from cases.actions.records import (
    RecordEntry,
    add_record,
    attach_file,
    complete_records,
    replace_record,
    request_records,
    supersede_record,
)
from cases.errors import Refused, StepNotAllowed
from cases.models import AuditEvent, MedicalRecord
from tests.factories import make_case, make_record, tiny_pdf

NOW = timezone.now()
REPORT = RecordEntry(kind="progress_report", source="requesting_physician", author="P. Physician")
UR = RecordEntry(kind="ur_determination", source="claims_administrator")


def protected_pdf(user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(tiny_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="owner"))
    return out.getvalue()


def test_a_pdf_becomes_a_record_with_its_pages(cora):
    case = make_case("awaiting_records")

    record = add_record(case, REPORT, by=cora, at=NOW, content=tiny_pdf("Three pages.", pages=3))

    assert (record.pages, record.title, record.position) == (3, "Progress report", 1)
    event = AuditEvent.objects.get(kind="record.added")
    assert event.data == {"sha256": record.file_sha256, "record_kind": "progress_report"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"Dear doctor, this is a letter.", "is not a PDF"),
        (b"%PDF-1.7\nnothing more", "is damaged"),
        (protected_pdf("secret"), "needs a password"),
    ],
)
def test_what_cannot_be_a_record_is_refused_in_words_and_not_kept(
    cora, settings, tmp_path, content, sentence
):
    settings.BLOB_DIR = tmp_path
    case = make_case("awaiting_records")

    with pytest.raises(Refused, match=sentence):
        add_record(case, REPORT, by=cora, at=NOW, content=content)

    assert not case.records.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_pdf_that_only_restricts_printing_is_taken(cora):
    case = make_case("awaiting_records")

    assert add_record(case, REPORT, by=cora, at=NOW, content=protected_pdf("")).pages == 1


def test_too_many_pages_are_refused(cora, settings):
    settings.RECORD_MAX_PAGES = 2

    with pytest.raises(Refused, match="has 3 pages. The limit is 2"):
        add_record(
            make_case("awaiting_records"), REPORT, by=cora, at=NOW, content=tiny_pdf(pages=3)
        )


def test_too_many_bytes_are_refused_and_none_stay(cora, settings, tmp_path):
    settings.RECORD_MAX_BYTES, settings.BLOB_DIR = 100, tmp_path

    with pytest.raises(Refused, match="larger than 100 bytes"):
        add_record(make_case("awaiting_records"), REPORT, by=cora, at=NOW, content=tiny_pdf())

    assert not list(tmp_path.rglob("*"))


def test_the_same_file_twice_is_refused_and_says_when_it_came(cora):
    case = make_case("awaiting_records")
    add_record(case, REPORT, by=cora, at=NOW, content=tiny_pdf("Once."))

    with pytest.raises(Refused, match=r"already in this case as record 1, .* uploaded"):
        add_record(case, UR, by=cora, at=NOW, content=tiny_pdf("Once."))

    other = make_case("awaiting_records")
    assert add_record(other, REPORT, by=cora, at=NOW, content=tiny_pdf("Once.")).pk


@pytest.mark.parametrize("status", ["approved", "signed", "issued", "withdrawn", "ineligible"])
def test_records_do_not_change_once_approved_or_ended(cora, status):
    case = make_case(status)

    with pytest.raises(Refused):
        add_record(case, REPORT, by=cora, at=NOW, content=tiny_pdf("Late."))


def test_only_who_uploads_records_adds_one(quinn):
    with pytest.raises(PermissionDenied):
        add_record(make_case("awaiting_records"), REPORT, by=quinn, at=NOW, content=tiny_pdf())


def test_a_superseded_record_stays_with_its_reason(cora):
    case = make_case("in_review")
    wrong = case.records.last()

    supersede_record(wrong, by=cora, at=NOW, reason="It is of another worker.")

    wrong.refresh_from_db()
    assert wrong.superseded_reason == "It is of another worker."
    assert wrong not in case.records.current()
    with pytest.raises(Refused, match="already been superseded"):
        supersede_record(wrong, by=cora, at=NOW, reason="Again.")


def test_superseding_needs_a_reason(cora):
    with pytest.raises(Refused, match="Say why"):
        supersede_record(make_case("in_review").records.first(), by=cora, at=NOW, reason=" ")


def test_a_replacement_takes_the_place_and_the_file(cora):
    case = make_case("awaiting_records")
    wrong = add_record(case, UR, by=cora, at=NOW, content=tiny_pdf("Same file."))

    new = replace_record(wrong, REPORT, by=cora, at=NOW, reason="It is a report.")

    wrong.refresh_from_db()
    assert wrong.superseded_by == new
    assert (new.file_sha256, new.position, new.kind) == (wrong.file_sha256, 1, "progress_report")


def test_a_listed_record_gets_its_file_once(cora):
    case = make_case("awaiting_records")
    listed = add_record(case, REPORT, by=cora, at=NOW)

    attach_file(listed, by=cora, at=NOW, content=tiny_pdf("At last."))

    listed.refresh_from_db()
    assert listed.pages == 1
    with pytest.raises(Refused, match="already has its file"):
        attach_file(listed, by=cora, at=NOW, content=tiny_pdf("Another."))


def test_records_are_complete_with_one_supporting_document(cora):
    case = request_records(make_case("assigned"), by=cora, at=NOW)
    add_record(case, UR, by=cora, at=NOW, content=tiny_pdf("UR."))
    with pytest.raises(Refused, match=r"9792\.10\.6\(b\)\(2\)"):
        complete_records(case, by=cora, at=NOW, complete_on=date(2025, 7, 1))
    add_record(case, REPORT, by=cora, at=NOW, content=tiny_pdf("Report."))

    settle_all(case, by=cora, at=NOW, reason="Nothing of the kind exists.")
    case = complete_records(case, by=cora, at=NOW, complete_on=date(2025, 7, 1))

    assert (case.status, case.records_complete_on) == ("ready_for_review", date(2025, 7, 1))


def test_a_document_that_is_only_listed_supports_nothing(cora):
    case = make_case("awaiting_records")
    add_record(case, REPORT, by=cora, at=NOW)

    with pytest.raises(Refused, match="1 further documents are listed"):
        complete_records(case, by=cora, at=NOW, complete_on=date(2025, 7, 1))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2099, 1, 1), "in the future"), (date(2020, 1, 1), "before the application")],
)
def test_an_impossible_day_of_completeness_is_refused(cora, day, sentence):
    case = make_case("awaiting_records")
    make_record(case, kind=MedicalRecord.Kind.PROGRESS_REPORT)

    with pytest.raises(Refused, match=sentence):
        complete_records(case, by=cora, at=NOW, complete_on=day)


def test_records_cannot_be_complete_before_they_were_requested(cora):
    with pytest.raises(StepNotAllowed):
        complete_records(make_case("received"), by=cora, at=NOW, complete_on=date(2025, 7, 1))

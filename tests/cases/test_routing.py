"""Bundles are divided at their coversheets; what cannot be routed waits with its reason."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases import blobs
from cases.actions.records import RecordEntry, add_record
from cases.bundles.routing import Stretch, stretches
from cases.models import AuditEvent, MedicalRecord, ReceivedFile, RecordPage
from cases.notices.coversheets import CoversheetCode
from cases.pipelines.filesteps import work, work_to_the_end
from cases.pipelines.traywriting import receive_for_tray
from tests.cases.test_recognition import needs_tesseract
from tests.factories import make_case, tiny_pdf
from tests.factories.bundles import bundle, code_of, coversheet, faxed_sheet, joined

A, B = CoversheetCode("CM26-0000001", "attorney"), CoversheetCode("CM26-0000002", "injured_worker")


@pytest.mark.parametrize(
    ("sheets", "found"),
    [
        ({}, [Stretch(1, 9, reason="no_sheet")]),
        ({1: A}, [Stretch(1, 9, A)]),
        ({4: A}, [Stretch(1, 3, reason="before_sheet"), Stretch(4, 9, A)]),
        ({1: A, 5: B}, [Stretch(1, 4, A), Stretch(5, 9, B)]),
        ({1: A, 5: A}, [Stretch(1, 9, A)]),
        ({1: A, 5: None}, [Stretch(1, 4, A), Stretch(5, 9, reason="not_ours")]),
        ({1: A, 9: B}, [Stretch(1, 8, A), Stretch(9, 9, B)]),
    ],
    ids=str,
)
def test_pages_are_cut_at_the_coversheets(sheets, found):
    assert stretches(1, 9, sheets) == found


def received(content: bytes) -> ReceivedFile:
    sha256, size = blobs.store([content])
    file = receive_for_tray(sha256, size, "fax.pdf", channel="folder", by=None, at=timezone.now())
    return work_to_the_end(file.pk)


@pytest.mark.django_db
class TestABundle:
    def test_pages_after_a_sheet_go_to_its_case_and_party(self):
        first, second = make_case("awaiting_records"), make_case("awaiting_records")
        file = received(
            bundle(
                code_of(first, "requesting_physician"),
                "Progress report.",
                "Its second page.",
                code_of(second, "injured_worker"),
                "A letter of the worker.",
            )
        )
        assert (file.step, file.case) == ("routed", None)
        parts = [(p.case, p.first_page, p.last_page, p.step) for p in file.parts.order_by("pk")]
        assert parts == [(first, 1, 3, "ready"), (second, 4, 5, "ready")]
        assert first.records.get(received_file__origin=file).source == "requesting_physician"
        assert second.records.get(received_file__origin=file).source == "injured_worker"
        texts = first.record_pages.filter(file__origin=file).values_list("text__text", flat=True)
        assert "Progress report." in texts and "A letter of the worker." not in texts
        sheets = RecordPage.objects.filter(is_coversheet=True, is_folded=True)
        assert sheets.count() == 2
        call_command("verify_pages")

    def test_every_part_leaves_its_rows_in_the_trail(self):
        case = make_case("awaiting_records")
        file = received(bundle(code_of(case), "Progress report."))
        part = file.parts.get()
        kinds = ("file.received", "file.routed", "file.assigned", "record.added", "file.ready")
        for kind in kinds:
            subject = file if kind in kinds[:2] else part
            found = AuditEvent.objects.filter(kind=kind)
            if kind != "record.added":
                found = found.filter(object_id=subject.pk)
            assert found.exists(), kind

    def test_what_lies_before_the_first_sheet_waits(self):
        case = make_case("awaiting_records")
        file = received(bundle("A page of nobody.", code_of(case), "Progress report."))
        waiting = file.parts.get(case=None)
        assert (waiting.first_page, waiting.last_page) == (1, 1)
        assert waiting.tray_reason == "before_sheet"
        assert list(ReceivedFile.objects.in_tray()) == [waiting]

    def test_a_bundle_without_a_sheet_waits_whole(self):
        file = received(tiny_pdf("Whose is this?", pages=2))
        assert (file.step, file.tray_reason) == ("sanitised", "no_sheet")
        assert not MedicalRecord.objects.exists()
        assert work(file.pk) is False

    @pytest.mark.parametrize(
        ("sheet", "reason"),
        [
            ("of no case", "unknown_case"),
            ("changed", "not_ours"),
            ("of a closed case", "closed_case"),
        ],
    )
    def test_a_sheet_that_leads_nowhere_says_why(self, sheet, reason):
        code = {
            "of no case": lambda: code_of("CM26-9999999"),
            "changed": lambda: code_of(make_case("awaiting_records"))[:-4] + "AAAA",
            "of a closed case": lambda: code_of(make_case("issued")),
        }[sheet]()
        file = received(bundle(code, "Progress report."))
        assert (file.case, file.tray_reason) == (None, reason)

    @pytest.mark.parametrize(("turned", "down"), [(0, 98), (180, 98), (4, 98), (90, 66)])
    def test_a_sheet_is_read_as_a_fax_machine_brings_it(self, turned, down):
        case = make_case("awaiting_records")
        file = received(coversheet(code_of(case), turned=turned, down=down))
        assert (file.step, file.parts.get().case) == ("routed", case)

    @pytest.mark.parametrize(("turned", "noise"), [(1.5, 0.0), (-2, 0.01), (1, 0.03)])
    def test_a_fax_of_a_sheet_is_read_with_its_dust_and_lean(self, turned, noise):
        case = make_case("awaiting_records")
        file = received(faxed_sheet(code_of(case), turned=turned, noise=noise))
        assert (file.step, file.parts.get().case) == ("routed", case)

    @needs_tesseract
    @pytest.mark.parametrize("turned", [0, 1])
    def test_what_stands_typed_on_a_fax_counts_where_its_square_is_illegible(self, turned):
        case = make_case("awaiting_records")
        sheet = faxed_sheet(code_of(case), turned=turned, noise=0.002, is_blotted=True)
        file = received(joined(sheet, tiny_pdf("Progress report.")))
        part = file.parts.get()
        assert (part.case, part.source, part.pages) == (case, "claims_administrator", 2)

    @needs_tesseract
    def test_an_illegible_sheet_of_nobody_waits_with_its_reason(self):
        code = code_of(make_case("awaiting_records"))[:-16] + "ABCDEFGHIJKLMNOP"
        file = received(joined(faxed_sheet(code, is_blotted=True), tiny_pdf("Whose is this?")))
        assert (file.case, file.tray_reason) == (None, "not_ours")

    @pytest.mark.parametrize(
        ("words", "is_sheet"), [("Coversheet", True), ("They had sent it under", False)]
    )
    def test_a_typed_code_counts_on_a_coversheet_and_not_in_a_letter_that_quotes_it(
        self, words, is_sheet
    ):
        case = make_case("awaiting_records")
        file = received(tiny_pdf(f"{words} {code_of(case)}"))
        assert file.parts.filter(case=case).exists() is is_sheet

    def test_the_same_bundle_again_is_not_filed_twice(self):
        case = make_case("awaiting_records")
        content = bundle(code_of(case), "Progress report.")
        received(content)
        again = received(content)
        assert again.tray_reason == "already_here"
        assert case.received_files.filter(channel="folder").count() == 1

    def test_a_document_that_comes_while_it_is_reviewed_counts_as_late(self):
        case = make_case("in_review")
        file = received(bundle(code_of(case), "Progress report."))
        record = case.records.get(received_file__origin=file)
        assert record.uploaded_at > case.status_at

    def test_a_page_taken_from_a_bundle_is_missed(self, capsys):
        case = make_case("awaiting_records")
        file = received(bundle("Nobody's.", code_of(case), "Progress report."))
        ReceivedFile.objects.filter(pk=file.parts.get(case=None).pk).update(origin=None)
        with pytest.raises(Exception, match="has 3 pages, and its parts have 2"):
            call_command("verify_pages")


@pytest.mark.django_db
def test_a_coversheet_of_another_case_in_a_file_of_this_one_is_remarked(cora):
    case, other = make_case("assigned"), make_case("assigned")
    entry = RecordEntry(kind="other", source="attorney")
    for code, remarked in ((code_of(other), 1), (code_of(case), 0)):
        content = tiny_pdf(f"Coversheet {code} of a file.")
        record = add_record(case, entry, by=cora, at=timezone.now(), content=content)
        done = work_to_the_end(record.received_file.pk)
        assert done.remarks["other_case"] == remarked

"""Received files and pages: every constraint of theirs, violated by raw rows."""

from collections.abc import Callable

from django.db import models

from cases.models import CaseWord, FolderFile, RecordPage
from tests.factories import NOON, make_case, make_record
from tests.factories.binders import make_binder
from tests.factories.pages import make_file, make_page, make_sent_file
from tests.factories.transfers import make_transfer


def change(row: models.Model, **values: object) -> None:
    """Write the values as SQL does, past every form and action."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def two_pages() -> tuple[RecordPage, RecordPage]:
    """Two pages of one record."""
    record = make_record(make_case(), pages=2)
    return make_page(record), make_page(record)


def second_word() -> None:
    """The same word of a case twice."""
    case = make_case()
    for _ in range(2):
        CaseWord.objects.create(case=case, word="lumbar")


def second_file_of_the_same_bytes() -> None:
    """One digest in a case twice."""
    make_file(make_file().records.get())


def second_binder_at_a_time() -> None:
    """The same copy queued twice for one person."""
    waiting = {"status": "queued", "file_sha256": ""}
    first = make_binder(**waiting)
    make_binder(first.case, first.requested_by, **waiting)


def second_transfer_of_the_same_bytes() -> None:
    """One digest on its way into the tray twice, by the same person."""
    make_transfer(make_transfer().sent_by)


def second_part_of_a_transfer() -> None:
    """Two parts that begin at the same byte."""
    make_transfer().parts.create(start=0, size=1, sha256="a" * 64)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "cases_the_same_bytes_are_in_a_case_once": second_file_of_the_same_bytes,
    "cases_a_received_file_has_its_digest": lambda: make_file(sha256="abc"),
    "cases_a_rejected_file_says_why": lambda: change(make_file(), step="rejected"),
    "cases_a_sanitised_file_has_its_working_copy": lambda: change(make_file(), working_sha256=""),
    "cases_a_paged_file_has_its_case_and_pages": lambda: change(make_file(), pages=None),
    "cases_the_pages_of_a_file_are_in_order": lambda: change(make_file(), first_page=9),
    "cases_only_an_unfinished_file_is_held": lambda: change(make_file(), lease_until=NOON),
    "cases_a_page_number_is_given_once": lambda: make_page(two_pages()[0].record, number=1),
    "cases_a_page_of_a_file_is_kept_once": lambda: make_page(
        two_pages()[0].record, number_in_file=1
    ),
    "cases_one_page_a_place_of_a_document": lambda: change(two_pages()[1], place=1),
    "cases_pages_count_from_one": lambda: make_page(number=0),
    "cases_a_page_is_turned_by_quarters": lambda: change(make_page(), rotation=45),
    "cases_a_duplicate_is_the_later_page": lambda: change(make_page(), duplicate_of=models.F("pk")),
    "cases_a_foreign_page_says_what_differs": lambda: change(make_page(), foreign="suspected"),
    "cases_a_page_that_was_not_read_has_no_text": lambda: change(
        make_page(text="Lumbar strain.").text, source="none"
    ),
    "cases_only_recognized_text_has_a_confidence": lambda: change(
        make_page(text="Lumbar strain.").text, confidence=80
    ),
    "cases_a_binder_is_ready_exactly_when_it_has_its_file": lambda: make_binder(pages=None),
    "cases_what_was_taken_back_is_set_aside": lambda: change(
        make_sent_file(make_case()), taken_back_at=NOON
    ),
    "cases_a_binder_binds_no_more_than_all_its_pages": lambda: make_binder(
        pages_in_all=2, pages_bound=3
    ),
    "cases_one_binder_is_made_at_a_time": second_binder_at_a_time,
    "cases_a_confirmed_record_says_by_whom": lambda: change(
        make_record(make_case()), confirmed_at=NOON
    ),
    "cases_a_word_of_a_case_is_kept_once": second_word,
    "cases_only_a_file_without_case_is_in_the_tray": lambda: change(
        make_file(), tray_reason="no_sheet"
    ),
    "cases_a_file_of_a_case_says_who_sent_it": lambda: change(make_file(), source=""),
    "cases_a_file_of_the_folder_is_received_or_refused": lambda: FolderFile.objects.create(
        path="a.pdf", size=1, changed_ns=1, seen_at=NOON, file=make_file(), refusal="No."
    ),
    "cases_a_file_beside_a_case_file_has_its_digest": lambda: FolderFile.objects.create(
        path="a.pdf", size=1, changed_ns=1, seen_at=NOON, sha256="a" * 64
    ),
    "cases_the_same_bytes_are_on_their_way_once": second_transfer_of_the_same_bytes,
    "cases_a_transfer_has_its_digest": lambda: change(make_transfer(), sha256="abc"),
    "cases_no_more_comes_than_was_announced": lambda: change(make_transfer(), here=99),
    "cases_a_finished_transfer_is_a_file": lambda: change(make_transfer(), finished_at=NOON),
    "cases_a_file_for_a_case_is_beside_nothing_else": lambda: make_transfer(
        case=make_case(), beside="case_files"
    ),
    "cases_a_file_beside_an_application_names_it": lambda: make_transfer(beside="intake"),
    "cases_a_part_of_a_transfer_comes_once": second_part_of_a_transfer,
    "cases_a_part_of_a_transfer_is_small": lambda: change(
        make_transfer().parts.get(), size=4 * 1024 * 1024 + 1
    ),
    "cases_a_part_of_a_transfer_has_its_digest": lambda: change(
        make_transfer().parts.get(), sha256="abc"
    ),
}

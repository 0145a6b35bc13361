"""Counts the pages of records: none lost, none doubled, each in one place."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from cases import blobs
from cases.models import ReceivedFile, RecordPage


@dataclass(frozen=True)
class Counted:
    """How many files and pages were looked at, and what is wrong, in words."""

    files: int
    pages: int
    faults: tuple[str, ...]


def count_pages(*, most: int = 50) -> Counted:
    """Compare the pages with their files and documents; name the first faults."""
    faults: list[str] = []
    for fault in _faults():
        faults.append(fault)
        if len(faults) >= most:
            break
    return Counted(ReceivedFile.objects.count(), RecordPage.objects.count(), tuple(faults))


def _faults() -> Iterator[str]:
    for question, sentence in QUESTIONS:
        with connection.chunked_cursor() as rows:
            rows.execute(question)
            for row in rows:
                yield sentence.format(*row)
    paged = ReceivedFile.objects.exclude(working_sha256="").exclude(step="rejected")
    for key, sha256 in paged.values_list("pk", "working_sha256").iterator():
        if not blobs.path_of(sha256).is_file():
            yield f"The working copy of file {key} is not in the store."
    for key, sha256 in ReceivedFile.objects.values_list("pk", "sha256").iterator():
        if not blobs.path_of(sha256).is_file():
            yield f"The original of file {key} is not in the store."


# What must find nothing, and what is wrong where it finds a row.
QUESTIONS = (
    (
        """
        select f.id, f.last_page - f.first_page + 1, count(p.id)
        from cases_receivedfile f left join cases_recordpage p on p.file_id = f.id
        where f.step in ('paged', 'read', 'indexed', 'ready')
        group by f.id having count(p.id) <> f.last_page - f.first_page + 1
        """,
        "File {0} has {1} pages, of which {2} are kept.",
    ),
    (
        """
        select f.id, min(p.number_in_file), max(p.number_in_file)
        from cases_receivedfile f join cases_recordpage p on p.file_id = f.id
        group by f.id
        having min(p.number_in_file) <> f.first_page or max(p.number_in_file) <> f.last_page
        """,
        "File {0} keeps pages {1} to {2}, which are not its own.",
    ),
    (
        """
        select case_id, max(number), count(*) from cases_recordpage
        group by case_id having max(number) <> count(*) or min(number) <> 1
        """,
        "The pages of case {0} are numbered up to {1}, and there are {2}.",
    ),
    (
        """
        select r.id, r.pages, count(p.id), coalesce(max(p.place), 0)
        from cases_medicalrecord r join cases_recordpage p on p.record_id = r.id
        where r.superseded_at is null
        group by r.id having count(p.id) <> r.pages or max(p.place) <> count(p.id)
        """,
        "Record {0} says {1} pages and holds {2}, the last at place {3}.",
    ),
    (
        """
        select r.id from cases_medicalrecord r
        join cases_receivedfile f on f.id = r.received_file_id
        where r.superseded_at is null and f.step in ('paged', 'read', 'indexed', 'ready')
          and not exists (select 1 from cases_recordpage p where p.record_id = r.id)
        """,
        "Record {0} has a file and holds none of its pages.",
    ),
    (
        """
        select p.id from cases_recordpage p join cases_medicalrecord r on r.id = p.record_id
        join cases_receivedfile f on f.id = p.file_id
        join cases_case c on c.id = r.case_id
        where r.superseded_at is not null and f.set_aside_at is null and f.step <> 'rejected'
          and not exists (
            select 1 from cases_auditevent e where e.case_number = c.case_number
              and e.kind = 'record.superseded' and e.object_id = r.id)
        """,
        "Page {0} is in a superseded document; nobody superseded it, its file is not set aside.",
    ),
    (
        """
        select o.id, o.last_page - o.first_page + 1,
               coalesce(sum(p.last_page - p.first_page + 1), 0)
        from cases_receivedfile o left join cases_receivedfile p on p.origin_id = o.id
        where o.step = 'routed' group by o.id
        having coalesce(sum(p.last_page - p.first_page + 1), 0) <> o.last_page - o.first_page + 1
            or min(p.first_page) <> o.first_page or max(p.last_page) <> o.last_page
        """,
        "Bundle {0} has {1} pages, and its parts have {2}.",
    ),
    (
        """
        select f.id from cases_receivedfile f join cases_recordpage p on p.file_id = f.id
        where f.step in ('read', 'indexed', 'ready')
          and not exists (select 1 from cases_pagetext t where t.page_id = p.id) group by f.id
        """,
        "File {0} counts as read, and a page of it was not.",
    ),
)

"""Writes what was read off pages, many rows a statement, and gives the engines their values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cases.models import MedicalRecord, PageText, RecordPage
from cases.packets.inkmap import LONGEST
from cases.packets.pages import Page, PageLook

LEAST_SKEW = 0.4


@dataclass(frozen=True)
class Said:
    """What a page says, where that came from, and what else was seen."""

    page_id: int
    text: str
    boxes: bytes
    source: str
    confidence: int | None = None
    turned: int = 0
    is_scan: bool = False
    fault: str = ""


@dataclass(frozen=True)
class Look:
    """What is kept of the picture of a page, and where in its pack the thumbnail is."""

    page_id: int
    offset: int
    size: int
    sha256: str
    ink: float | None
    shape: str
    skew: float
    hidden: int
    fault: str

    @classmethod
    def of(cls, page_id: int, offset: int, size: int, answer: dict[str, Any]) -> "Look":
        """Return the look that a child told of; without a thumbnail the page cannot be shown."""
        ink = answer.get("ink")
        fault = str(answer.get("fault", ""))[:20] or ("" if size else "unreadable")
        return cls(
            page_id,
            offset if size else 0,
            size,
            str(answer.get("sha256", ""))[:64],
            None if ink is None else float(ink),
            str(answer.get("shape", ""))[:LONGEST],
            float(answer.get("skew", 0.0)),
            int(answer.get("hidden", 0)),
            fault,
        )


def add_pages(
    first: RecordPage, sizes: Sequence[tuple[float, float]], sheets: Sequence[int]
) -> None:
    """Write a run of pages that begins with `first`, unsaved: a size each, in points.

    `sheets` are the numbers in the file that are coversheets; they are folded away.
    """
    fixed = [
        field
        for field in RecordPage._meta.concrete_fields
        if not field.primary_key and field.column not in _OF_EACH_PAGE
    ]
    columns = [f'"{name}"' for name in (*(field.column for field in fixed), *_OF_EACH_PAGE)]
    values = [field.get_db_prep_save(getattr(first, field.attname), connection) for field in fixed]
    statement = _PAGES.format(columns=", ".join(columns), values=", ".join(["%s"] * len(fixed)))
    before = (first.number - 1, first.number_in_file - 1, first.place - 1)
    sides = [[width for width, _ in sizes], [height for _, height in sizes]]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *before, *sides, before[1], list(sheets)])


def add_texts(said: Sequence[Said], case_id: int, *, at: datetime) -> None:
    """Write the texts of pages, searchable at once; a page that has one is read anew."""
    columns = [
        [one.page_id for one in said],
        [one.text for one in said],
        [one.source for one in said],
        [one.confidence for one in said],
        [one.boxes for one in said],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [case_id, at, f"case/{case_id}", *columns])
        cursor.execute(_WORDS, [case_id, [one.text for one in said]])


def turn(turned: Sequence[tuple[int, int]]) -> None:
    """Write by how much pages are still to be turned, clockwise."""
    for degrees in (90, 180, 270):
        # A page that stands turned by so much is turned back.
        keys = [key for key, by in turned if by == degrees]
        if keys:
            RecordPage.objects.filter(pk__in=keys).update(rotation=360 - degrees)


def note_faults(faults: Sequence[tuple[int, str]]) -> None:
    """Write which pages cannot be displayed."""
    for key, fault in faults:
        RecordPage.objects.filter(pk=key).update(display_fault=fault)


def add_looks(looks: Sequence[Look], pack: str) -> None:
    """Write the looks of pages; their thumbnails are in the stored pack of this digest."""
    columns = [
        [look.page_id for look in looks],
        [pack if look.size else "" for look in looks],
        [look.offset for look in looks],
        [look.size for look in looks],
        [look.sha256 for look in looks],
        [look.ink for look in looks],
        [look.shape for look in looks],
        [look.skew for look in looks],
        [look.fault for look in looks],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, [LEAST_SKEW, *columns])
    hidden = [look.page_id for look in looks if look.hidden]
    if hidden:
        PageText.objects.filter(page__in=hidden).update(has_hidden_text=True)


def move_pages(record: MedicalRecord, documents: Sequence[tuple[int, MedicalRecord]]) -> None:
    """Give each page of a record to the document that begins on its place or last before it.

    `documents` are in their order, each with the place of its first page in the record.
    """
    firsts = [first for first, _ in documents]
    keys = [document.pk for _, document in documents]
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [firsts, keys, record.pk])


def as_page(page: RecordPage, text: PageText | None) -> Page:
    """Return a page as the engines see it."""
    look = None
    if page.look_sha256:
        look = PageLook(page.look_sha256, page.look_ink or 0.0, page.look_shape, page.look_skew)
    return Page(
        number=page.number,
        text=text.text if text else "",
        is_scanned=text is not None and text.source == PageText.Source.OCR,
        look=look,
    )


_OF_EACH_PAGE = (
    *("number", "number_in_file", "place", "width", "height"),
    *("is_coversheet", "is_folded"),
)
_PAGES = """
insert into cases_recordpage ({columns})
select {values}, %s + u.place, %s + u.place, %s + u.place, u.width, u.height, s.is_sheet, s.is_sheet
from unnest(%s::float[], %s::float[]) with ordinality as u(width, height, place),
     lateral (select (%s + u.place) = any(%s::int[]) as is_sheet) s
order by u.place
"""
_TEXTS = """
insert into cases_pagetext
    (page_id, case_id, text, source, confidence, word_boxes, revision, has_hidden_text, read_at,
     search_vector)
select u.page_id, c.case_id, u.text, u.source, u.confidence, u.boxes, 1, false, c.at,
       to_tsvector('english', u.text) || array_to_tsvector(array[c.mark])
from (select %s::bigint as case_id, %s::timestamptz as at, %s::text as mark) c,
     unnest(%s::bigint[], %s::text[], %s::text[], %s::smallint[], %s::bytea[])
         as u(page_id, text, source, confidence, boxes)
on conflict (page_id) do update set text = excluded.text, source = excluded.source,
    confidence = excluded.confidence, word_boxes = excluded.word_boxes,
    revision = cases_pagetext.revision + 1, read_at = excluded.read_at,
    search_vector = excluded.search_vector
"""
_WORDS = """
insert into cases_caseword (case_id, word)
select distinct %s::bigint, left(w.word, 60) from unnest(%s::text[]) t(text),
    unnest(tsvector_to_array(to_tsvector('simple', t.text))) w(word)
where length(w.word) > 2 and w.word !~ '^[0-9.,/:-]+$'
on conflict (case_id, word) do nothing
"""
_LOOKS = """
update cases_recordpage p set thumbnail_sha256 = u.pack, thumbnail_offset = u.at,
    thumbnail_size = u.size, look_sha256 = u.sha256, look_ink = u.ink, look_shape = u.shape,
    look_skew = u.skew, display_fault = u.fault,
    skew = case when abs(u.skew) >= c.least and t.source is distinct from 'layer'
        then -u.skew else 0 end
from (select %s::float as least) c,
     unnest(%s::bigint[], %s::text[], %s::int[], %s::int[], %s::text[], %s::float[], %s::text[],
         %s::float[], %s::text[]) as u(page_id, pack, at, size, sha256, ink, shape, skew, fault)
     left join cases_pagetext t on t.page_id = u.page_id
where p.id = u.page_id
"""
_MOVED = """
update cases_recordpage p set record_id = u.record_id, place = p.place - u.first + 1
from (select first, lead(first) over (order by first) as next, record_id
      from unnest(%s::int[], %s::bigint[]) as d(first, record_id)) u
where p.record_id = %s and p.place >= u.first and (u.next is null or p.place < u.next)
    and u.first > 1
"""

"""Finds which pages of a case repeat others when a file has come, without reading all of them anew.

Of each page that was compared its signature is kept; of the pages that are there, only those are
read that could be the same as a new one, or whose signature is not known yet.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import Q

from cases.bundles.lifecycle import FileStep
from cases.models import Case, PageGrams, PageText, RecordPage
from cases.models.pages import RecordPageQuerySet
from cases.packets.dedupe import Sheet, Twin, find_new_twins, sheet_of
from cases.packets.pages import Page, PageLook
from cases.pipelines.pagewriting import as_page

STORED = np.dtype("<u2")
COMPARED = (FileStep.INDEXED, FileStep.READY)


@dataclass(frozen=True)
class Copies:
    """What repeats what, and the signatures that are to be kept for the next comparison."""

    twins: Sequence[Twin]
    made: Sequence[Sheet] = ()


def find_copies(case: Case, own: Sequence[Page]) -> Copies:
    """Return what pages of a file repeat, and what repeats them, among the live pages of the case.

    The same as a comparison of all with all would say of these pages. Others that are still being
    worked are left out: they will be compared when their own file is. Nothing is written.
    """
    fresh = {page.number for page in own}
    others = case.record_pages.live().exclude(number__in=fresh)
    sheets = [sheet_of(page) for page in own]
    made = [*sheets, *_made_now(others)]
    known = _sheets_of(others)
    sheets = list({sheet.number: sheet for sheet in (*made, *known)}.values())
    copies = others.exclude(duplicate_of=None)
    roots = dict(copies.values_list("number", "duplicate_of__number"))
    sheets.sort(key=lambda sheet: sheet.number)
    twins = find_new_twins(sheets, fresh, lambda numbers: _pages(case, own, numbers), roots)
    return Copies(twins, made)


def _is_to_be_read() -> Q:
    """Pages whose signature and look do not say all: blank ones, and those without a look."""
    return Q(is_blank=True) | Q(look_sha256="")


def _made_now(others: RecordPageQuerySet) -> Iterator[Sheet]:
    """Yield what is to be known of compared pages of which nothing is kept."""
    rows = others.filter(grams=None, file__step__in=COMPARED).with_words()
    for row in rows.iterator(chunk_size=500):
        yield sheet_of(as_page(row, getattr(row, "text", None)))


def _sheets_of(others: RecordPageQuerySet) -> Iterator[Sheet]:
    compared = others.exclude(grams=None)
    for row in compared.filter(_is_to_be_read()).with_words():
        yield sheet_of(as_page(row, getattr(row, "text", None)))
    known = compared.exclude(_is_to_be_read()).values_list(
        "number", "look_sha256", "grams__grams", "text__source"
    )
    for number, look, grams, source in known.iterator():
        kept = np.frombuffer(grams, STORED)
        yield Sheet(number, look, kept, source == PageText.Source.OCR, is_blank=False)


def keep(case: Case, sheets: Sequence[Sheet]) -> None:
    """Keep the signatures of pages that were compared."""
    columns = [
        [sheet.number for sheet in sheets],
        [sheet.grams.astype(STORED).tobytes() for sheet in sheets],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_GRAMS, [*columns, case.pk])


def _pages(case: Case, own: Sequence[Page], numbers: Collection[int]) -> Mapping[int, Page]:
    pages = {page.number: page for page in own}
    missing = [number for number in numbers if number not in pages]
    rows = case.record_pages.filter(number__in=missing).values_list(
        "number", "text__text", "text__source",
        "look_sha256", "look_ink", "look_shape", "look_skew",
    )  # fmt: skip
    for number, text, source, sha256, ink, shape, skew in rows.iterator():
        look = PageLook(sha256, ink or 0.0, shape, skew) if sha256 else None
        pages[number] = Page(number, text or "", source == PageText.Source.OCR, look)
    return pages


_GRAMS = f"""
insert into {PageGrams._meta.db_table} (page_id, grams)
select p.id, u.grams from unnest(%s::int[], %s::bytea[]) as u(number, grams)
    join {RecordPage._meta.db_table} p on p.case_id = %s and p.number = u.number
on conflict (page_id) do update set grams = excluded.grams
"""

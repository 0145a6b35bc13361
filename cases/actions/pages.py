"""Writes what a person says of pages: folded away or not, this patient's or another's.

Nothing is lost by it: each page stays in its document, and each word can be taken back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.actions.records import require_open_for_records
from cases.errors import Refused
from cases.models import Case, RecordPage

SORT = "cases.sort_pages"
MOST_AT_ONCE = 2000
SEEN_BY_A_PERSON = ["seen"]
Foreign = RecordPage.Foreign


@transaction.atomic
def fold_pages(
    case: Case, numbers: Sequence[int], *, is_folded: bool, by: Any, at: datetime
) -> list[RecordPage]:
    """Fold pages away, or bring them back among the others; what is said counts as checked."""
    pages = _pages(case, numbers, by)
    for page in pages:
        page.is_folded, page.checked_at = is_folded, at
    RecordPage.objects.bulk_update(pages, ["is_folded", "checked_at"], batch_size=500)
    kind = "pages.folded" if is_folded else "pages.unfolded"
    audit.append(kind, case, by=by, numbers=[page.number for page in pages])
    return pages


@transaction.atomic
def judge_pages(
    case: Case, numbers: Sequence[int], *, is_foreign: bool, by: Any, at: datetime
) -> list[RecordPage]:
    """Withhold pages from the book as another patient's, or say that they are this patient's.

    What is folded away as a copy goes with its page, for it says the same of the same person.
    """
    pages = _pages(case, numbers, by)
    pages = _pages(case, _with_copies(case, pages, is_foreign), by)
    for page in pages:
        page.foreign = Foreign.CONFIRMED if is_foreign else Foreign.DISMISSED
        page.foreign_differs = page.foreign_differs or SEEN_BY_A_PERSON
        page.checked_at = at
    RecordPage.objects.bulk_update(pages, ["foreign", "foreign_differs", "checked_at"])
    kind = "pages.withheld" if is_foreign else "pages.released"
    audit.append(kind, case, by=by, numbers=[page.number for page in pages])
    return pages


def _with_copies(case: Case, pages: Sequence[RecordPage], is_foreign: bool) -> set[int]:
    """Return the numbers of the pages and their folded copies, but for those judged otherwise."""
    originals = {page.duplicate_of_id if page.is_folded else page.pk for page in pages}
    originals |= {page.pk for page in pages}
    same = Q(pk__in=originals) | Q(duplicate_of__in=originals, is_folded=True)
    family = case.record_pages.filter(same, record__superseded_at=None)
    if is_foreign:
        family = family.exclude(foreign=Foreign.DISMISSED)
    else:
        family = family.filter(foreign=Foreign.CONFIRMED)
    return {*family.values_list("number", flat=True), *(page.number for page in pages)}


def _pages(case: Case, numbers: Iterable[int], by: Any) -> list[RecordPage]:
    """Return the pages, locked; Refused where one of them is in no document that counts."""
    case = lock_case(case)
    access.require(by, SORT)
    require_open_for_records(case)
    wanted = sorted(set(numbers))
    if not wanted:
        raise Refused("Name at least one page.")
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(f"At most {MOST_AT_ONCE:,} pages are sorted at once.")
    pages = list(
        case.record_pages.select_for_update(of=("self",))
        .filter(number__in=wanted, record__superseded_at=None)
        .order_by("number")
    )
    if len(pages) < len(wanted):
        lacking = sorted(set(wanted) - {page.number for page in pages})
        raise Refused(f"There is no page {lacking[0]} in this case's documents.")
    return pages

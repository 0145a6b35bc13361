"""The fees of all cases as a ledger: by month, with totals, and as rows for a spreadsheet.

It holds case numbers, days, stages and amounts: no health information, no names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import TruncMonth

from cases.models import Case, FeeEvent

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
CSV_HEAD = (
    *("case_number", "closed_on", "stage", "priority", "pharmacy_only", "assigned_on", "amount"),
    *("is_verified", "cite", "replaced", "corrects_an_earlier_row"),
)


@dataclass(frozen=True)
class Ledger:
    """The fees of a month, or of all; `total` adds what counts, `unknown` counts what lacks one."""

    month: date | None
    rows: Sequence[FeeEvent]
    months: Sequence[date]
    total: Decimal
    unknown: int


def month_of(typed: str) -> date | None:
    """Return the first day of the month typed as `2026-11`; None for anything else."""
    found = MONTH.fullmatch(typed.strip())
    return date(int(found[1]), int(found[2]), 1) if found and found[1] != "0000" else None


def ledger(user: Any, month: date | None) -> Ledger:
    """Return the fees of the cases that `user` may know of, oldest first."""
    every = FeeEvent.objects.filter(case__in=Case.objects.visible_to(user))
    rows = _of_month(every, month)
    current = rows.current()
    return Ledger(
        month=month,
        rows=list(rows.select_related("case").order_by("on", "pk")),
        months=list(
            every.annotate(month=TruncMonth(F("on")))
            .order_by("-month")
            .values_list("month", flat=True)
            .distinct()
        ),
        total=current.aggregate(total=Sum("amount"))["total"] or Decimal(0),
        unknown=current.filter(amount=None).count(),
    )


def csv_rows(rows: Sequence[FeeEvent]) -> Iterator[tuple[str, ...]]:
    """Yield the head and one row a fee, as a spreadsheet takes them."""
    yield CSV_HEAD
    for row in rows:
        yield (
            row.case.case_number,
            row.on.isoformat(),
            row.stage,
            row.priority,
            {True: "yes", False: "no", None: "not known"}[row.is_pharmacy_only],
            row.assigned_on.isoformat(),
            "" if row.amount is None else f"{row.amount:.2f}",
            "yes" if row.is_verified else "no",
            row.cite,
            "yes" if row.replaced_at else "no",
            "yes" if row.corrects_id else "no",
        )


def _of_month(rows: QuerySet[FeeEvent], month: date | None) -> Any:
    if month is None:
        return rows
    return rows.filter(on__year=month.year, on__month=month.month)

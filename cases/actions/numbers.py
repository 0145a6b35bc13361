"""Case numbers: the next one of a year, and one that came in from outside.

A number is two to four capitals, the year of logging and seven digits; numbering begins again each
year. The counter's row is locked while a number is taken, so that two intakes never share one.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.errors import Refused
from cases.models import Case, CaseNumberCounter

LAST = 9_999_999
CHUNK = 1000


def number_year(at: datetime) -> int:
    """Return the year that numbers carry at the instant `at`: the Pacific one."""
    return timezone.localdate(at).year


@transaction.atomic
def next_case_number(prefix: str, year: int) -> str:
    """Take the next free number of the year; numbers that imports brought in are passed over."""
    counter = _locked_counter(prefix, year)
    counter.last = _first_free(counter)
    if counter.last > LAST:
        raise Refused(
            f"All {LAST:,} case numbers of {year} under {prefix} are taken. "
            "Set another CASE_NUMBER_PREFIX."
        )
    counter.save(update_fields=["last"])
    return str(counter)


@transaction.atomic
def claim_case_number(case_number: str) -> str:
    """Return the given number if no case has it; the counter is left where it is."""
    _locked_counter(case_number[:-10], 2000 + int(case_number[-10:-8]))
    if Case.objects.filter(case_number=case_number).exists():
        raise Refused(
            f"There is already a case {case_number}. Leave the number out to take the next one."
        )
    return case_number


@transaction.atomic
def lock_numbering(at: datetime) -> None:
    """Let one intake at a time look whether its form has been received already."""
    _locked_counter(settings.CASE_NUMBER_PREFIX, number_year(at))


def _locked_counter(prefix: str, year: int) -> CaseNumberCounter:
    CaseNumberCounter.objects.get_or_create(prefix=prefix, year=year)
    return CaseNumberCounter.objects.select_for_update().get(prefix=prefix, year=year)


def _first_free(counter: CaseNumberCounter) -> int:
    """Return the first free sequence number; walks over a run of taken ones a chunk at a time."""
    start = str(counter)[:-7]
    candidate = counter.last + 1
    while candidate <= LAST:
        taken = set(
            Case.objects.filter(
                case_number__startswith=start, case_number__gte=f"{start}{candidate:07d}"
            )
            .order_by("case_number")
            .values_list("case_number", flat=True)[:CHUNK]
        )
        for number in range(candidate, candidate + CHUNK):
            if f"{start}{number:07d}" not in taken:
                return number
        candidate += CHUNK
    return candidate

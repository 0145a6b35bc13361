"""Finding cases: by number exactly, or by words in number, claim number and names.

Always starts from `visible_to`; names are searched only for those who may see parties.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from cases import audit
from cases.intake import ApplicationEntry
from cases.lifecycle import CaseStatus
from cases.models import Case, Party

PAGE = 30
MOST_WORDS = 8
OPEN, ALL, TAKING_IN = "open", "all", "taking_in"
STATUSES_OF_INTAKE = (CaseStatus.RECEIVED, CaseStatus.ELIGIBLE, CaseStatus.ASSIGNED)
DECIDED = (CaseStatus.SIGNED, CaseStatus.SEALED, CaseStatus.ISSUED)
NUMBER = re.compile(r"([A-Z]{2,4})([0-9O]{2})-?([0-9O]{7})")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
ROLES_SEARCHED = (
    Party.Role.INJURED_WORKER,
    Party.Role.CLAIMS_ADMINISTRATOR,
    Party.Role.REQUESTING_PHYSICIAN,
)


@dataclass(frozen=True)
class CaseRow:
    """One line of the list of cases; names are empty for those who may not see parties."""

    case: Case
    worker: str
    administrator: str
    services: int


@dataclass(frozen=True)
class CasePage:
    """One page of the list, and the cursor of the next one; empty on the last."""

    rows: Sequence[CaseRow]
    next_after: str


def decided_disputes(entry: ApplicationEntry) -> dict[int, Case]:
    """Return by its place, from 0, each service that was decided already, with the case.

    The same worker, injury, UR decision and treatment (LC 4610.5(k), 8 CCR 9792.10.3(a)).
    """
    worker = entry.party(Party.Role.INJURED_WORKER)
    if worker is None:
        return {}
    before = Case.objects.filter(
        status__in=DECIDED,
        date_of_injury=entry.date_of_injury,
        ur_decision__decided_on=entry.ur_decision.decided_on,
        parties__role=Party.Role.INJURED_WORKER,
        parties__name__iexact=worker.name,
    )
    decided = {
        _plain(requested): case
        for case in before.order_by("pk")
        for requested in case.services.in_review().values_list("requested", flat=True)
    }
    return {
        place: decided[_plain(service.requested)]
        for place, service in enumerate(entry.services)
        if _plain(service.requested) in decided
    }


def _plain(requested: str) -> str:
    return " ".join(requested.casefold().split())


def plain_number(typed: str) -> str:
    """Return the case number that was meant (`cm16 0213o37` too), or an empty string."""
    squeezed = re.sub(r"\s+", "", typed).translate(DASHES).upper()
    found = NUMBER.fullmatch(squeezed)
    if not found:
        return ""
    prefix, year, rest = found.groups()
    return f"{prefix}{year.replace('O', '0')}-{rest.replace('O', '0')}"


def case_numbered(user: Any, typed: str) -> Case | None:
    """Return the case with exactly this number, if the user may know of it."""
    number = plain_number(typed)
    return Case.objects.visible_to(user).filter(case_number=number).first() if number else None


def find_cases(user: Any, *, words: str = "", status: str = OPEN, after: str = "") -> CasePage:
    """Return a page of the cases that match, newest application first."""
    sees_names = user.has_perm("cases.view_parties")
    cases = Case.objects.visible_to(user)
    if status in CaseStatus.values:
        cases = cases.filter(status=status)
    elif status == TAKING_IN:
        cases = cases.filter(status__in=STATUSES_OF_INTAKE)
    elif status != ALL:
        cases = cases.open()
    for word in _printable(words).split()[:MOST_WORDS]:
        cases = cases.filter(_matches(word, sees_names))
    cases = cases.filter(_follows(after)).order_by("-application_received_on", "-case_number")
    found = list(cases[: PAGE + 1])
    shown = found[:PAGE]
    if sees_names:
        audit.append("cases.listed", by=user, cases=len(shown), searched=bool(words.strip()))
    return CasePage(_rows(shown, sees_names), _cursor(shown[-1]) if len(found) > PAGE else "")


def _printable(words: str) -> str:
    """Leave out what no name holds and the database cannot be asked for, such as NUL."""
    return "".join(letter if letter.isprintable() else " " for letter in words)


def _matches(word: str, sees_names: bool) -> Q:
    number = Q(case_number__icontains=word.translate(DASHES))
    if not sees_names:
        return number
    named = Party.objects.filter(case=OuterRef("pk"), role__in=ROLES_SEARCHED, name__icontains=word)
    return number | Q(claim_number__icontains=word) | Exists(named)


def _cursor(case: Case) -> str:
    return f"{case.application_received_on.isoformat()}_{case.case_number}"


def _follows(after: str) -> Q:
    """Return the rows behind the cursor; a cursor that makes no sense begins at the top."""
    day, _, number = after.partition("_")
    if not number.isprintable():
        return Q()
    try:
        received = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(application_received_on__lt=received) | Q(
        application_received_on=received, case_number__lt=number
    )


def _rows(cases: Sequence[Case], sees_names: bool) -> list[CaseRow]:
    keys = [case.pk for case in cases]
    if not sees_names:
        return [CaseRow(case, "", "", 0) for case in cases]
    roles = (Party.Role.INJURED_WORKER, Party.Role.CLAIMS_ADMINISTRATOR)
    parties = Party.objects.filter(case__in=keys, role__in=roles)
    name_by_place = {
        (case, role): name for case, role, name in parties.values_list("case", "role", "name")
    }
    counted = Case.objects.filter(pk__in=keys).annotate(
        count=Count("services", filter=Q(services__stands_in=None))
    )
    count_by_case = dict(counted.values_list("pk", "count"))
    return [
        CaseRow(
            case,
            name_by_place.get((case.pk, roles[0]), ""),
            name_by_place.get((case.pk, roles[1]), ""),
            count_by_case.get(case.pk, 0),
        )
        for case in cases
    ]

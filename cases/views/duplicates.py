"""The page on which suspected duplicates stand side by side and are settled."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions.duplicates import settle_duplicate
from cases.duplicates import (
    BORN,
    DECISION,
    DOCUMENT,
    INJURY,
    SERVICES,
    WORKER,
    similar_requests,
)
from cases.errors import Refused
from cases.forms.duplicates import SettleForm
from cases.models import Case, DuplicateSuspicion, Party

# Compared for the eye alone: it makes no suspicion.
CLAIM = "claim_number"
NO_LONGER = "Choose a suspected case of this page: the one that was sent is not among them."


@dataclass(frozen=True)
class ComparedRow:
    """One field of two cases, each with its values; `is_same` lights it.

    Where only some of the values are alike, `alike` names those, and they alone are lit.
    """

    label: str
    here: list[Any]
    there: list[Any]
    is_same: bool
    alike: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Pair:
    """This case beside another one, and the form that settles it."""

    suspicion: DuplicateSuspicion
    other: Case
    rows: list[ComparedRow]
    form: SettleForm


@require_http_methods(["GET", "POST"])
def duplicates(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the cases that could be this one; link or dismiss one with a reason."""
    case = access.open_case(request.user, case_number, permission="cases.receive_application")
    found = _suspicions(case)
    if request.method == "GET":
        return _show(request, case, found)
    chosen = next((s for s in found if _other(s, case).pk == _key(request)), None)
    if chosen is None:
        messages.error(request, NO_LONGER)
        return _show(request, case, found, status=409)
    form = SettleForm(request.POST, prefix=str(_other(chosen, case).pk))
    if not form.is_valid():
        return _show(request, case, found, form)
    try:
        settle_duplicate(
            case,
            _other(chosen, case),
            by=request.user,
            at=timezone.now(),
            state=request.POST.get("do", ""),
            reason=form.cleaned_data["reason"],
            seen=request.POST.get("seen", ""),
        )
    except Refused as refusal:
        form.add_error("reason", list(refusal.reasons))
        return _show(request, case, _suspicions(case), form, status=409)
    messages.success(request, "Your decision is kept with both cases.")
    return redirect("cases:duplicates", case.case_number)


def _show(
    request: HttpRequest,
    case: Case,
    found: list[DuplicateSuspicion],
    sent: SettleForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    pairs = []
    for suspicion in found:
        prefix = str(_other(suspicion, case).pk)
        other = access.open_case(request.user, _other(suspicion, case).case_number)
        form = sent if sent and sent.prefix == prefix else SettleForm(prefix=prefix)
        rows = list(_rows(case, other, suspicion.matched))
        pairs.append(Pair(suspicion, other, rows, form))
    context = {"case": case, "pairs": pairs}
    return render(request, "cases/duplicates/page.html", context, status=status)


def _suspicions(case: Case) -> list[DuplicateSuspicion]:
    found = DuplicateSuspicion.objects.filter(Q(case=case) | Q(other=case))
    return list(found.select_related("case", "other", "decided_by"))


def _other(suspicion: DuplicateSuspicion, case: Case) -> Case:
    return suspicion.other if suspicion.case_id == case.pk else suspicion.case


def _key(request: HttpRequest) -> int:
    typed = request.POST.get("other", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else 0


def _rows(case: Case, other: Case, matched: list[str]) -> Iterator[ComparedRow]:
    here, there = _values(case), _values(other)
    for field, label in (
        (WORKER, "Injured worker"),
        (BORN, "Date of birth"),
        (INJURY, "Date of injury"),
        (DECISION, "UR decision"),
        (SERVICES, "Disputed services"),
        (CLAIM, "Claim number"),
        ("received", "Application received"),
        (DOCUMENT, "Document"),
    ):
        is_same = field in matched or (field == CLAIM and here[field] == there[field] != [])
        if field != DOCUMENT or is_same:
            alike = similar_requests(here[field], there[field]) if field == SERVICES else ()
            yield ComparedRow(label, here[field], there[field], is_same, frozenset(alike))


def _values(case: Case) -> dict[str, list[Any]]:
    worker = case.parties.filter(role=Party.Role.INJURED_WORKER).first()
    return {
        WORKER: [worker.name] if worker else [],
        BORN: [worker.date_of_birth] if worker and worker.date_of_birth else [],
        INJURY: [case.date_of_injury],
        DECISION: [case.ur_decision.decided_on],
        SERVICES: list(case.services.order_by("position").values_list("requested", flat=True)),
        CLAIM: [case.claim_number] if case.claim_number else [],
        "received": [case.application_received_on],
        DOCUMENT: ["The same case file"],
    }

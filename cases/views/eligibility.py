"""The pages of eligibility: what was found, the decision on each service, and what is asked."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import answers as answering
from cases.actions.eligibility import (
    EligibilityEntry,
    ServiceFinding,
    decide_eligibility,
    judgement_digest,
)
from cases.actions.screening import application_facts
from cases.deadlines.clocks import midday
from cases.eligibility import Judgement, judge
from cases.errors import Refused
from cases.forms.eligibility import (
    ApplicationAnswersForm,
    FindingForm,
    Judged,
    ServiceAnswersForm,
    answer_forms,
    choices_on,
    decision_forms,
)
from cases.forms.intake import ErrorLink, form_links
from cases.lifecycle import CASE, CaseStatus
from cases.models import Case, DisputedService
from cases.radar import radar_of

Answers = Sequence[tuple[DisputedService, ServiceAnswersForm]]
# The word in the address of a page that shall draft the request for records that are missing.
OF_RECORDS = "records"
OF_A_SERVICE = re.compile(r"Service (\d+): (.*)", re.DOTALL)


@require_http_methods(["GET", "POST"])
def eligibility(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what was found on each service and record what is decided."""
    case = access.open_case(request.user, case_number, permission="cases.decide_eligibility")
    if case.status != CaseStatus.ELIGIBLE:
        CASE.step("find_eligible", case.status)
    posted = request.POST if request.method == "POST" else None
    today = timezone.localdate()
    facts = application_facts(case, on=today)
    judgement = judge(facts)
    choices = choices_on(facts.rules.checklist, facts.received_on)
    services = list(case.services.order_by("position"))
    draft = _drafted(request, case)
    rows = decision_forms(services, judgement.services, choices, posted, draft)
    form = FindingForm(posted, may_downgrade=judgement.downgrade is not None, today=today)
    page = (judgement, rows, form)
    is_sound = [one.is_valid() for one in (form, *(row.form for row in rows))]
    if posted is None or not all(is_sound):
        return _show(request, case, *page, is_drafted=bool(draft))
    entry = _entry(form.cleaned_data, rows, posted.get("revision", ""))
    try:
        case = decide_eligibility(case, entry, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _show(request, case, *page, faults=_place(refusal.reasons, rows), status=409)
    messages.success(request, _said(case))
    return redirect(case)


@require_http_methods(["GET", "POST"])
def answer_eligibility(request: HttpRequest, case_number: str) -> HttpResponse:
    """State what the checklist asks and the file does not say."""
    case = access.open_case(request.user, case_number, permission="cases.decide_eligibility")
    answering.refuse_late_answers(case)
    posted = request.POST if request.method == "POST" else None
    form = ApplicationAnswersForm(posted, initial=_stated(case))
    rows = list(answer_forms(case.services.order_by("position"), posted))
    if posted is None:
        return _show_answers(request, case, form, rows, answering.answers_digest(case))
    revision, status = posted.get("revision", ""), 200
    if _is_sound(case, form, rows):
        by_service = {service.pk: one.cleaned_data for service, one in rows}
        told = {"by": request.user, "at": timezone.now(), "revision": revision}
        try:
            answering.answer_eligibility(case, form.cleaned_data, by_service, **told)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            messages.success(request, "Your answers are saved, and the checks asked again.")
            return redirect(reverse("cases:eligibility", args=[case.case_number]))
    return _show_answers(request, case, form, rows, revision, status=status)


def _drafted(request: HttpRequest, case: Case) -> str:
    """Return the words of a request for what is missing, where the address asks for them."""
    asks = request.method == "GET" and request.GET.get("ask") == OF_RECORDS
    if not asks or case.status != CaseStatus.RECEIVED:
        return ""
    return radar_of(access.open_radar(request.user, case.case_number)).drafted


def _is_sound(case: Case, form: ApplicationAnswersForm, rows: Answers) -> bool:
    """Say whether the answers can be kept, with what is wrong at its field if not."""
    if not all([form.is_valid(), *(one.is_valid() for _, one in rows)]):
        return False
    form_by_key = {None: form} | {service.pk: one for service, one in rows}
    by_service = {service.pk: one.cleaned_data for service, one in rows}
    today = timezone.localdate()
    found = answering.answer_faults(case, form.cleaned_data, by_service, today)
    for key, name, sentence in found:
        form_by_key[key].add_error(name, sentence)
    return not found


def _show_answers(
    request: HttpRequest,
    case: Case,
    form: ApplicationAnswersForm,
    rows: Answers,
    revision: str,
    *,
    status: int = 200,
) -> HttpResponse:
    errors = form_links(form)
    for service, one in rows:
        errors += form_links(one, f"Service {service.position}")
    context = {"case": case, "form": form, "rows": rows, "errors": errors, "revision": revision}
    return render(request, "cases/eligibility/answers.html", context, status=status)


def _entry(values: dict[str, Any], rows: Sequence[Judged], revision: str) -> EligibilityEntry:
    return EligibilityEntry(
        services=tuple(ServiceFinding(row.service.pk, *row.form.chosen()) for row in rows),
        made_by=values["made_by"],
        received_at=_instant(values["received_on"]),
        is_downgraded=values.get("is_downgraded", False),
        revision=revision,
    )


def _instant(day: date) -> datetime | None:
    """Return None (now) for today, noon for another day: its hour is not asked."""
    return None if day == timezone.localdate() else midday(day)


def _place(reasons: Sequence[str], rows: Sequence[Judged]) -> list[str]:
    """Put each refusal that names a service at its form; return the others."""
    faults = []
    form_by_place = {str(row.service.position): row.form for row in rows}
    for reason in reasons:
        found = OF_A_SERVICE.fullmatch(reason)
        if found and found[1] in form_by_place:
            form_by_place[found[1]].add_error("reason", found[2].capitalize())
        else:
            faults.append(reason)
    return faults


def _said(case: Case) -> str:
    words = {
        CaseStatus.ELIGIBLE: "goes on with what is eligible.",
        CaseStatus.INELIGIBLE: "was found ineligible and has ended.",
    }
    return f"{case.case_number} {words.get(CaseStatus(case.status), 'waits; it is decided on.')}"


def _stated(case: Case) -> dict[str, Any]:
    stated = {name: getattr(case.application, name) for name in answering.OF_APPLICATION}
    return stated | {"is_expedited": case.ur_decision.is_expedited}


def _show(
    request: HttpRequest,
    case: Case,
    judgement: Judgement,
    rows: Sequence[Judged],
    form: FindingForm,
    *,
    faults: Sequence[str] = (),
    status: int = 200,
    is_drafted: bool = False,
) -> HttpResponse:
    errors = [ErrorLink("", sentence) for sentence in faults]
    for row in rows:
        errors += form_links(row.form, f"Service {row.service.position}")
    context = {
        "case": case,
        "judgement": judgement,
        "revision": judgement_digest(case, judgement),
        "rows": rows,
        "form": form,
        "is_drafted": is_drafted,
        "errors": errors + form_links(form),
    }
    return render(request, "cases/eligibility/decide.html", context, status=status)

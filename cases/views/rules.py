"""The rules and calendars in force, and a new version of a calendar."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases import access
from cases.actions import rules as actions
from cases.deadlines.catalogue import sections
from cases.errors import Refused
from cases.expected.catalogue import record_sections
from cases.expected.rules import shipped_record_rules
from cases.fees.catalogue import fee_section
from cases.fees.rules import shipped_fee_rules
from cases.forms.rules import CalendarForm
from cases.models import Recount, RuleDocument
from cases.rulebook import current_documents


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule set, calendar and table of days in force, with its version and source."""
    access.require(request.user, "cases.view_rules")
    documents = current_documents()
    kept = {(row.kind, row.name, row.version): row for row in RuleDocument.objects.all()}
    shown = []
    more = (*record_sections(shipped_record_rules()), fee_section(shipped_fee_rules()))
    for section in (*sections({key: plain for key, (_, plain) in documents.items()}), *more):
        version = documents.get((section.kind, section.name), (1, None))[0]
        shown.append(
            {
                "table": section,
                "version": version,
                "row": kept.get((section.kind, section.name, version)),
                "is_calendar": section.kind in actions.CALENDARS,
                "unverified": sum(
                    section.head[-1] == "verified" and row[-1] == "no" for row in section.rows
                ),
            }
        )
    context = {"documents": shown, "recounts": Recount.objects.select_related("document")[:5]}
    return render(request, "cases/rules/list.html", context)


@require_http_methods(["GET", "POST"])
def change_calendar(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a version of a calendar; every open case is counted again."""
    access.require(request.user, actions.EDIT)
    if kind not in actions.CALENDARS:
        raise Http404("There is no such calendar.")
    name, version, plain = actions.calendar_document(kind)
    form = CalendarForm([each["name"] for each in plain["holidays"]], version, _posted(request))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            row = actions.change_calendar(form.entry(kind), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            messages.success(request, f"{row} counts from now on; open cases are counted again.")
            return redirect("cases:rules")
    context = {"form": form, "name": name, "version": version}
    return render(request, "cases/rules/change.html", context, status=status)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None

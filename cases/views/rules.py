"""The rules and calendars in force, and a new version of one: tried first, then added."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases import access
from cases.actions import rules as actions
from cases.actions import rulesets
from cases.deadlines.catalogue import sections
from cases.errors import Refused
from cases.expected.catalogue import record_sections
from cases.expected.rules import shipped_record_rules
from cases.fees.catalogue import fee_section
from cases.fees.rules import shipped_fee_rules
from cases.forms.rules import CalendarForm, MailDaysForm, RuleSetForm
from cases.models import Recount, RuleDocument
from cases.pipelines.dryruns import would_move
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
                "change_url": _change_url(section.kind, section.name),
                "unverified": sum(
                    section.head[-1] == "verified" and row[-1] == "no" for row in section.rows
                ),
            }
        )
    context = {"documents": shown, "recounts": Recount.objects.select_related("document")[:5]}
    return render(request, "cases/rules/list.html", context)


def _change_url(kind: str, name: str) -> str:
    """Return the page on which a document of this kind gets a new version; empty for none."""
    if kind in actions.CALENDARS:
        return reverse("cases:change_calendar", args=[kind])
    if kind == rulesets.RULE_SET:
        return reverse("cases:change_rule_set", args=[name])
    return reverse("cases:change_mail_days") if kind == rulesets.MAIL_DAYS else ""


@require_http_methods(["GET", "POST"])
def change_calendar(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a version of a calendar; every open case is counted again."""
    access.require(request.user, actions.EDIT)
    if kind not in actions.CALENDARS:
        raise Http404("There is no such calendar.")
    name, version, plain = actions.document_of(kind)
    form = CalendarForm([each["name"] for each in plain["holidays"]], version, _posted(request))
    page = _Page(form, name, version, lambda: form.entry(kind))
    return _change(request, page, actions.calendar_version, actions.change_calendar)


@require_http_methods(["GET", "POST"])
def change_rule_set(request: HttpRequest, name: str) -> HttpResponse:
    """Add a version of a rule set; every open case is counted again."""
    access.require(request.user, actions.EDIT)
    if (rulesets.RULE_SET, name) not in current_documents():
        raise Http404("There is no such rule set.")
    _, version, plain = actions.document_of(rulesets.RULE_SET, name)
    form = RuleSetForm(plain, version, _posted(request))
    page = _Page(form, f"Deadlines, set {name}", version, lambda: form.entry(name))
    return _change(request, page, rulesets.rule_set_version, rulesets.change_rule_set)


@require_http_methods(["GET", "POST"])
def change_mail_days(request: HttpRequest) -> HttpResponse:
    """Add a version of the days for mail; every open case is counted again."""
    access.require(request.user, actions.EDIT)
    name, version, _ = actions.document_of(rulesets.MAIL_DAYS)
    form = MailDaysForm(version, _posted(request))
    page = _Page(form, name, version, form.entry)
    return _change(request, page, rulesets.mail_days_version, rulesets.change_mail_days)


@dataclass(frozen=True)
class _Page:
    """One page of change: its form, what is changed in which version, and the typed change."""

    form: forms.Form
    name: str
    version: int
    entry: Callable[[], Any]


def _change(
    request: HttpRequest,
    page: _Page,
    version_of: Callable[[Any], actions.NewVersion],
    change: Callable[..., Any],
) -> HttpResponse:
    """Show the form; try the change, or make it, as the button says."""
    form, status, tried = page.form, 200, None
    if form.is_bound and form.is_valid():
        try:
            if "try" in request.POST:
                new = version_of(page.entry())
                tried = would_move(new.kind, new.name, new.document, at=timezone.now())
            else:
                row = change(page.entry(), by=request.user, at=timezone.now())
                messages.success(request, f"{row} counts from now on; open cases are recounted.")
                return redirect("cases:rules")
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
    context = {"form": form, "name": page.name, "version": page.version, "tried": tried}
    return render(request, "cases/rules/change.html", context, status=status)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None

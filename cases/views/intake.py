"""The intake form: an application with everything that comes with it, on one page."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions.disputes import letter_limits
from cases.actions.intake import case_of_submission, receive_application
from cases.errors import Refused
from cases.forms.disputes import changed_list
from cases.forms.intake import IntakePage
from cases.intake import ApplicationEntry, remainder_notes
from cases.views.service_list import changed_piece


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take in an application; what is wrong is said at its field, and nothing typed is lost."""
    access.require(request.user, "cases.receive_application")
    if request.method == "GET":
        return _show(request, IntakePage(today=timezone.localdate()))
    if "do" in request.POST:
        return _show_changed(request)
    page = IntakePage(request.POST)
    entry = page.entry(timezone.localdate(), letter_limits())
    return _show(request, page) if entry is None else _receive(request, page, entry)


def _receive(request: HttpRequest, page: IntakePage, entry: ApplicationEntry) -> HttpResponse:
    earlier = case_of_submission(entry.submission_key)
    if earlier is not None:
        messages.info(
            request,
            f"This form had been sent already, as {earlier.case_number}. What you changed on it "
            "since was not saved; correct it here.",
        )
        return redirect(earlier)
    try:
        case = receive_application(entry, by=request.user, at=timezone.now())
    except Refused as refusal:
        page.faults += refusal.reasons
        return _show(request, page, status=409)
    messages.success(request, f"Received as {case.case_number}.")
    for note in remainder_notes(entry.services):
        messages.info(request, note)
    return redirect(case)


def _show_changed(request: HttpRequest) -> HttpResponse:
    """Show the page again, as typed, with a service or a guideline more or less."""
    change = request.POST["do"]
    page = IntakePage(changed_list(request.POST, change, settings.LETTER_MAX_SERVICES))
    page.leave_unjudged()
    page.services.note_change(change, settings.LETTER_MAX_SERVICES)
    if request.htmx:
        return changed_piece(request, page.services, change)
    return _show(request, page)


def _show(request: HttpRequest, page: IntakePage, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "services": page.services, "errors": page.error_links}
    return render(request, "cases/intake/receive.html", context, status=status)

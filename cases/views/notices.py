"""Pages of notices: those of a case, one with its PDF, preparing one again, trying again."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import access, audit, blobs, noticequeues
from cases.actions import noticedesk as actions
from cases.errors import Refused
from cases.forms.notices import PrepareAgainForm
from cases.lifecycle import LetterStatus
from cases.models import Notice
from cases.notices.content import from_snapshot
from cases.views.record_files import VIEWER_POLICY


@require_GET
def notices(request: HttpRequest, case_number: str) -> HttpResponse:
    """List the notices of a case, newest first."""
    case, found = access.open_notices(request.user, case_number)
    context = {"case": case, "states": noticequeues.states_of(found)}
    return render(request, "cases/notices/list.html", context)


@require_GET
def notice_desk(request: HttpRequest) -> HttpResponse:
    """List the notices that wait for service, what came back, and what could not be made."""
    access.require(request.user, "cases.serve_notice")
    context = {
        "states": noticequeues.states_of(noticequeues.notices_to_serve(request.user)),
        "failed": noticequeues.states_of(noticequeues.notices_in_trouble(request.user)),
    }
    return render(request, "cases/notices/desk.html", context)


@require_GET
def notice(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Show one notice: what it says, its due days with their reasons, and who was served."""
    found = access.open_notice(request.user, case_number, number)
    return render(request, "cases/notices/notice.html", _context(found))


@require_GET
def notice_state(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Answer the page that asks every two seconds whether the notice is ready."""
    found = access.open_notice(request.user, case_number, number)
    response = render(request, "cases/notices/_state.html", _context(found))
    if found.status != LetterStatus.QUEUED:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@csp_replace(VIEWER_POLICY)
def notice_file(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Hand out the sealed notice, to read in the page or, with `?download`, to keep."""
    found = access.open_notice(request.user, case_number, number)
    if found.status != LetterStatus.READY:
        raise Refused("The notice is not ready yet. It can be opened when it is sealed.")
    is_download = "download" in request.GET
    kind = "notice.downloaded" if is_download else "notice.opened"
    audit.append(kind, found, by=request.user, file_sha256=found.file_sha256)
    response = HttpResponse(blobs.read(found.file_sha256), content_type="application/pdf")
    name = f"Notice-{found.case.case_number}-{found.number}-{found.kind}.pdf"
    disposition = "attachment" if is_download else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def prepare_notice_again(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Prepare a notice anew, for another day or another way of serving it."""
    found = access.open_notice(request.user, case_number, number, permission="cases.prepare_notice")
    posted = request.POST if request.method == "POST" else None
    form = PrepareAgainForm(found, posted, today=timezone.localdate())
    status = 200
    if form.is_bound and form.is_valid():
        try:
            new = actions.prepare_again(
                found,
                by=request.user,
                at=timezone.now(),
                dated=form.cleaned_data["dated"],
                methods=form.methods,
            )
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
            status = 409
        else:
            words = f"Notice {new.number} is being prepared and replaces notice {found.number}."
            messages.success(request, words)
            return redirect("cases:notice", new.case.case_number, new.number)
    context = {"case": found.case, "notice": found, "form": form}
    return render(request, "cases/notices/again.html", context, status=status)


@require_POST
def retry_notice(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Queue a failed notice again."""
    found = access.open_notice(request.user, case_number, number, permission="cases.prepare_notice")
    actions.retry_notice(found, by=request.user, at=timezone.now())
    messages.success(request, "The notice is being made again.")
    return redirect("cases:notice", case_number, number)


def _context(found: Notice) -> dict[str, Any]:
    [state] = noticequeues.states_of([found])
    replacement = Notice.objects.filter(replaces=found).first()
    services = list(found.services.select_related("served_by", "returned_by"))
    return {
        "case": found.case,
        "notice": found,
        "state": state,
        "replacement": replacement,
        "stands": replacement is None and found.cancelled_at is None,
        "services": services,
        "is_any_served": any(each.served_on for each in services),
        "due": from_snapshot(found.snapshot).body.due,
    }

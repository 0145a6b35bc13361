"""Pages of serving a notice: one recipient served, one that came back, the proof to print."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases import access, audit, noticequeues
from cases.access import NOT_FOUND
from cases.actions.noticeservice import return_notice
from cases.actions.noticeservice import serve_notice as serve
from cases.actions.service import ServiceEntry
from cases.errors import Refused
from cases.forms.notices import ReturnedForm, ServeForm
from cases.models import Notice, NoticeService
from cases.notices.proof import ProofContent
from cases.pipelines.papers import proof_pdf, sender_of, served_content
from cases.views.record_files import VIEWER_POLICY


@require_http_methods(["GET", "POST"])
def serve_notice(
    request: HttpRequest, case_number: str, number: int, position: int
) -> HttpResponse:
    """Record that one recipient was served."""
    notice, service = _service(request.user, case_number, number, position)
    status = 200
    if request.method == "POST":
        form = ServeForm(request.POST)
        if form.is_valid():
            try:
                serve(
                    service,
                    ServiceEntry(**form.cleaned_data),
                    by=request.user,
                    at=timezone.now(),
                )
            except Refused as refused:
                form.add_error(None, list(refused.reasons))
                status = 409
            else:
                return _served(request, notice, service)
    else:
        initial = {
            "served_on": timezone.localdate(),
            "method": service.planned_method,
            "address": _address(notice, service),
        }
        form = ServeForm(initial=initial)
    context = {"case": notice.case, "notice": notice, "service": service, "form": form}
    return render(request, "cases/notices/serve.html", context, status=status)


@require_http_methods(["GET", "POST"])
def notice_returned(
    request: HttpRequest, case_number: str, number: int, position: int
) -> HttpResponse:
    """Record that a notice came back from one recipient."""
    notice, service = _service(request.user, case_number, number, position, is_served=True)
    form = ReturnedForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return_notice(service, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
            status = 409
        else:
            messages.warning(
                request,
                f"The notice for {service.recipient_name} came back. Find the right address and "
                "serve it again.",
            )
            return redirect("cases:notice", case_number, number)
    context = {"case": notice.case, "notice": notice, "service": service, "form": form}
    return render(request, "cases/notices/returned.html", context, status=status)


@require_safe
@csp_replace(VIEWER_POLICY)
def notice_proof(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Print the proof of service of a notice, to be signed by who served it."""
    notice = access.open_notice(request.user, case_number, number)
    services = list(notice.services.select_related("served_by"))
    content = ProofContent(
        case_number=notice.case.case_number,
        paper=notice.get_kind_display(),
        dated=notice.dated,
        pages=notice.pages or 0,
        file_sha256=notice.file_sha256,
        sender=sender_of(notice.case.organization),
        services=served_content(services),
        unserved=tuple(s.recipient_name for s in services if s.served_on is None),
    )
    pdf = proof_pdf(content)
    audit.append("notice.proof_opened", notice, by=request.user, number=number)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"Proof-of-service-{notice.case.case_number}-{notice.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _service(
    user: Any, case_number: str, number: int, position: int, *, is_served: bool = False
) -> tuple[Notice, NoticeService]:
    """Return the recipient's latest service, or the latest that was recorded."""
    notice = access.open_notice(user, case_number, number, permission="cases.serve_notice")
    found = notice.services.filter(position=position).order_by("-attempt")
    if is_served and found.count() > 1:
        found = found.filter(served_on__isnull=False)
    service = found.first()
    if service is None:
        raise Http404(NOT_FOUND)
    return notice, service


def _address(notice: Notice, service: NoticeService) -> str:
    """Return the address of the notice; what came back goes to the one the file has today."""
    if service.attempt == 1:
        return service.address
    return noticequeues.address_now(notice.case, service)


def _served(request: HttpRequest, notice: Notice, service: NoticeService) -> HttpResponse:
    left = notice.services.filter(served_on=None).count()
    words = f"{service.recipient_name} is recorded as served."
    words += f" {left} more to serve." if left else " Everybody was served."
    messages.success(request, words)
    return redirect("cases:notice", notice.case.case_number, notice.number)

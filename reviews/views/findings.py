"""The checks beside the work: asked about what is being typed, and answered with reasons."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.access import NOT_FOUND
from cases.characters import with_plain_lines
from cases.errors import Refused
from reviews import access, drafts, findings, workbench
from reviews.actions import findings as actions
from reviews.checks.view import LetterView, ServiceView
from reviews.forms.drafting import ServiceForm, typed_citations
from reviews.forms.findings import KeepFindingForm
from reviews.lifecycle import WORKING
from reviews.models import Review

PAGE_BY_STATUS = {
    "submitted": "reviews:quality_check",
    "approved": "reviews:sign_determination",
}


@require_POST
def check_typed(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what the checks find in the draft with the open part as it is typed; save nothing."""
    review = access.open_own_review(request.user, case_number, is_look=False)
    if review.status not in WORKING or _is_too_long(request):
        return HttpResponse(status=204)
    checked = findings.check_typing(
        review,
        on=timezone.localdate(),
        typed=lambda view: _as_typed(request, view, request.POST.get("part", "")),
    )
    checked = checked.beginning_with(request.POST.get("part", ""))
    context = {"case": review.case, "checked": checked}
    return render(request, "reviews/findings/_margin.html", context)


def _is_too_long(request: HttpRequest) -> bool:
    """Whether more is typed than can be saved: the page says so, and there is nothing to check."""
    typed = (request.POST.get(name, "") for name in ("text", "decision_rationale"))
    return any(len(text) > drafts.limits().text for text in typed)


@require_POST
def keep_finding(request: HttpRequest, case_number: str) -> HttpResponse:
    """Keep one finding with its reason, and go back to where it was shown."""
    review = access.open_review(request.user, case_number)
    form = KeepFindingForm(request.POST)
    error = ""
    try:
        if not form.is_valid():
            actions.require_turn(review, request.user)
            raise Refused("Say why it stays as it is.")
        actions.keep_finding(review, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        error = " ".join(refusal.reasons)
    if request.htmx and review.status in WORKING:
        checked = findings.check_review(review, on=timezone.localdate(), is_typing=True)
        context = {"case": review.case, "checked": checked, "error": error}
        return render(request, "reviews/findings/_margin.html", context)
    if error:
        messages.error(request, error)
    else:
        messages.success(request, "Kept, with your reason.")
    return redirect(_page_of(review))


def _page_of(review: Review) -> str:
    page = PAGE_BY_STATUS.get(review.status, "reviews:workbench")
    return f"{reverse(page, args=[review.case.case_number])}#findings-title"


def _as_typed(request: HttpRequest, view: LetterView, part: str) -> LetterView:
    """Return the view with the open part as the page has it, not as it was last saved."""
    if part == workbench.SUMMARY:
        return replace(view, summary=with_plain_lines(request.POST.get("text", "")))
    service = view.service(int(part)) if part.isascii() and part.isdigit() else None
    if service is None:
        if part:
            raise Http404(NOT_FOUND)
        return view
    typed = _service_as_typed(request, service)
    services = tuple(typed if each is service else each for each in view.services)
    return replace(view, services=services)


def _service_as_typed(request: HttpRequest, service: ServiceView) -> ServiceView:
    form = ServiceForm({"revision": "0", **request.POST.dict()})
    form.is_valid()
    said = form.cleaned_data
    return replace(
        service,
        outcome=said.get("outcome", service.outcome),
        basis=said.get("imro_basis", service.basis),
        rationale=with_plain_lines(said.get("decision_rationale", service.rationale)),
        citations=tuple(typed_citations(request.POST)),
        search=form.search(),
    )

"""Pages of a case's letters: how far they are, previews, the download, and what failed."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from cases import audit, blobs
from cases.access import NOT_FOUND, open_case
from cases.errors import Refused
from cases.models import Case
from cases.views.record_files import VIEWER_POLICY
from reviews import access, queues
from reviews.actions import letters as actions
from reviews.actions.duties import signing_director
from reviews.freezing import build_content
from reviews.letters.content import LetterContent, from_snapshot
from reviews.lifecycle import LetterStatus
from reviews.models import Determination, DeterminationLetter
from reviews.pipelines.previews import preview_pdf

Form = DeterminationLetter.Form


@require_GET
def letters(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the letters of a case, and who has been served."""
    case = open_case(request.user, case_number, permission="reviews.view_letters")
    return render(request, "reviews/letters/letters.html", _status(case))


@require_GET
def letters_status(request: HttpRequest, case_number: str) -> HttpResponse:
    """Answer the page that asks every two seconds how far the letters are."""
    case = access.visible_case(request.user, case_number)
    access.require(request.user, "reviews.view_letters")
    return render(request, "reviews/letters/_status.html", _status(case))


@require_safe
@csp_replace(VIEWER_POLICY)
def letter_preview(request: HttpRequest, case_number: str, form: str) -> HttpResponse:
    """Print the letter with a mark across it, for reading in the page."""
    if form not in Form.values:
        raise Http404(NOT_FOUND)
    version = access.open_version(request.user, case_number)
    content = _content(version, request.user)
    pdf = preview_pdf(content, form, is_signed=version.signed_at is not None)
    return _pdf(pdf, f"preview-{version.case.case_number}-v{version.version}.pdf", "inline")


@require_safe
def download_letter(request: HttpRequest, case_number: str) -> HttpResponse:
    """Hand out the sealed letter, the stored bytes and nothing else; the act is logged."""
    letter = access.open_letter(
        request.user, case_number, Form.SERVED, permission="reviews.download_letter"
    )
    if letter.status != LetterStatus.READY:
        raise Refused("The letter is not ready yet. It can be downloaded when it is sealed.")
    version = letter.determination
    pdf = blobs.read(letter.file_sha256)
    audit.append(
        "letter.downloaded",
        letter,
        by=request.user,
        case=version.case,
        file_sha256=letter.file_sha256,
    )
    name = f"Final-Determination-{version.case.case_number}-v{version.version}.pdf"
    return _pdf(pdf, name, "attachment")


@require_GET
def failed_letters(request: HttpRequest) -> HttpResponse:
    """List the letters that could not be made."""
    access.require(request.user, "reviews.retry_letter")
    letters = queues.failed_letters_of(request.user)
    return render(request, "reviews/letters/failed.html", {"letters": letters})


@require_POST
def retry_letter(request: HttpRequest, case_number: str, form: str) -> HttpResponse:
    """Queue a failed letter again."""
    letter = access.open_letter(request.user, case_number, form, permission="reviews.retry_letter")
    actions.retry_letter(letter, by=request.user, at=timezone.now())
    messages.success(request, "The letter is being made again.")
    if request.user.has_perm("reviews.view_letters"):
        return redirect("reviews:letters", case_number)
    return redirect("reviews:failed_letters")


def _status(case: Case) -> dict[str, Any]:
    rows = list(
        DeterminationLetter.objects.filter(determination__case=case)
        .select_related("determination__signed_by")
        .order_by("-determination__version", "-form")
    )
    served = next((row for row in rows if row.form == Form.SERVED), None)
    deliveries = list(served.deliveries.all()) if served else []
    return {
        "case": case,
        "letters": rows,
        "served": served,
        "recipients": len({each.position for each in deliveries}),
        "is_any_served": any(each.served_on for each in deliveries),
        "version": case.determinations.order_by("-version").first(),
        "deliveries": deliveries,
        "is_working": any(row.status == LetterStatus.QUEUED for row in rows),
    }


def _content(version: Determination, user: Any) -> LetterContent:
    """Return what was frozen, or what would be if the reader, or else the director, signed now."""
    if version.signed_at is not None:
        return from_snapshot(version.snapshot)
    organization, now = version.case.organization, timezone.now()
    may_sign = user.has_perm("reviews.sign_determination")
    today = timezone.localdate(now)
    return build_content(
        version,
        signed_at=now,
        letter_date=today,
        decision_on=today,
        signer=signing_director(user, organization) if may_sign else organization.medical_director,
    )


def _pdf(content: bytes, name: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response

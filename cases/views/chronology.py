"""The documents of a case by date, and copies of them to take along."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from cases import access, blobs, sorting
from cases.actions import binders as actions
from cases.lifecycle import LetterStatus
from cases.models import Binder
from cases.views.record_files import VIEWER_POLICY


@require_GET
def chronology(request: HttpRequest, case_number: str) -> HttpResponse:
    """List the documents by date of service, each with its pages, and this person's copies."""
    case = access.open_chronology(request.user, case_number)
    context = {
        "case": case,
        "documents": sorting.chronology_of(case),
        "binders": Binder.objects.of(request.user).filter(case=case).select_related("record"),
    }
    return render(request, "cases/chronology/page.html", context)


@require_POST
def request_binder(request: HttpRequest, case_number: str) -> HttpResponse:
    """Ask for a copy of all documents, or of the one that is named."""
    case = access.case_of_records(request.user, case_number)
    record = None
    if request.POST.get("record", "").isdecimal():
        record = access.open_record(request.user, case_number, int(request.POST["record"][:9]))
    actions.request_binder(case, by=request.user, at=timezone.now(), record=record)
    messages.success(request, "The copy is being made. It can be downloaded below in a moment.")
    return redirect("cases:chronology", case.case_number)


@require_GET
def binder_state(request: HttpRequest, case_number: str, download: str) -> HttpResponse:
    """Answer the page that asks every two seconds whether the copy is made."""
    binder = access.open_binder(request.user, case_number, download)
    context = {"case": binder.case, "binder": binder, "is_piece": True}
    return render(request, "cases/chronology/_binder.html", context)


@require_safe
@csp_replace(VIEWER_POLICY)
def binder_file(request: HttpRequest, case_number: str, download: str) -> HttpResponseBase:
    """Hand out the copy to whoever asked for it, while the records are open to him."""
    binder = access.open_binder(request.user, case_number, download)
    actions.take_binder(binder, by=request.user)
    path = blobs.path_of(binder.file_sha256)
    if not path.is_file():
        raise blobs.BlobMissing(binder.file_sha256)
    what = "records" if binder.record_id is None else f"record-{binder.record.position}"
    name = f"IMR-{binder.case.case_number}-{what}-{binder.number}.pdf"
    assert binder.status == LetterStatus.READY
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )

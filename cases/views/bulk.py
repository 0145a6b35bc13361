"""The page of bulk intake: case files are dropped, checked, and taken in a few at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases import access
from cases.actions import bulk as actions
from cases.casefiles.parse import MAX_BYTES
from cases.errors import Refused
from cases.forms.bulk import CaseFilesForm, NamedFilesForm
from cases.models import CaseFileUpload, Transfer
from cases.pipelines.records import store_upload
from cases.views.transfers import of_transfers

AT_A_TIME = 5
OF_RECORDS = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg")
State = CaseFileUpload.State


@require_http_methods(["GET", "POST"])
def bulk_intake(request: HttpRequest) -> HttpResponse:
    """Check the case files that are dropped; nothing is taken in before somebody says so."""
    access.require(request.user, "cases.receive_application")
    if request.method == "GET":
        return _show(request, CaseFilesForm())
    form = CaseFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form)
    files = form.cleaned_data["files"]
    case_files = [file for file in files if _is_case_file(file)]
    for file in case_files:
        # One byte more than is allowed tells that there is more.
        content = file.read(MAX_BYTES + 1)
        actions.drop_case_file(file.name or "", content, by=request.user, at=timezone.now())
    for file in files:
        if file not in case_files:
            _add_record_file(request, form, file)
    if form.errors:
        return _show(request, form)
    return redirect("cases:bulk_intake")


def _is_case_file(file: UploadedFile) -> bool:
    """Whether it is dropped as a case file; what is neither that nor a record is refused as one."""
    return not (file.name or "").lower().endswith(OF_RECORDS)


def _add_record_file(request: HttpRequest, form: CaseFilesForm, file: UploadedFile) -> None:
    try:
        stored = store_upload(file.chunks(), file.name or "")
        actions.add_record_file(stored, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("files", list(refusal.reasons))


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in the next few sound files; the page asks again until none is left."""
    access.require(request.user, "cases.receive_application")
    waiting = [one for one in access.list_case_files(request.user) if one.state == State.SOUND]
    for upload in reversed(waiting[-AT_A_TIME:]):
        actions.take_in_case_file(upload, by=request.user, at=timezone.now())
    if request.htmx:
        return render(request, "cases/intake/_bulk.html", _context(request) | {"is_running": True})
    left = max(len(waiting) - AT_A_TIME, 0)
    if left:
        messages.info(request, f"{left} sound files are left: take in the next ones.")
    return redirect("cases:bulk_intake")


@require_POST
def discard(request: HttpRequest, upload_key: UUID) -> HttpResponse:
    """Take a file off the list."""
    access.require(request.user, "cases.receive_application")
    listed = {one.key: one for one in access.list_case_files(request.user)}
    upload = listed.get(upload_key)
    if upload is None:
        raise Http404("That file is not on your list any more.")
    actions.discard_case_file(upload, by=request.user, at=timezone.now())
    return redirect("cases:bulk_intake")


def _show(request: HttpRequest, form: CaseFilesForm) -> HttpResponse:
    sent = of_transfers(request.user, None, beside=Transfer.Beside.CASE_FILES)
    return render(request, "cases/intake/bulk.html", {**_context(request), **sent, "form": form})


def _context(request: HttpRequest) -> dict[str, Any]:
    uploads = access.list_case_files(request.user)
    sound, faulty, taken_in = (_of(uploads, state) for state in State)
    lacking = [one for one in sound if len(one.files.all()) < one.files_to_come]
    return {
        "named_form": NamedFilesForm() if lacking else None,
        "uploads": [*faulty, *sound, *taken_in],
        "sound": len(sound),
        "faulty": len(faulty),
        "taken_in": len(taken_in),
        "of_all": len(sound) + len(taken_in),
    }


def _of(uploads: Sequence[CaseFileUpload], state: str) -> list[CaseFileUpload]:
    return [one for one in uploads if one.state == state]

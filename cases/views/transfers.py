"""Where a page sends files part by part; every answer is for its script, in JSON.

A file is announced, answered with its address and with how much of it is here; each part goes to
that address with where it begins and its digest; at the end it is asked to be taken in. 409 with
`here` means: go on from there. An answer with `reasons` is final for this file. 423: ask again.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases import access
from cases.actions import transfers as actions
from cases.actions.transfers import Destination
from cases.forms.records import RecordForm, SupersedeForm
from cases.forms.transfers import AnnouncedForm, AttachingForm, DestinationForm, PartForm
from cases.lifecycle import OPEN_FOR_RECORDS
from cases.models import Case, Transfer
from cases.models.transfers import PART_BYTES
from cases.pipelines import virusscan
from cases.pipelines.records import size_in_words

View = Callable[..., HttpResponse]
# The field of a page whose files belong beside case files that wait.
OF_CASE_FILES = "of_case_files"
# And of the page of intake, whose two files belong to the half-typed application of this key.
OF_INTAKE = "intake"
IN_STEP, BUSY, TOO_LARGE, UNREADABLE = 409, 423, 413, 422


def _answering(view: View) -> View:
    """Answer a part that does not follow with where to go on, and a held row with `ask again`."""

    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **more: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **more)
        except actions.OutOfStep as wanted:
            return JsonResponse({"here": wanted.here}, status=IN_STEP)
        except actions.Busy:
            return JsonResponse({}, status=BUSY)

    return answered


@require_POST
def begin_transfer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Announce a file for a case: where its parts go, and how much of it is here."""
    case = access.open_case(request.user, case_number, permission="cases.upload_records")
    return begin(request, case)


def begin(request: HttpRequest, case: Case | None) -> HttpResponse:
    """Announce a file, for a case or for the tray."""
    form = AnnouncedForm(request.POST)
    if not form.is_valid():
        return _faults(form)
    # Asked before a byte is sent, so that nobody waits for an hour to hear that a kind is missing.
    destination = _destination(request, case, is_sent=False)
    if not isinstance(destination, Destination):
        return _faults(destination)
    told = {"by": request.user, "at": timezone.now()}
    announced = form.announced(has_case=case is not None)
    if announced.beside == Transfer.Beside.CASE_FILES:
        return JsonResponse(_state(actions.begin_named_transfer(announced, **told)))
    return JsonResponse(_state(actions.begin_transfer(announced, case=case, **told)))


@require_http_methods(["GET", "POST"])
@_answering
def transfer(request: HttpRequest, transfer_key: UUID) -> HttpResponse:
    """Say how much of a file is here, or keep the part that was sent."""
    found = access.open_transfer(request.user, transfer_key)
    if request.method == "GET":
        return JsonResponse(_state(found))
    form = PartForm(
        {"start": request.headers.get("Part-Start"), "sha256": request.headers.get("Part-Sha256")}
    )
    if not form.is_valid():
        return _faults(form)
    content = request.read(PART_BYTES + 1)
    if len(content) > PART_BYTES:
        sentence = f"A part may have {PART_BYTES:,} bytes at most."
        return JsonResponse({"reasons": [sentence]}, status=TOO_LARGE)
    start, sha256 = form.cleaned_data["start"], form.cleaned_data["sha256"]
    kept = actions.add_part(found.key, start, content, sha256, by=request.user, at=timezone.now())
    return JsonResponse(_state(kept))


@require_POST
@_answering
def finish_transfer(request: HttpRequest, transfer_key: UUID) -> HttpResponse:
    """Take the whole file in: as what the form says it is in its case, or into the tray."""
    found = access.open_transfer(request.user, transfer_key)
    if OF_INTAKE in request.POST or (found.case is None and OF_CASE_FILES in request.POST):
        return _finish_beside(request, found)
    destination = _destination(request, found.case, is_sent=True)
    if not isinstance(destination, Destination):
        return _faults(destination)
    file = actions.finish_transfer(found.key, destination, by=request.user, at=timezone.now())
    record = file.records.current().first()
    address = ""
    if record is not None and file.case is not None:
        address = reverse("cases:record", args=[file.case.case_number, record.pk])
    if destination.listed is not None:
        messages.success(request, "The file is with the record.")
    if destination.wrong is not None:
        messages.success(request, f"Record {destination.wrong.position} has been superseded.")
    return JsonResponse({"sha256": file.sha256, "pages": file.pages, "address": address})


def _finish_beside(request: HttpRequest, found: Transfer) -> HttpResponse:
    """Keep the whole file with the case file that names it, or with a half-typed application."""
    told = {"by": request.user, "at": timezone.now()}
    if OF_CASE_FILES in request.POST:
        kept = actions.finish_named_transfer(found.key, **told)
    else:
        form = AttachingForm(request.POST)
        if not form.is_valid():
            return _faults(form)
        kept = actions.finish_attachment(found.key, form.attaching(), **told)
    return JsonResponse({"sha256": kept.sha256, "pages": kept.pages, "address": ""})


@require_POST
def discard_transfer(request: HttpRequest, transfer_key: UUID) -> HttpResponse:
    """Throw away what came of a file, and go back to where it was sent."""
    found = access.open_transfer(request.user, transfer_key)
    actions.discard_transfer(found.key, by=request.user)
    if found.case is not None:
        is_open = found.case.status in OPEN_FOR_RECORDS
        page = "cases:upload_record" if is_open else "cases:records"
        return redirect(page, found.case.case_number)
    if found.beside == Transfer.Beside.CASE_FILES:
        return redirect("cases:bulk_intake")
    if found.draft_key is not None:
        return redirect("cases:resume_application", found.draft_key)
    return redirect("cases:tray")


def of_transfers(
    user: Any, case: Case | None, *, beside: str = "", draft: UUID | None = None
) -> dict[str, Any]:
    """Return what a page that sends files shows of its own that are not whole yet."""
    own = Transfer.objects.filter(sent_by=user, case=case, beside=beside, draft_key=draft)
    return {
        "unfinished": own.filter(finished_at=None),
        "kept_hours": settings.UPLOAD_KEPT_HOURS,
        "has_scanner": virusscan.is_set_up(),
        "max_size": size_in_words(settings.RECORD_MAX_BYTES),
        "max_bytes": settings.RECORD_MAX_BYTES,
        "max_pages": f"{settings.RECORD_MAX_PAGES:,}",
    }


def _destination(request: HttpRequest, case: Case | None, *, is_sent: bool) -> Destination | Form:
    """Return what a file shall be in its case, or the form that says what is wrong with that."""
    if case is None:
        return Destination()
    chosen = DestinationForm(request.POST, case=case, is_sent=is_sent)
    if not chosen.is_valid():
        return chosen
    listed, wrong = chosen.cleaned_data["listed"], chosen.cleaned_data["wrong"]
    if listed is not None:
        return Destination(listed=listed)
    if wrong is None:
        said = RecordForm(request.POST)
        return Destination(said.entry()) if said.is_valid() else said
    access.require(request.user, "cases.supersede_record")
    form = SupersedeForm(request.POST, is_sent=True)
    if not form.is_valid():
        return form
    return Destination(form.entry(), wrong=wrong, reason=form.cleaned_data["reason"])


def _state(found: Transfer) -> dict[str, Any]:
    key = found.key
    return {
        "here": found.here,
        "size": found.size,
        "part": PART_BYTES,
        "address": reverse("cases:transfer", args=[key]),
        "finish": reverse("cases:finish_transfer", args=[key]),
    }


def _faults(form: Any) -> HttpResponse:
    """Return what is wrong with a form: each sentence, and the fields for the page to mark."""
    reasons = [str(reason) for errors in form.errors.values() for reason in errors]
    return JsonResponse({"reasons": reasons, "fields": list(form.errors)}, status=UNREADABLE)

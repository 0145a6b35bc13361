"""Pages of the records of a case: list, upload, one record, supersede, complete."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases import book as books
from cases.actions import records as actions
from cases.actions import rereading
from cases.errors import Refused
from cases.forms.records import (
    MAX_FILES_AT_ONCE,
    CompleteRecordsForm,
    RecordFileForm,
    SupersedeForm,
    UploadForm,
)
from cases.models import Case, MedicalRecord
from cases.pipelines import kept_files
from cases.pipelines.records import StoredFile, store_upload
from cases.silences import items_of, lacking
from cases.views.transfers import of_transfers


@require_GET
def records(request: HttpRequest, case_number: str) -> HttpResponse:
    """List the records of a case."""
    case = access.open_case(request.user, case_number)
    if not access.may_view_records(request.user, case):
        raise Http404(access.NOT_FOUND)
    return render(request, "cases/records/page.html", {"case": case})


@require_http_methods(["GET", "POST"])
def upload_record(request: HttpRequest, case_number: str) -> HttpResponse:
    """Take in one or many files; what is refused is named, and nothing typed or sent is lost."""
    case = access.open_case(request.user, case_number, permission="cases.upload_records")
    actions.require_open_for_records(case)
    if request.method == "GET":
        initial = {"source": "claims_administrator", "received_on": timezone.localdate()}
        return _upload_page(request, case, UploadForm(initial=initial), [])
    stored, refusals = _take_in(request, case)
    form = UploadForm(request.POST, request.FILES, has_kept=bool(stored))
    if not form.is_valid():
        for refusal in refusals:
            form.add_error("files", refusal)
        return _upload_page(request, case, form, stored)
    added, more = _add_all(request, case, form, stored)
    refusals += more
    if added:
        messages.success(request, _added_sentence(added))
    if not refusals:
        return redirect("cases:records", case.case_number)
    for refusal in refusals:
        form.add_error("files", refusal)
    return _upload_page(request, case, form, [], status=409)


@require_GET
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})
def record(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Show one record with its PDF in the page."""
    shown = access.open_record(request.user, case_number, record_id)
    return _record_page(request, shown, RecordFileForm())


@require_POST
def attach_record_file(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Give a listed record its file."""
    case = access.open_case(request.user, case_number, permission="cases.upload_records")
    listed = get_object_or_404(MedicalRecord, case=case, pk=record_id)
    form = RecordFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            stored = store_upload(file.chunks(), file.name)
            actions.attach_file(listed, by=request.user, at=timezone.now(), content=stored)
        except Refused as refusal:
            form.add_error("file", list(refusal.reasons))
        else:
            messages.success(request, "The file is with the record.")
            return redirect("cases:record", case.case_number, listed.pk)
    return _record_page(request, listed, form, status=409)


@require_POST
def read_anew(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Have the scanned pages of a document read once more."""
    case = access.open_case(request.user, case_number, permission="cases.sort_pages")
    shown = access.record_of(request.user, case_number, record_id)
    count = rereading.read_anew(shown, by=request.user, at=timezone.now())
    pages = "1 scanned page is" if count == 1 else f"{count:,} scanned pages are"
    messages.success(
        request, f"{pages} read anew. Search finds what was read before until each is done."
    )
    return redirect("cases:record", case.case_number, shown.pk)


@require_http_methods(["GET", "POST"])
def supersede_record(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Take a wrong record out of the list, with its reason and what takes its place."""
    case = access.open_case(request.user, case_number, permission="cases.supersede_record")
    actions.require_open_for_records(case)
    wrong = get_object_or_404(MedicalRecord, case=case, pk=record_id)
    status = 200
    if request.method == "POST":
        form = SupersedeForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                _supersede(request, wrong, form)
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                messages.success(request, f"Record {wrong.position} has been superseded.")
                return redirect("cases:records", case.case_number)
    else:
        form = SupersedeForm(initial=_said_of(wrong))
    context = {"case": case, "record": wrong, "form": form, **of_transfers(request.user, case)}
    return render(request, "cases/records/supersede.html", context, status=status)


@require_http_methods(["GET", "POST"])
def request_records(request: HttpRequest, case_number: str) -> HttpResponse:
    """Record that the parties have been asked for their documents."""
    case = access.open_case(request.user, case_number, permission="cases.request_records")
    if request.method == "POST":
        actions.request_records(case, by=request.user, at=timezone.now())
        messages.success(request, "The records have been requested.")
        return redirect(case)
    return render(request, "cases/records/request.html", {"case": case})


@require_http_methods(["GET", "POST"])
def complete_records(request: HttpRequest, case_number: str) -> HttpResponse:
    """Say that the records are complete, and what did not come."""
    case = access.open_case(request.user, case_number, permission="cases.complete_records")
    lacks, status = bool(lacking(items_of(case))), 200
    if request.method == "POST":
        form = CompleteRecordsForm(request.POST, lacks=lacks)
        if form.is_valid():
            now = timezone.now()
            try:
                actions.complete_records(case, by=request.user, at=now, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                messages.success(request, "The records are complete: offer the review next.")
                return redirect(case)
    else:
        day = case.records_complete_on or timezone.localdate()
        form = CompleteRecordsForm(initial={"complete_on": day}, lacks=lacks)
    context = {"case": case, "form": form}
    return render(request, "cases/records/complete.html", context, status=status)


def _take_in(request: HttpRequest, case: Case) -> tuple[list[StoredFile], list[str]]:
    stored = kept_files.kept(request.POST.getlist("kept_file"), case, request.user)
    refusals: list[str] = []
    files = request.FILES.getlist("files")
    if len(files) > MAX_FILES_AT_ONCE:
        return stored, refusals  # the form says it; none of them is looked into
    for file in files:
        try:
            stored.append(store_upload(file.chunks(), file.name))
        except Refused as refusal:
            refusals += refusal.reasons
    return stored, refusals


def _add_all(
    request: HttpRequest, case: Case, form: UploadForm, stored: list[StoredFile]
) -> tuple[list[MedicalRecord], list[str]]:
    added: list[MedicalRecord] = []
    refusals: list[str] = []
    entry, now = form.entry(), timezone.now()
    for file in stored:
        try:
            added.append(actions.add_record(case, entry, by=request.user, at=now, content=file))
        except Refused as refusal:
            refusals += refusal.reasons
    return added, refusals


def _upload_page(
    request: HttpRequest,
    case: Case,
    form: UploadForm,
    stored: list[StoredFile],
    status: int = 200,
) -> HttpResponse:
    notes = [(file, kept_files.keep(file, case, request.user)) for file in stored]
    context = {"case": case, "form": form, "kept": notes, **of_transfers(request.user, case)}
    return render(request, "cases/records/upload.html", context, status=status)


def _record_page(
    request: HttpRequest, shown: MedicalRecord, form: RecordFileForm, status: int = 200
) -> HttpResponse:
    context = {"case": shown.case, "record": shown, "form": form}
    context |= {"page_sizes": books.sizes_of(shown), **of_transfers(request.user, shown.case)}
    return render(request, "cases/records/record.html", context, status=status)


def _supersede(request: HttpRequest, wrong: MedicalRecord, form: SupersedeForm) -> None:
    now, reason = timezone.now(), form.cleaned_data["reason"]
    if form.cleaned_data["remedy"] == SupersedeForm.NOT_HERE:
        actions.supersede_record(wrong, by=request.user, at=now, reason=reason)
        return
    file = form.cleaned_data["file"]
    is_new = form.cleaned_data["remedy"] == SupersedeForm.WRONG_FILE
    content = store_upload(file.chunks(), file.name) if is_new else None
    actions.replace_record(
        wrong, form.entry(), by=request.user, at=now, reason=reason, content=content
    )


def _said_of(record: MedicalRecord) -> dict[str, Any]:
    names = ("kind", "source", "title", "author", "date_of_service", "received_on")
    return {"remedy": SupersedeForm.WRONG_FILE, **{name: getattr(record, name) for name in names}}


def _added_sentence(added: list[MedicalRecord]) -> str:
    pages = sum(record.pages or 0 for record in added)
    if len(added) == 1:
        return f"One record added: {added[0].title}, {pages} pages."
    return f"{len(added)} records added, {pages} pages together."

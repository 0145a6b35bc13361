"""What pages ask while files are worked on: how far they are, and nothing that they say.

The page that asks has left its row in the audit; here a row is left where there is more to see.
"""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cases import access
from cases import book as books
from cases.models import MedicalRecord

MOST_DIGITS = 10


@require_GET
def record_progress(request: HttpRequest, case_number: str, record_id: int) -> HttpResponse:
    """Say how far the file of one record is; bring the paper once a page without it may show it."""
    case = access.case_of_records(request.user, case_number)
    records = MedicalRecord.objects.of_this_case().select_related("received_file", "case")
    record = get_object_or_404(records, case=case, pk=record_id)
    file = record.received_file
    context = {
        "record": record,
        "case": case,
        "brings_paper": "paper" in request.GET and file is not None and bool(file.working_sha256),
        "page_sizes": books.sizes_of(record),
    }
    return render(request, "cases/records/progress.html", context)


@require_GET
def records_progress(request: HttpRequest, case_number: str) -> HttpResponse:
    """Say how far the files of a case are, and what changed since the page was drawn."""
    case = access.case_of_records(request.user, case_number)
    since = datetime.fromtimestamp(_number(request, "since"), UTC)
    context = {"case": case, "since": since, "upto": _number(request, "upto")}
    return render(request, "cases/records/all_progress.html", context)


@require_GET
def looked_through(request: HttpRequest, case_number: str) -> HttpResponse:
    """Say how far it was looked where documents begin: in one record, or in all of the case."""
    case = access.case_of_records(request.user, case_number)
    key = _number(request, "record")
    record = None
    if key:
        record = get_object_or_404(MedicalRecord.objects.of_this_case(), case=case, pk=key)
    context = {"case": case, "record": record}
    return render(request, "cases/records/looked_through.html", context)


@require_GET
def tray_progress(request: HttpRequest) -> HttpResponse:
    """Show what waits in the tray and what just came, where that has changed."""
    found = access.list_changed_tray(request.user, request.GET.get("seen", ""))
    if found is None:
        return HttpResponse(status=204)
    return render(request, "cases/tray/_now.html", {**found, "is_piece": True})


def _number(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "0")
    if not typed.isdecimal() or len(typed) > MOST_DIGITS:
        raise Http404(access.NOT_FOUND)
    return int(typed)

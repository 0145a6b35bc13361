"""The ledger of fees, its export, and the correction of one."""

import csv

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, audit
from cases.actions import fees as actions
from cases.errors import Refused
from cases.forms.fees import CorrectFeeForm
from cases.ledger import csv_rows, ledger, month_of

VIEW = "cases.view_fees"


@require_GET
def fees(request: HttpRequest) -> HttpResponse:
    """List the fees of a month, or of all; as a page or as a file for a spreadsheet."""
    access.require(request.user, VIEW)
    found = ledger(request.user, month_of(request.GET.get("month", "")))
    if request.GET.get("as") != "csv":
        audit.append("fees.listed", by=request.user, rows=len(found.rows))
        return render(request, "cases/fees/list.html", {"ledger": found})
    audit.append("fees.exported", by=request.user, rows=len(found.rows))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"fees-{found.month:%Y-%m}.csv" if found.month else "fees.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(csv_rows(found.rows))
    return response


@require_http_methods(["GET", "POST"])
def correct_fee(request: HttpRequest, case_number: str) -> HttpResponse:
    """Put another amount in place of the fee that counts, with the reason."""
    case = access.open_case(request.user, case_number, permission=actions.CORRECT)
    fee = case.fee_events.current().first()
    if fee is None:
        raise Http404(access.NOT_FOUND)
    form = CorrectFeeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.correct_fee(fee, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            messages.success(request, f"The fee of {case.case_number} is corrected.")
            return redirect("cases:fees")
    context = {"case": case, "fee": fee, "form": form}
    return render(request, "cases/fees/correct.html", context, status=status)

"""A case taken out as a case file, by who may export it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import audit
from cases.access import open_case
from cases.casefiles.parse import dump_document
from reviews.pipelines.casefiles import export_document, may_see_decisions


@require_GET
@transaction.atomic
def export_case(request: HttpRequest, case_number: str) -> HttpResponse:
    """Answer with the case file to save; what is decided is in it once this user may know it."""
    case = open_case(request.user, case_number, permission="cases.export_case")
    document = export_document(
        case,
        on=timezone.localdate(),
        shows_decisions=may_see_decisions(request.user, case),
    )
    audit.append("case.exported", case, by=request.user)
    response = HttpResponse(
        dump_document(document) + "\n", content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="IMR-{case.case_number}.json"'
    return response

"""Makers of notices and of their service."""

from datetime import date
from typing import Any

from django.utils import timezone

from cases import blobs
from cases.actions.notices import prepare_notice
from cases.models import Case, Notice, NoticeService
from tests.factories.case_file import make_case, make_user, tiny_pdf
from tests.factories.letter_content import NOON


def make_notice(case: Case | None = None, kind: str = "assignment", **fields: Any) -> Notice:
    """Make a notice with its recipients as the step prepares it; `facts` goes to the wording."""
    facts, at = fields.pop("facts", {}), fields.pop("at", NOON)
    if case is None:
        case = make_case("assigned", eligible_at=NOON)
    notice = prepare_notice(case, kind, by=None, at=at, **facts)
    if fields.get("status") == "ready":
        sha256, size = blobs.store([tiny_pdf(f"notice {notice.pk}")])
        known = {"file_sha256": sha256, "file_size": size, "pages": 1, "ready_at": NOON}
        fields = known | fields
    if fields:
        Notice.objects.filter(pk=notice.pk).update(**fields)
        notice.refresh_from_db()
    return notice


def make_service_of_notice(notice: Notice | None = None, **fields: Any) -> NoticeService:
    """Return the service of a ready notice on its first recipient, changed to have `fields`."""
    notice = notice or make_notice(status="ready")
    service = notice.services.first()
    if fields:
        NoticeService.objects.filter(pk=service.pk).update(**fields)
        service.refresh_from_db()
    return service


def served(on: date | None = None, by: Any = None) -> dict[str, Any]:
    """Return the fields of a recipient who was served by mail."""
    return {
        "served_on": on or timezone.localdate(NOON),
        "method": "mail",
        "address": "12 Almond Street",
        "served_by": by or make_user("staff"),
        "recorded_at": NOON,
    }

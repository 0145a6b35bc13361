"""Makers of copies of records."""

from typing import Any

from cases import blobs
from cases.actions.binders import new_number
from cases.models import Binder, Case
from tests.factories.case_file import make_case, make_user, tiny_pdf
from tests.factories.letter_content import NOON


def make_binder(case: Case | None = None, by: Any = None, **fields: Any) -> Binder:
    """Make a copy that is ready for whoever asked for it."""
    number = new_number()
    sha256, size = blobs.store([tiny_pdf(f"copy {number}")])
    known = {
        "case": case or make_case(),
        "number": number,
        "requested_by": by or make_user("coordinator"),
        "requested_at": NOON,
        "queued_at": NOON,
        "mark": f"Download no. {number}.",
        "status": "ready",
        "file_sha256": sha256,
        "file_size": size,
        "pages": 1,
        "ready_at": NOON,
    } | fields
    return Binder.objects.create(**known)

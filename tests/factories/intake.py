"""Makers of half-typed applications."""

import hashlib
from typing import Any
from uuid import uuid4

from cases import blobs
from cases.models import CaseFileRecord, CaseFileUpload, IntakeAttachment, IntakeDraft
from tests.factories.case_file import make_user, tiny_pdf
from tests.factories.letter_content import NOON


def make_intake_draft(by: Any = None, **fields: Any) -> IntakeDraft:
    """Make a half-typed application of Wanda Worker with one service begun."""
    by = by or make_user("coordinator")
    known = {
        "key": uuid4(),
        "posted": {
            "injured_worker-name": ["Wanda Worker"],
            "service": ["0"],
            "service-0-requested": ["MRI of the lumbar spine"],
        },
        "is_empty": False,
        "revision": 1,
        "started_by": by,
        "started_at": NOON,
        "saved_by": by,
        "saved_at": NOON,
    } | fields
    return IntakeDraft.objects.create(**known)


def make_case_file_upload(by: Any = None, **fields: Any) -> CaseFileUpload:
    """Make a dropped case file that is ready to take in."""
    key = uuid4()
    known = {
        "key": key,
        "name": "case.json",
        "sha256": hashlib.sha256(key.bytes).hexdigest(),
        "content": "{}",
        "state": "sound",
        "uploaded_by": by or make_user("coordinator"),
        "uploaded_at": NOON,
    } | fields
    return CaseFileUpload.objects.create(**known)


def make_attachment(draft: IntakeDraft, **fields: Any) -> IntakeAttachment:
    """Make a stored UR decision that came with a half-typed application."""
    sha256, size = blobs.store([tiny_pdf(f"UR decision of {draft.key}.")])
    known = {
        "kind": IntakeAttachment.Kind.UR_DETERMINATION,
        "file_sha256": sha256,
        "file_size": size,
        "pages": 1,
        "file_name": "ur.pdf",
        "attached_by": draft.started_by,
        "attached_at": NOON,
    } | fields
    return IntakeAttachment.objects.create(draft=draft, **known)


def make_case_file_record(upload: CaseFileUpload | None = None, **fields: Any) -> CaseFileRecord:
    """Make the file of the first record of a case file."""
    known = {"place": 0, "name": "ur.pdf", "sha256": "a" * 64, "size": 1, "pages": 1} | fields
    return CaseFileRecord.objects.create(upload=upload or make_case_file_upload(), **known)

"""Makers of files on their way."""

import hashlib
from typing import Any
from uuid import uuid4

from cases import blobs
from cases.models import Transfer
from tests.factories.case_file import NOON, make_user


def make_transfer(by: Any = None, *, content: bytes = b"%PDF-1.7 ...", **fields: Any) -> Transfer:
    """Make a file of which the first half is here."""
    known = {
        "key": uuid4(),
        "name": "records.pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "here": len(content) // 2,
        "sent_by": by or make_user("coordinator"),
        "begun_at": NOON,
        "touched_at": NOON,
    } | fields
    transfer = Transfer.objects.create(**known)
    if transfer.here:
        sha256, size = blobs.store([content[: transfer.here]])
        transfer.parts.create(start=0, size=size, sha256=sha256)
    return transfer

"""Writes down a file that came without a case: its coversheets or a person say where it belongs."""

from datetime import datetime
from typing import Any

from cases import audit
from cases.models import ReceivedFile


def printable(name: str) -> str:
    """Return a sender's name of a file as it is kept: the printable letters, the end of them."""
    return "".join(letter for letter in name if letter.isprintable())[-255:]


def receive_for_tray(
    sha256: str, size: int, name: str, *, channel: str, by: Any, at: datetime
) -> ReceivedFile:
    """Write the row of stored bytes without a case, with its audit row; the caller rings."""
    file = ReceivedFile.objects.create(
        sha256=sha256,
        size=size,
        name=printable(name),
        channel=channel,
        received_by=by,
        received_at=at,
    )
    audit.append("file.received", file, by=by, sha256=sha256, size=size, channel=channel)
    return file

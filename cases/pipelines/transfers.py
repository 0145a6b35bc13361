"""The bytes of files on their way: parts put together, and what nobody goes on with removed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cases import audit, blobs
from cases.models import Transfer
from cases.pipelines.children.kinds import HEAD, kind_of


class NotAsAnnounced(Exception):
    """The parts do not make up the file whose checksum the browser announced, or one is gone."""


def fault_of_start(content: bytes) -> str:
    """Return why a file that begins so is not taken in (a code of `FAULTS`), or nothing.

    Bytes are compared here; nothing is parsed in the process that answers.
    """
    return kind_of(content[:HEAD])[1]


def put_together(transfer: Transfer) -> tuple[str, int]:
    """Store the whole file and return its digest and size; NotAsAnnounced if it is another."""
    try:
        sha256, size = blobs.store(_parts(transfer))
    except blobs.BlobMissing as missing:
        raise NotAsAnnounced from missing
    if (sha256, size) != (transfer.sha256, transfer.size):
        raise NotAsAnnounced
    return sha256, size


def _parts(transfer: Transfer) -> Iterator[bytes]:
    """Yield the parts in their order, each checked against its digest, one in memory at a time."""
    for sha256 in transfer.parts.order_by("start").values_list("sha256", flat=True):
        yield blobs.read(sha256)


def remove_abandoned(at: datetime) -> int:
    """Remove the transfers that nobody touched for as long as the setting says; return how many.

    Their bytes are no longer named then, and go with what else no row names.
    """
    before = at - timedelta(hours=settings.UPLOAD_KEPT_HOURS)
    old = Transfer.objects.filter(touched_at__lt=before)
    return sum(_remove(key, before) for key in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _remove(key: int, before: datetime) -> bool:
    transfer = (
        Transfer.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=key, touched_at__lt=before)
        .first()
    )
    if transfer is None:
        return False
    if transfer.finished_at is None:
        audit.append(
            "transfer.abandoned", transfer, by=None, sha256=transfer.sha256, here=transfer.here
        )
    transfer.delete()
    return True

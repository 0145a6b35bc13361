"""A paper's lease: who may work on it, for how long; the database's clock says when it ends."""

import contextlib
import logging
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from cases.lifecycle import LetterStatus

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A row (of a model that is `Printed`) as it was claimed, and the token of the lease."""

    row: Any
    token: uuid.UUID

    @property
    def rows(self) -> QuerySet[Any]:
        """The row by its key, as a query."""
        return type(self.row).objects.filter(pk=self.row.pk)


@transaction.atomic
def claim(rows: QuerySet[Any], row_id: int) -> Claim | None:
    """Take the row if nobody works on it, counting the attempt; None when there is no need."""
    row = (
        rows.waiting(Now())
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=row_id, attempts__lt=settings.LETTER_MAX_ATTEMPTS)
        .first()
    )
    if row is None:
        return None
    row.attempts += 1
    row.lease_token = uuid.uuid4()
    row.lease_until = Now() + _length()
    row.save(update_fields=["attempts", "lease_token", "lease_until"])
    return Claim(row, row.lease_token)


@contextlib.contextmanager
def renewed(held: Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own for as long as the work takes."""
    is_over = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(held, is_over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def still_held(held: Claim) -> Any:
    """Return the row, locked, if the lease is still this claim's; else None."""
    return (
        held.rows.select_for_update(of=("self",))
        .filter(status=LetterStatus.QUEUED, lease_token=held.token)
        .first()
    )


def _renew_until(held: Claim, is_over: threading.Event) -> None:
    try:
        while not is_over.wait(_length().total_seconds() / 3):
            held.rows.filter(lease_token=held.token).update(lease_until=Now() + _length())
    except DatabaseError:
        log.warning("The lease of %s could not be renewed.", held.row)
    finally:
        connection.close()


def _length() -> timedelta:
    return timedelta(seconds=settings.LETTER_LEASE_SECONDS)

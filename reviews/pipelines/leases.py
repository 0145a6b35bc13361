"""A letter's lease: who may work on it, for how long; the database's clock says when it ends."""

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
from django.db.models.functions import Now

from reviews.lifecycle import LetterStatus
from reviews.models import DeterminationLetter

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A letter that this process holds, and what it is made from."""

    letter_id: int
    token: uuid.UUID
    form: str
    snapshot: dict[str, Any]


@transaction.atomic
def claim(letter_id: int) -> Claim | None:
    """Take the letter if nobody works on it, counting the attempt; None when there is no need."""
    waiting = DeterminationLetter.objects.waiting(Now()).select_related("determination")
    letter = (
        waiting.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=letter_id, attempts__lt=settings.LETTER_MAX_ATTEMPTS)
        .first()
    )
    if letter is None:
        return None
    letter.attempts += 1
    letter.lease_token = uuid.uuid4()
    letter.lease_until = Now() + _length()
    letter.save(update_fields=["attempts", "lease_token", "lease_until"])
    return Claim(letter.pk, letter.lease_token, letter.form, letter.determination.snapshot)


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


def still_held(held: Claim) -> DeterminationLetter | None:
    """Return the letter's row, locked, if the lease is still this claim's; else None."""
    return (
        DeterminationLetter.objects.select_for_update(of=("self",))
        .filter(pk=held.letter_id, status=LetterStatus.QUEUED, lease_token=held.token)
        .first()
    )


def _renew_until(held: Claim, is_over: threading.Event) -> None:
    try:
        while not is_over.wait(_length().total_seconds() / 3):
            DeterminationLetter.objects.filter(pk=held.letter_id, lease_token=held.token).update(
                lease_until=Now() + _length()
            )
    except DatabaseError:
        log.warning("The lease of letter %s could not be renewed.", held.letter_id)
    finally:
        connection.close()


def _length() -> timedelta:
    return timedelta(seconds=settings.LETTER_LEASE_SECONDS)

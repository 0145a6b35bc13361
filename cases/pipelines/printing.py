"""Makes a printed paper whose row waits: claimed, rendered, sealed, stored, then written down.

Whoever holds the lease works; whoever has lost it discards what it made. A failure is a sentence
in the row; the row stays queued and a sweep finds it.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from cases import blobs
from cases.pipelines.faults import faultpoint
from cases.pipelines.leases import Claim, claim, renewed, still_held
from cases.press.limits import LetterRefused
from cases.press.seal import SealRefused
from cases.statemachine import Lifecycle

log = logging.getLogger(__name__)

# After a failure the next attempt waits this long times the attempts so far.
PAUSE = timedelta(seconds=10)


@dataclass(frozen=True)
class Made:
    """The finished bytes, and what is recorded about them.

    Bytes too many to hold are `stored` already, named by digest and size; `pdf` is empty then.
    """

    pdf: bytes
    pages: int
    unsealed_sha256: str
    certificate_sha256: str
    versions: dict[str, str]
    stored: tuple[str, int] | None = None


@dataclass(frozen=True)
class Press:
    """How one kind of paper is made, and who is told.

    `name` stands before its faultpoints. `rows` gives its rows, with what `make` reads; `make`
    raises LetterRefused where no attempt would help. `lock` locks the case of a row. `note` is
    called with the row and what happened, `ready` or `failed`, inside the transaction.
    """

    name: str
    noun: str
    lifecycle: Lifecycle
    rows: Callable[[], QuerySet[Any]]
    make: Callable[[Any], Made]
    lock: Callable[[Any], None]
    note: Callable[[Any, str], None]


def produce(press: Press, row_id: int) -> None:
    """Make one paper, if it waits for somebody; called twice it does nothing the second time."""
    held = claim(press.rows(), row_id)
    if held is None:
        _give_up_if_spent(press, row_id)
        return
    try:
        with renewed(held):
            made = press.make(held.row)
            sha256, size = made.stored or blobs.store([made.pdf])
            faultpoint(f"{press.name}.stored")
        finish(press, held, made, sha256, size)
    except LetterRefused as refused:
        _record_failure(press, held, refused.sentence, is_final=True)
    except SealRefused as refused:
        _record_failure(press, held, refused.sentence)
    except Exception as error:  # noqa: BLE001 - a worker answers for every paper, in its row
        _record_failure(press, held, _in_words(press, error))


@transaction.atomic
def finish(press: Press, held: Claim, made: Made, sha256: str, size: int) -> None:
    """Write down what was made and stored, unless the lease was lost meanwhile."""
    press.lock(held.row)
    row = still_held(held)
    if row is None:
        # What was stored stays: the other worker may have made the same bytes. If it did not, no
        # row names them, and they go with the leftovers.
        log.warning("%s is another worker's by now; this one's is left.", held.row)
        return
    row.status = press.lifecycle.step("finish", row.status).target
    row.file_sha256, row.file_size, row.pages = sha256, size, made.pages
    row.unsealed_sha256, row.versions = made.unsealed_sha256, made.versions
    row.certificate_sha256 = made.certificate_sha256
    row.ready_at, row.last_error = timezone.now(), ""
    row.lease_token = row.lease_until = None
    row.save()
    press.note(row, "ready")
    faultpoint(f"{press.name}.finishing")


@transaction.atomic
def _record_failure(press: Press, held: Claim, sentence: str, *, is_final: bool = False) -> None:
    row = still_held(held)
    if row is None:
        return
    row.last_error = sentence[:300]
    row.lease_token, row.lease_until = None, Now() + PAUSE * row.attempts
    log.warning("%s, attempt %s: %s", row, row.attempts, sentence)
    if is_final or row.attempts >= settings.LETTER_MAX_ATTEMPTS:
        _fail(press, row)
    row.save()


@transaction.atomic
def _give_up_if_spent(press: Press, row_id: int) -> None:
    row = (
        press.rows()
        .waiting(Now())
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=row_id, attempts__gte=settings.LETTER_MAX_ATTEMPTS)
        .first()
    )
    if row is None:
        return
    row.last_error = row.last_error or (
        f"The worker ended {row.attempts} times while it made this {press.noun}, and left no "
        "reason."
    )
    _fail(press, row)
    row.save()


def _fail(press: Press, row: Any) -> None:
    row.status = press.lifecycle.step("fail", row.status).target
    row.lease_until = None
    press.note(row, "failed")


def _in_words(press: Press, error: Exception) -> str:
    """Name the kind of error and where it happened; never its message, which may quote the case."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
    return f"The {press.noun} could not be made ({type(error).__name__} at {place})."

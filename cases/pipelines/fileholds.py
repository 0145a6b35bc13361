"""A received file in the hands of one worker: what it may write, and how it lets go.

Nothing is written once the lease is somebody else's. Progress sets the attempts back, so that only
a file that ends its worker again and again is given up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from cases import audit
from cases.bundles.faults import fault_sentence
from cases.bundles.lifecycle import FILE, FileStep
from cases.models import Case, ReceivedFile
from cases.pipelines.leases import Claim

PAUSE = timedelta(seconds=10)


class Lost(Exception):
    """The lease is another worker's by now."""


@dataclass
class Rejected(Exception):
    """The file cannot be taken in: the code of the reason, and what its sentence needs."""

    code: str
    pages: int = 0
    most: int = 0


@dataclass
class Waits(Exception):
    """The file waits for something that is away; this does not count as an attempt."""

    sentence: str
    pause: timedelta = timedelta(seconds=30)


@dataclass
class Stuck(Exception):
    """A step left the file where it was, and would do so again; how often it was tried now."""

    step: FileStep
    attempts: int

    @property
    def sentence(self) -> str:
        """What is shown while it is tried again, and kept when it is given up."""
        return f"What follows “{self.step.label}” was done and did not take the file further."


@contextmanager
def writing(held: Claim) -> Iterator[ReceivedFile]:
    """Yield the row, locked after its case, in one transaction; Lost if it is not ours any more."""
    with transaction.atomic():
        if held.row.case_id is not None:
            Case.objects.select_for_update(of=("self",)).get(pk=held.row.case_id)
        file = (
            ReceivedFile.objects.select_for_update(of=("self",))
            .filter(pk=held.row.pk, lease_token=held.token)
            .first()
        )
        if file is None:
            raise Lost
        file.attempts, file.last_error = 0, ""
        yield file
        file.save()
    held.row.refresh_from_db()


def take_step(file: ReceivedFile, name: str, **data: Any) -> None:
    """Move the file on by the table of its life, with the audit row."""
    file.step = FileStep(FILE.step(name, file.step).target)
    audit.append(f"file.{file.step}", file, by=None, **data)


def let_go(held: Claim) -> None:
    """Give the lease back; whoever comes next goes on."""
    held.rows.filter(lease_token=held.token).update(lease_token=None, lease_until=None)


def pause(held: Claim, sentence: str, length: timedelta, *, attempts: int) -> None:
    """Leave the file alone for a while, saying why; `attempts` is how often it was tried."""
    values = {"last_error": sentence[:300], "lease_token": None, "attempts": attempts}
    held.rows.filter(lease_token=held.token).update(**values, lease_until=Now() + length)


def reject(file: ReceivedFile, code: str, *, at: datetime, **more: Any) -> None:
    """End the file with its sentence; a document that was listed with it leaves the list."""
    file.rejection = fault_sentence(code, file.name, **more)
    file.lease_token = file.lease_until = None
    take_step(file, "reject", fault=code, sha256=file.sha256)
    file.save()
    for record in file.records.current():
        record.superseded_at, record.superseded_reason = at, file.rejection
        record.save(update_fields=["superseded_at", "superseded_reason"])
        audit.append("record.superseded", record, by=None, fault=code)

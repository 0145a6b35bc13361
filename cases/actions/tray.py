"""Sorts what came without a case: assigned to a case and party, or set aside with its reason.

What was set aside can be put back; pages that went to a wrong case come back by `takingback`.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.bundles.routing import ALREADY_HERE, CLOSED_CASE, LEFT_OVER
from cases.characters import character_refusal
from cases.errors import Refused
from cases.models import Case, Party, ReceivedFile
from cases.models.files import ReceivedFileQuerySet
from cases.pipelines.dividing import Piece, divide, hindrance
from cases.tasks import files as tasks

NOT_THAT_CASE = (
    "There is no case with this number whose injured worker has this family name: compare the "
    "page with the case."
)
SORTED = "These pages are not in the tray any more: somebody sorted them meanwhile."
NOT_ASIDE = (
    "These pages are not set aside any more: somebody put them back meanwhile. Look in the tray."
)
SENTENCES = {
    CLOSED_CASE: "The records of this case no longer change: open the case to see why.",
    ALREADY_HERE: "Some of these pages are in this case already: open its records to see them.",
}


@dataclass(frozen=True)
class Assignment:
    """Pages `first` to `last` of the bundle belong to this case, sent by a party of this role.

    The family name is typed from the page, so that a wrong number goes to nobody's file.
    """

    case_number: str
    family_name: str
    source: str
    kind: str
    first: int
    last: int
    title: str = ""


@transaction.atomic
def assign_from_tray(
    file: ReceivedFile, wanted: Assignment, *, by: Any, at: datetime
) -> ReceivedFile:
    """Send pages to a case; those before and after them stay in the tray. Returns the part."""
    case = _locked_case(wanted)
    access.require(by, "cases.upload_records")
    file = _locked_file(file)
    last = file.last_page or 0
    if not file.first_page <= wanted.first <= wanted.last <= last:
        raise Refused(f"Choose pages from {file.first_page} to {last}, the first before the last.")
    unprintable = character_refusal("The title", wanted.title)
    if unprintable:
        raise Refused(unprintable)
    piece = Piece(
        wanted.first, wanted.last, case, wanted.source, kind=wanted.kind, title=wanted.title
    )
    reason = hindrance(file, piece)
    if reason:
        raise Refused(SENTENCES[reason])
    pieces = [
        *(
            [Piece(file.first_page, wanted.first - 1, reason=LEFT_OVER)]
            * (wanted.first > file.first_page)
        ),
        piece,
        *([Piece(wanted.last + 1, last, reason=LEFT_OVER)] * (wanted.last < last)),
    ]
    parts = divide(file, pieces, by=by, at=at)
    file.save()
    part = next(one for one in parts if one.case is not None)
    tasks.queue_on_commit(part.pk)
    return part


@transaction.atomic
def set_aside_from_tray(file: ReceivedFile, reason: str, *, by: Any, at: datetime) -> None:
    """Take pages out of the tray that belong to no case here; they are kept with the reason."""
    access.require(by, "cases.upload_records")
    file = _locked_file(file)
    if not reason.strip():
        raise Refused("Say why these pages belong to no case: the reason stays with them.")
    file.set_aside_at, file.set_aside_reason = at, reason.strip()
    file.save(update_fields=["set_aside_at", "set_aside_reason"])
    audit.append("file.set_aside", file, by=by, sha256=file.sha256)


@transaction.atomic
def put_back_into_tray(file: ReceivedFile, *, by: Any) -> ReceivedFile:
    """Let pages that were set aside wait in the tray again, as they did before.

    The reason why they were set aside stays with them, for whoever looks at them next.
    """
    access.require(by, "cases.upload_records")
    file = _locked(ReceivedFile.objects.set_aside_in_tray(), file, NOT_ASIDE)
    file.set_aside_at = None
    file.save(update_fields=["set_aside_at"])
    audit.append("file.put_back", file, by=by, sha256=file.sha256)
    return file


def _locked_case(wanted: Assignment) -> Case:
    rows = Case.objects.select_for_update(of=("self",))
    case = rows.filter(case_number=wanted.case_number.strip().upper()).first()
    if case is None or not _is_called(case, wanted.family_name):
        raise Refused(NOT_THAT_CASE)
    return case


def _is_called(case: Case, family_name: str) -> bool:
    """Whether the injured worker's name ends in what was typed; case and accents do not count."""
    worker = case.parties.filter(role=Party.Role.INJURED_WORKER).first()
    typed, name = _plain(family_name), _plain(worker.name if worker else "")
    return bool(typed) and (f" {name}").endswith(f" {typed}")


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(c if c.isalnum() else " " * (c in "-’' ") for c in letters).split())


def _locked_file(file: ReceivedFile) -> ReceivedFile:
    return _locked(ReceivedFile.objects.in_tray(), file, SORTED)


def _locked(rows: ReceivedFileQuerySet, file: ReceivedFile, sentence: str) -> ReceivedFile:
    """Return the file if it is among these rows, locked; Refused with the sentence if not."""
    found = rows.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if found is None:
        raise Refused(sentence)
    return found

"""Takes finished files out of the watched import folder, each once, whoever else looks there too.

A file whose size and time of change stay the same is finished. Its bytes are stored, its row is
written, then it is moved to `done`; killed in between, the next sweep finds the row and only moves.
What is no record, or what a later step rejects, goes to `refused` (`importedplaces`). Links are not
followed.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from cases import audit
from cases.bundles.faults import fault_sentence
from cases.errors import Refused
from cases.models import FolderFile, ReceivedFile
from cases.pipelines import importedcases
from cases.pipelines.children.kinds import HEAD, kind_of
from cases.pipelines.faults import faultpoint
from cases.pipelines.importedplaces import DONE, REFUSED, follow, move, move_along
from cases.pipelines.records import CHUNK, store_bytes, too_large_sentence
from cases.pipelines.traywriting import receive_for_tray

log = logging.getLogger(__name__)

UNFINISHED_ENDS = (".part", ".partial", ".filepart", ".tmp", ".crdownload")
LONGEST_PATH = 1000


class Changed(Exception):
    """The file is not as it was seen: somebody still writes it, or took it away."""


@dataclass
class Look:
    """One look into the folder: what lies there, and what case files have claimed of it."""

    root: Path
    found: dict[str, os.stat_result]
    at: datetime
    claimed: set[str] = field(default_factory=set)

    def is_finished(self, seen: FolderFile) -> bool:
        """Whether a file has stayed as it is for long enough."""
        return self.at - seen.seen_at >= timedelta(seconds=settings.IMPORT_SETTLE_SECONDS)


def take_in_folder(at: datetime) -> list[int]:
    """Look into the folder once; return the keys of the files that were received."""
    if not settings.IMPORT_FOLDER:
        return []
    root = Path(settings.IMPORT_FOLDER)
    if not root.is_dir():
        log.warning("The import folder is not there; nothing is taken in from it.")
        return []
    found = dict(_files(root))
    follow(root, found)
    look = Look(root, found, at)
    received = []
    # Case files first: what they name is theirs, and does not go into the tray.
    for name in sorted(found, key=lambda one: (not one.endswith(importedcases.ENDS), one)):
        try:
            received += _look_at(look, name)
        except (OSError, Changed) as error:
            log.warning("A file of the import folder waits (%s).", type(error).__name__)
    return received


def _files(root: Path, inside: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield the plain files below the folder by their path inside it; links are left alone."""
    with os.scandir(root / inside) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            name = f"{inside}/{entry.name}" if inside else entry.name
            if entry.name.startswith((".", "~$")) or len(name) > LONGEST_PATH:
                continue
            if entry.is_dir(follow_symlinks=False):
                if name not in (DONE, REFUSED):
                    yield from _files(root, name)
            elif entry.is_file(follow_symlinks=False) and not name.endswith(UNFINISHED_ENDS):
                yield name, entry.stat(follow_symlinks=False)


def _look_at(look: Look, name: str) -> list[int]:
    if name in look.claimed:
        if (look.root / name).exists():
            _seen(look, name)
        return []
    seen = _seen(look, name)
    if not seen.is_settled and not look.is_finished(seen):
        if name.endswith(importedcases.ENDS):
            look.claimed |= _names_of(look.root, name)
        return []
    if name.endswith(importedcases.ENDS):
        return _take_case_file(look, seen)
    if not seen.is_settled:
        seen = _settle(look.root, seen, look.at)
    faultpoint("importing.settled")
    move(look.root, seen)
    return [seen.file_id] if seen.file_id is not None else []


def _seen(look: Look, name: str) -> FolderFile:
    """Return the row of a file as it lies there now."""
    state = look.found[name]
    now = {"size": state.st_size, "changed_ns": state.st_mtime_ns}
    seen, _ = FolderFile.objects.get_or_create(path=name, defaults={**now, "seen_at": look.at})
    if (seen.size, seen.changed_ns) != (state.st_size, state.st_mtime_ns):
        anew = {**now, "seen_at": look.at, "file": None, "is_taken": False, "refusal": ""}
        FolderFile.objects.filter(pk=seen.pk).update(**anew, upload=None, sha256="")
        seen.refresh_from_db()
    return seen


def _names_of(root: Path, name: str) -> set[str]:
    """Return the paths that a case file names, as far as it can be read."""
    try:
        return set(importedcases.read_case_file(root, name).named.values())
    except Refused:
        return set()


def _take_case_file(look: Look, seen: FolderFile) -> list[int]:
    """Keep a case file with what it names for whoever takes it in; then move all of them."""
    if seen.refusal:
        move(look.root, seen)
        return []
    named: set[str] = set()
    try:
        case_file = importedcases.read_case_file(look.root, seen.path)
        named = set(case_file.named.values())
        look.claimed |= named
        if not seen.is_settled and not _keep(look, seen, case_file):
            return []
    except Refused as refused:
        look.claimed -= named
        _settle_case_file(seen, refusal="\n".join(refused.reasons))
    else:
        for name in sorted(named):
            move_along(look.root, name)
            faultpoint("importing.beside")
    move(look.root, seen)
    return []


def _keep(look: Look, seen: FolderFile, case_file: importedcases.CaseFile) -> bool:
    """Put a case file where people take it in; False while what it names is not there yet."""
    named = set(case_file.named.values()) & set(look.found)
    finished = {name for name in named if look.is_finished(_seen(look, name))}
    if not importedcases.require_beside(case_file, finished, look.at - seen.seen_at):
        return False
    files = importedcases.stored_records(look.root, case_file)
    with transaction.atomic():
        row = _locked(seen)
        if not row.is_settled:
            name = Path(seen.path).name
            upload = importedcases.keep_case_file(name, case_file, files, at=look.at)
            for place, stored in files.items():
                beside = FolderFile.objects.filter(path=case_file.named[place])
                beside.update(upload=upload, sha256=stored.sha256)
            _settled(row, is_taken=True)
    return True


@transaction.atomic
def _settle_case_file(seen: FolderFile, *, refusal: str) -> None:
    row = _locked(seen)
    if not row.is_settled:
        _settled(row, refusal=refusal)


def _locked(seen: FolderFile) -> FolderFile:
    """Return the row, locked, if the file is still as it was seen; else Changed."""
    row = FolderFile.objects.select_for_update(of=("self",)).filter(pk=seen.pk).first()
    if row is None or (row.size, row.changed_ns) != (seen.size, seen.changed_ns):
        raise Changed
    return row


def _settled(row: FolderFile, **values: Any) -> FolderFile:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    if row.refusal:
        audit.append("folder.refused", row, by=None, size=row.size)
    return row


def _settle(root: Path, seen: FolderFile, at: datetime) -> FolderFile:
    """Receive or refuse the file, once; return the row as it is then."""
    sha256, refusal = "", ""
    try:
        sha256 = _stored(root / seen.path, seen)
    except Refused as refused:
        refusal = str(refused)
    faultpoint("importing.stored")
    with transaction.atomic():
        row = _locked(seen)
        if row.is_settled:
            return row
        if refusal:
            return _settled(row, refusal=refusal)
        channel = ReceivedFile.Channel.FOLDER
        name = Path(seen.path).name
        return _settled(
            row, file=receive_for_tray(sha256, seen.size, name, channel=channel, by=None, at=at)
        )


def _stored(path: Path, seen: FolderFile) -> str:
    """Store the bytes and return their digest; Refused for no record, Changed if written to."""
    name = path.name
    if seen.size > settings.RECORD_MAX_BYTES:
        raise Refused(too_large_sentence(name))
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as source:
        fault = kind_of(source.read(HEAD))[1]
        if fault:
            raise Refused(fault_sentence(fault, name))
        source.seek(0)
        sha256, size = store_bytes(iter(lambda: source.read(CHUNK), b""), name)
        state = os.fstat(source.fileno())
    if (size, state.st_size, state.st_mtime_ns) != (seen.size, seen.size, seen.changed_ns):
        raise Changed
    return sha256

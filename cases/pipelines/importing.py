"""Takes finished files out of the watched import folder, each once, whoever else looks there too.

A file whose size and time of change stay the same is finished. Its bytes are stored, its row is
written, then it is moved to `done`; killed in between, the next sweep finds the row and only moves.
What is no record goes to `refused`, with the sentence in a file beside it. Links are not followed.
"""

import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cases import audit
from cases.bundles.faults import fault_sentence
from cases.errors import Refused
from cases.models import FolderFile, ReceivedFile
from cases.pipelines.children.kinds import HEAD, kind_of
from cases.pipelines.faults import faultpoint
from cases.pipelines.records import CHUNK, store_bytes, too_large_sentence
from cases.pipelines.traywriting import receive_for_tray

log = logging.getLogger(__name__)

DONE, REFUSED = "done", "refused"
UNFINISHED_ENDS = (".part", ".partial", ".filepart", ".tmp", ".crdownload")
LONGEST_PATH = 1000
MOST_OF_A_NAME = 999


class Changed(Exception):
    """The file is not as it was seen: somebody still writes it, or took it away."""


def take_in_folder(at: datetime) -> list[int]:
    """Look into the folder once; return the keys of the files that were received."""
    if not settings.IMPORT_FOLDER:
        return []
    root = Path(settings.IMPORT_FOLDER)
    if not root.is_dir():
        log.warning("The import folder is not there; nothing is taken in from it.")
        return []
    found = dict(_files(root))
    FolderFile.objects.exclude(path__in=found).delete()
    received = []
    for name, state in found.items():
        try:
            received += _look_at(root, name, state, at)
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


def _look_at(root: Path, name: str, state: os.stat_result, at: datetime) -> list[int]:
    as_seen = {"size": state.st_size, "changed_ns": state.st_mtime_ns}
    seen, _ = FolderFile.objects.get_or_create(path=name, defaults={**as_seen, "seen_at": at})
    if (seen.size, seen.changed_ns) != (state.st_size, state.st_mtime_ns):
        FolderFile.objects.filter(pk=seen.pk).update(**as_seen, seen_at=at, file=None, refusal="")
        return []
    if not seen.is_settled:
        if at - seen.seen_at < timedelta(seconds=settings.IMPORT_SETTLE_SECONDS):
            return []
        seen = _settle(root, seen, at)
    faultpoint("importing.settled")
    _move(root, seen)
    return [seen.file_id] if seen.file_id is not None else []


def _settle(root: Path, seen: FolderFile, at: datetime) -> FolderFile:
    """Receive or refuse the file, once; return the row as it is then."""
    sha256, refusal = "", ""
    try:
        sha256 = _stored(root / seen.path, seen)
    except Refused as refused:
        refusal = str(refused)
    with transaction.atomic():
        row = FolderFile.objects.select_for_update(of=("self",)).filter(pk=seen.pk).first()
        if row is None or (row.size, row.changed_ns) != (seen.size, seen.changed_ns):
            raise Changed
        if row.is_settled:
            return row
        row.refusal = refusal
        if not refusal:
            channel = ReceivedFile.Channel.FOLDER
            row.file = receive_for_tray(
                sha256, seen.size, Path(seen.path).name, channel=channel, by=None, at=at
            )
        else:
            audit.append("folder.refused", row, by=None, size=seen.size)
        row.save(update_fields=["file", "refusal"])
    return row


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


@transaction.atomic
def _move(root: Path, seen: FolderFile) -> None:
    """Move a settled file away, with its sentence where it was refused, and forget it."""
    row = FolderFile.objects.select_for_update().filter(pk=seen.pk).first()
    source = root / seen.path
    if row is None or not row.is_settled or not source.exists():
        return
    target = _free(root / (REFUSED if row.refusal else DONE) / row.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if row.refusal:
        target.with_name(f"{target.name}.txt").write_text(f"{row.refusal}\n", encoding="utf-8")
    source.rename(target)
    row.delete()


def _free(target: Path) -> Path:
    """Return the path, or with a number behind the name where a file of this name is there."""
    for number in range(2, MOST_OF_A_NAME):
        if not target.exists():
            break
        target = target.with_name(f"{target.stem.partition(' (')[0]} ({number}){target.suffix}")
    return target

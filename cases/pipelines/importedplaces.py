"""Where files of the import folder go: to `done`, or to `refused` with their sentence beside them.

A file that was received keeps its row, with its path in `done`, until its steps are behind it; one
that they reject moves on to `refused`, also where it came beside a case file and became a record.
Who is killed after a move and before its row is written leaves a row whose file is told by its size
and its time of change.
"""

import os
from collections.abc import Container, Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from cases import audit
from cases.bundles.lifecycle import TRAY, FileStep
from cases.models import CaseFileUpload, FolderFile, ReceivedFile
from cases.pipelines.faults import faultpoint

DONE, REFUSED = "done", "refused"
MOST_OF_A_NAME = 999
OF_DONE = Q(path__startswith=f"{DONE}/")
ACCEPTED = Q(file__step__in=(FileStep.READY, FileStep.ROUTED)) | (
    Q(file__step=TRAY) & ~Q(file__tray_reason="")
)


def follow(root: Path, found: Container[str]) -> None:
    """Move on what was rejected after it was received, and forget what can be no more.

    `found` are the paths that lie in the folder now, outside of `done` and `refused`.
    """
    for seen in FolderFile.objects.exclude(OF_DONE):
        if seen.path not in found:
            _find_again(root, seen)
    for seen in FolderFile.objects.filter(OF_DONE, upload__isnull=False):
        _follow_record(seen)
    for seen in FolderFile.objects.filter(OF_DONE, file__step=FileStep.REJECTED):
        move(root, seen)
    FolderFile.objects.filter(OF_DONE & ACCEPTED).delete()


@transaction.atomic
def move(root: Path, seen: FolderFile) -> None:
    """Move a settled file to where it belongs, its sentence beside it where it was refused."""
    row = _locked(seen)
    if row is None or not row.is_settled:
        return
    sentence = row.refusal or (row.file.rejection if row.file else "")
    source = root / row.path
    if row.path.startswith(f"{DONE}/") and not sentence:
        return
    if source.exists():
        place = REFUSED if sentence else DONE
        target = _free(root / place / row.path.removeprefix(f"{DONE}/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        if sentence:
            target.with_name(f"{target.name}.txt").write_text(f"{sentence}\n", encoding="utf-8")
        source.rename(target)
        faultpoint("importing.moved")
        if row.file and not sentence:
            _lies_at(row, root, target)
            return
    if row.file and sentence:
        audit.append("folder.refused", row, by=None, size=row.size)
    row.delete()


@transaction.atomic
def move_along(root: Path, name: str) -> None:
    """Move what a case file named away with it."""
    row = FolderFile.objects.select_for_update(of=("self",)).filter(path=name).first()
    if (root / name).exists():
        target = _free(root / DONE / name)
        target.parent.mkdir(parents=True, exist_ok=True)
        (root / name).rename(target)
        faultpoint("importing.moved_along")
        if row is not None and row.upload_id is not None:
            _lies_at(row, root, target)


@transaction.atomic
def _follow_record(seen: FolderFile) -> None:
    """Name the record's file that came of what lay beside a case file; forget what became none."""
    row = _locked(seen)
    if row is None or row.upload is None or row.upload.state == CaseFileUpload.State.SOUND:
        return
    files = ReceivedFile.objects.filter(case=row.upload.case, case__isnull=False)
    row.file = files.filter(sha256=row.sha256).order_by("-pk").first()
    if row.file is None:
        row.delete()
        return
    row.upload, row.sha256 = None, ""
    row.save(update_fields=["file", "upload", "sha256"])


@transaction.atomic
def _find_again(root: Path, seen: FolderFile) -> None:
    """Write down where a received file lies that was moved and not noted; forget all others."""
    row = _locked(seen)
    if row is None:
        return
    is_followed = row.file is not None or row.upload_id is not None
    there = _names(root / DONE / row.path) if is_followed else iter(())
    for path in there:
        if path.exists() and _looks(path) == (row.size, row.changed_ns):
            _lies_at(row, root, path)
            return
    row.delete()


def _lies_at(row: FolderFile, root: Path, path: Path) -> None:
    row.path = str(path.relative_to(root))
    # A row of a file of the same name that somebody took out of `done` meanwhile.
    FolderFile.objects.filter(path=row.path).exclude(pk=row.pk).delete()
    row.save(update_fields=["path"])


def _locked(seen: FolderFile) -> FolderFile | None:
    """Return the row, locked; nothing where another worker has moved its file meanwhile."""
    rows = FolderFile.objects.select_for_update(of=("self",)).select_related("file", "upload__case")
    return rows.filter(pk=seen.pk, path=seen.path).first()


def _looks(path: Path) -> tuple[int, int]:
    state = os.stat(path, follow_symlinks=False)
    return state.st_size, state.st_mtime_ns


def _free(target: Path) -> Path:
    """Return the path, or with a number behind the name where a file of this name is there."""
    return next(path for path in _names(target) if not path.exists())


def _names(target: Path) -> Iterator[Path]:
    """Yield the names under which a file may lie there, the plain one first."""
    yield target
    for number in range(2, MOST_OF_A_NAME):
        yield target.with_name(f"{target.stem} ({number}){target.suffix}")

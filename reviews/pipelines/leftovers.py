"""Removes bytes that no row names: what is left by a worker that was killed before its commit.

Files younger than a day stay, for they may belong to a transaction that is still under way, and so
do those that are stored again at this moment. A
database that names no file at all is taken for the wrong one, and nothing is removed on its word.
"""

import hashlib
import itertools
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from cases import audit, blobs
from cases.models import (
    Binder,
    CaseFileRecord,
    IntakeAttachment,
    MedicalRecord,
    Notice,
    ReceivedFile,
    RecordPage,
    TransferPart,
)
from reviews.models import DeterminationLetter

log = logging.getLogger(__name__)

AGE_TO_BE_LEFT = timedelta(hours=24)
FILES_AT_A_TIME = 1000
NAMING_COLUMNS = (
    (MedicalRecord.objects.all(), "file_sha256"),
    (IntakeAttachment.objects.all(), "file_sha256"),
    (DeterminationLetter.objects.all(), "file_sha256"),
    (Notice.objects.all(), "file_sha256"),
    (Binder.objects.all(), "file_sha256"),
    (ReceivedFile.objects.all(), "sha256"),
    (ReceivedFile.objects.all(), "working_sha256"),
    (TransferPart.objects.all(), "sha256"),
    (CaseFileRecord.objects.all(), "sha256"),
    # The first page of each pack of thumbnails.
    (RecordPage.objects.filter(thumbnail_offset=0), "thumbnail_sha256"),
)


def remove_leftovers(at: datetime) -> int:
    """Remove what no row names and nobody wrote within a day of `at`; return how many files."""
    before = at - AGE_TO_BE_LEFT
    old = blobs.files_before(before)
    if not any(rows.exclude(**{column: ""}).exists() for rows, column in NAMING_COLUMNS):
        if next(old, None) is not None:
            log.warning("Files are stored, and no row names any: is this their database?")
        return 0
    return sum(_remove(path, before) for path in _unnamed(old))


def _unnamed(paths: Iterator[Path]) -> Iterator[Path]:
    while batch := list(itertools.islice(paths, FILES_AT_A_TIME)):
        named = _named(path.name for path in batch)
        yield from (path for path in batch if path.name not in named)


def _named(digests: Iterable[str]) -> set[str]:
    """Return those of the digests that a row names.

    Asked in one statement: what goes from one table to another meanwhile is seen in one of them.
    """
    wanted = list(digests)
    first, *others = (
        rows.filter(**{f"{column}__in": wanted}).order_by().values_list(column, flat=True)
        for rows, column in NAMING_COLUMNS
    )
    return set(first.union(*others))


class _Stays(Exception):
    """The file was stored again while it was being removed."""


def _remove(path: Path, before: datetime) -> bool:
    """Remove one file and say so in the trail, unless it was named or stored again meanwhile."""
    try:
        with transaction.atomic(), path.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
            if _named([path.name]):
                return False
            audit.append("blob.removed", by=None, sha256=digest, is_whole=digest == path.name)
            if not blobs.remove_older(path, before):
                raise _Stays
    except _Stays:
        return False
    except OSError as error:
        log.warning("A file that no row names could not be removed (%s).", type(error).__name__)
        return False
    return True

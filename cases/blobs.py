"""Private bytes on disk under the name of their SHA-256: written whole, or not at all.

Whoever stores bytes names them in a row afterwards, and has a day for that: nothing younger is
removed. Bytes that are stored again while they are being removed stay, for both happen under the
lock of the store.
"""

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

# The beginning of the name of bytes that are still being written.
INCOMING = ".incoming-"
LOCK = ".lock"


class BlobMissing(Exception):
    """The store has no bytes, or not the right ones, under a digest that a row names."""


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest are, or would be."""
    return Path(settings.BLOB_DIR) / sha256[:2] / sha256


def store(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the bytes and return their digest and size; the same bytes are stored once."""
    root = Path(settings.BLOB_DIR)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=root, prefix=INCOMING)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        _put_in_place(temporary, digest.hexdigest())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


@contextlib.contextmanager
def incoming() -> Iterator[BinaryIO]:
    """Yield an open file inside the store for somebody else to write; `adopt` keeps it."""
    root = Path(settings.BLOB_DIR)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=root, prefix=INCOMING, delete=False) as file:
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def adopt(file: BinaryIO) -> tuple[str, int]:
    """Keep a file that `incoming` opened, under its digest; return the digest and the size."""
    file.flush()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    os.fsync(file.fileno())
    size = os.fstat(file.fileno()).st_size
    _put_in_place(file.name, digest)
    return digest, size


def read(sha256: str) -> bytes:
    """Return the bytes under this digest, checked; BlobMissing if they are gone or others."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError as missing:
        raise BlobMissing(sha256) from missing
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BlobMissing(sha256)
    return content


def files_before(moment: datetime) -> Iterator[Path]:
    """Yield the files of the store that were written before the moment, unfinished ones too."""
    root = Path(settings.BLOB_DIR)
    for pattern in (f"{INCOMING}*", f"{'[0-9a-f]' * 2}/{'[0-9a-f]' * 64}"):
        yield from (path for path in root.glob(pattern) if is_older(path, moment))


def is_older(path: Path, moment: datetime) -> bool:
    """Whether the file is there and was written, the last time, before the moment."""
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def remove_older(path: Path, moment: datetime) -> bool:
    """Remove a file of the store unless it was written after the moment; return whether it went."""
    with _locked(fcntl.LOCK_EX):
        if not is_older(path, moment):
            return False
        path.unlink()
    return True


def _put_in_place(temporary: str, sha256: str) -> None:
    target = path_of(sha256)
    target.parent.mkdir(exist_ok=True, mode=0o700)
    with _locked(fcntl.LOCK_SH):
        # What lay here under the same digest, perhaps for long, is young from now on.
        os.utime(temporary)
        os.replace(temporary, target)
    _sync_folder(target.parent)
    _sync_folder(target.parent.parent)


@contextlib.contextmanager
def _locked(how: int) -> Iterator[None]:
    """Hold the lock of the store for a moment; the system lets it go when its holder dies."""
    handle = os.open(Path(settings.BLOB_DIR) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

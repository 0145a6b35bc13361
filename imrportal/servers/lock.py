"""File locks: freed by the kernel when their holder ends, however it ends."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path


class FileLock:
    """A lock on a file, exclusive or shared; the file stays when the lock goes."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self.path = path
        self._kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        self._handle: int | None = None

    def acquire(self, seconds: float = 0) -> bool:
        """Take the lock, waiting so long at most; say whether it was taken."""
        deadline = time.monotonic() + seconds
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                fcntl.flock(handle, self._kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(handle)
                    return False
                time.sleep(0.05)
            else:
                self._handle = handle
                return True

    def release(self) -> None:
        """Let the lock go, if it is held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @contextlib.contextmanager
    def held(self, seconds: float = 0) -> Iterator[bool]:
        """Hold the lock for a while; yield whether it was taken."""
        try:
            yield self.acquire(seconds)
        finally:
            self.release()

    def write(self, text: str) -> None:
        """Leave a note in the file, for those who find it locked."""
        assert self._handle is not None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text.encode(), 0)


def is_held(path: Path) -> bool:
    """Say whether somebody holds the lock on this file."""
    probe = FileLock(path, shared=True)
    taken = path.exists() and not probe.acquire()
    probe.release()
    return taken

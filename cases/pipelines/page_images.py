"""Images of pages, drawn on demand outside this process and kept privately for the next reader.

The cache is a folder of JPEGs under digests of what they show: the same page of the same file in
the same size is drawn once. Documents made of parts of a file lie there too. It is bounded; what
nobody looked at for longest goes first.
"""

import hashlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from cases import blobs
from cases.pipelines import network_wall
from cases.pipelines.page_renderer import MOST_OF_A_REQUEST, NO_PAGE, NO_WALL, OK

PROGRAM = "cases.pipelines.page_renderer"
DRAWING = "1"  # part of each digest: another number, and every page is drawn anew
MEMORY = 1536 * 1024 * 1024
SECONDS = 10
AT_ONCE = 2
CHUNK = 256 * 1024
# Dots per inch and quality of each size that a page may be asked for; an upright one is turned as
# it was found to need, for readers whose browser turns nothing.
SIZES = {"thumb": (20, 60), "page": (100, 72), "sharp": (200, 75), "upright": (100, 72)}
UPRIGHT = "upright"
THUMB = "thumb"


class CannotBeShown(Exception):
    """A page that could not be drawn; `reason` says why, in words for its reader."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Wanted:
    """One page of one stored file, in a size, turned clockwise by `rotation` degrees."""

    file_sha256: str
    index: int
    size: str = "page"
    rotation: int = 0

    @property
    def digest(self) -> str:
        """Under which name its image is kept."""
        parts = (DRAWING, self.file_sha256, self.index, self.size, self.rotation % 360)
        return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()


def image_of(wanted: Wanted) -> bytes:
    """Return the page as a JPEG; CannotBeShown where it cannot be drawn."""
    kept = _path(wanted)
    try:
        os.utime(kept)
        return kept.read_bytes()
    except FileNotFoundError:
        image = RENDERER.draw(wanted)
        _keep(kept, image)
        return image


def is_kept(wanted: Wanted) -> bool:
    """Whether the image is there already."""
    return _path(wanted).exists()


def trim(limit: int) -> int:
    """Remove what was looked at longest ago until the rest fits; return how many went."""
    kept = []
    for path in Path(settings.PAGE_CACHE_DIR).glob("*/*.*"):
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        kept.append((state.st_mtime, state.st_size, path))
    total = sum(size for _, size, _ in kept)
    removed = 0
    for _, size, path in sorted(kept):
        if total <= limit:
            break
        path.unlink(missing_ok=True)
        total -= size
        removed += 1
    return removed


class Renderer:
    """The program that draws, one a process of ours, started when first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.places = threading.BoundedSemaphore(AT_ONCE)
        self.process: subprocess.Popen[bytes] | None = None
        self.door: socket.socket | None = None
        self.owner = 0

    def draw(self, wanted: Wanted) -> bytes:
        """Return the JPEG; a renderer that has died is started again, once."""
        with self.places:
            answer = self._ask(wanted)
        if answer.startswith(OK):
            return answer[len(OK) :]
        if answer == NO_WALL:
            raise CannotBeShown(
                "Pages are not drawn here, because this server cannot keep a file's reader away "
                "from the network. Tell the administrator."
            )
        if answer == NO_PAGE:
            raise CannotBeShown("The file has fewer pages than were counted. Tell the coordinator.")
        raise CannotBeShown(
            "This page cannot be displayed: it is damaged or too large. The other pages are fine."
        )

    def stop(self) -> None:
        """End the program; the next page starts another."""
        with self.lock:
            self._stop()

    def _ask(self, wanted: Wanted) -> bytes:
        dpi, quality = SIZES[wanted.size]
        line = json.dumps(
            {"index": wanted.index, "dpi": dpi, "quality": quality, "rotation": wanted.rotation}
        ).encode()
        assert len(line) < MOST_OF_A_REQUEST
        try:
            source = blobs.path_of(wanted.file_sha256).open("rb")
        except FileNotFoundError as missing:
            raise blobs.BlobMissing(wanted.file_sha256) from missing
        with source:
            for _ in range(2):
                reading, writing = os.pipe()
                with os.fdopen(reading, "rb", buffering=0) as answer:
                    try:
                        if not self._send(line, [source.fileno(), writing]):
                            return NO_WALL
                    except OSError:
                        self.stop()
                        continue
                    finally:
                        os.close(writing)
                    return _read_all(answer.fileno())
        return b""

    def _send(self, line: bytes, files: list[int]) -> bool:
        with self.lock:
            if self.owner != os.getpid():  # a fork has no part in its parent's renderer
                self.process = self.door = None
            if self.process is None or self.process.poll() is not None or self.door is None:
                self._stop()
                if not self._start():
                    return False
            assert self.door is not None
            socket.send_fds(self.door, [line], files)
            return True

    def _start(self) -> bool:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        bounds = [str(MEMORY), str(SECONDS), ",".join(network_wall.WALLS)]
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-m", PROGRAM, str(theirs.fileno()), *bounds],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd=settings.BASE_DIR,
                pass_fds=[theirs.fileno()],
            )
        self.owner, self.door = os.getpid(), ours
        ours.settimeout(SECONDS * 2)
        return ours.recv(MOST_OF_A_REQUEST) != NO_WALL

    def _stop(self) -> None:
        if self.door is not None:
            self.door.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = self.door = None


RENDERER = Renderer()


def _read_all(pipe: int) -> bytes:
    """Return what comes through the pipe until its end, or nothing if that takes too long."""
    parts: list[bytes] = []
    until = time.monotonic() + SECONDS * 3
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([pipe], [], [], left)
        if not ready:
            break
        part = os.read(pipe, CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return b""


def kept_at(digest: str, suffix: str) -> Path:
    """Return where the cache keeps what has this digest."""
    return Path(settings.PAGE_CACHE_DIR) / digest[:2] / f"{digest}.{suffix}"


def folder_of(path: Path) -> Path:
    """Return the folder of something in the cache, made for this server's eyes alone."""
    Path(settings.PAGE_CACHE_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    return path.parent


def note_kept(size: int) -> None:
    """Make room now and then, when so many bytes more are kept."""
    _fresh["bytes"] += size
    if _fresh["bytes"] * 20 > settings.PAGE_CACHE_BYTES:
        _fresh["bytes"] = 0
        trim(settings.PAGE_CACHE_BYTES)


def _path(wanted: Wanted) -> Path:
    return kept_at(wanted.digest, "jpg")


_fresh = {"bytes": 0}


def _keep(path: Path, image: bytes) -> None:
    """Keep the image whole or not at all; a full disk is no reason to fail."""
    try:
        handle, temporary = tempfile.mkstemp(dir=folder_of(path))
        with os.fdopen(handle, "wb") as out:
            out.write(image)
        os.replace(temporary, path)
    except OSError:
        return
    note_kept(len(image))

"""Asks the virus scanner (clamd) about stored bytes; its absence is an answer too, and shown.

`CLAMD` is the path of its socket, or `host:port`; empty where no scanner is set up. Whatever is not
a clean answer keeps the file in quarantine: a scanner that is away or whose signatures are old is
waited for.
"""

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

STEP = 256 * 1024
SECONDS = 120
OLDEST_SIGNATURES = timedelta(hours=48)
DAY_OF_SIGNATURES = re.compile(r"/\d+/(\w{3} +\w{3} +\d+ [\d:]+ \d{4})")


class ScannerAway(Exception):
    """No answer that can be relied on; the sentence says why."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said."""

    is_clean: bool


def is_set_up() -> bool:
    """Whether there is a scanner to ask."""
    return bool(settings.CLAMD)


def scan(path: Path, *, now: datetime) -> Verdict:
    """Return the verdict on the file; ScannerAway while there is none."""
    _require_fresh(_ask(b"zVERSION\0"), now)
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        with path.open("rb") as source:
            while chunk := source.read(STEP):
                _send(line, struct.pack(">I", len(chunk)) + chunk)
        _send(line, struct.pack(">I", 0))
        answer = _received(line)
    if answer.endswith("FOUND"):
        return Verdict(is_clean=False)
    if answer.endswith("OK"):
        return Verdict(is_clean=True)
    raise ScannerAway("The virus scanner could not look at the whole file.")


def _require_fresh(version: str, now: datetime) -> None:
    match = DAY_OF_SIGNATURES.search(version)
    if match is None:
        raise ScannerAway("The virus scanner does not say how old its signatures are.")
    made = datetime.strptime(match[1], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    if now - made > OLDEST_SIGNATURES:
        raise ScannerAway("The signatures of the virus scanner are older than 48 hours.")


def _ask(command: bytes) -> str:
    with _connected() as line:
        line.sendall(command)
        return _received(line)


def _send(line: socket.socket, content: bytes) -> None:
    try:
        line.sendall(content)
    except (BrokenPipeError, ConnectionResetError) as ended:
        # A scanner that has seen enough, or whose limit is reached, answers and hangs up.
        raise ScannerAway("The virus scanner hung up before the end of the file.") from ended


@contextmanager
def _connected() -> Iterator[socket.socket]:
    host, parted, port = settings.CLAMD.rpartition(":")
    try:
        if parted and port.isdigit():
            line = socket.create_connection((host, int(port)), timeout=SECONDS)
        else:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(SECONDS)
            line.connect(settings.CLAMD)
    except OSError as away:
        raise ScannerAway("The virus scanner does not answer.") from away
    with line:
        try:
            yield line
        except OSError as lost:
            raise ScannerAway("The virus scanner does not answer.") from lost


def _received(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (part := line.recv(4096)):
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()

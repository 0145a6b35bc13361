"""Counts the pages of one PDF in a process of its own, with nothing to gain: see `records.py`.

Run as `python -I page_counter.py BYTES_OF_MEMORY SECONDS < FILE`. Writes one line of JSON: `pages`
or `fault`, and whether the network was out of reach. It imports nothing of the project, gives up
memory, time, files, network and privileges before it looks at the first byte, and dies alone.
"""

import contextlib
import ctypes
import io
import json
import os
import resource
import sys
from typing import BinaryIO

import pikepdf

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
NOBODY = 65534
HEADER_WITHIN = 1024


def leave_network() -> bool:
    """Move into an empty network namespace; False where the system does not let us."""
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (AttributeError, OSError):
        return False
    return unshare(CLONE_NEWNET) == 0 or unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0


def give_up_privileges() -> None:
    """Become nobody, where the process is root."""
    if os.geteuid() != 0:
        return
    with contextlib.suppress(OSError):
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def set_limits(memory: int, seconds: int) -> None:
    """Bound memory, processor time, written files, open files and processes."""
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))


def look_into(stream: BinaryIO) -> dict[str, int | str]:
    """Return `pages`, or `fault`: empty, not_a_pdf, encrypted or damaged."""
    head = stream.read(HEADER_WITHIN)
    if not head:
        return {"fault": "empty"}
    if b"%PDF-" not in head:
        return {"fault": "not_a_pdf"}
    stream.seek(0)
    try:
        with pikepdf.open(stream) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return {"fault": "encrypted"}
    except (pikepdf.PdfError, ValueError, RuntimeError, MemoryError, RecursionError):
        return {"fault": "damaged"}
    return {"pages": pages} if pages > 0 else {"fault": "damaged"}


def main() -> None:
    """Shut the doors, look, answer."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    is_isolated = leave_network()
    give_up_privileges()
    set_limits(memory, seconds)
    answer = look_into(io.FileIO(0, closefd=False))  # type: ignore[arg-type]
    sys.stdout.write(json.dumps({**answer, "is_isolated": is_isolated}))


if __name__ == "__main__":
    main()

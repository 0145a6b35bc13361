"""Runs a program of `children` on a file: bounded, without network, as nobody; it may die alone."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from cases.pipelines import network_wall

MEGABYTE = 1024 * 1024
# What one page needed is kept for the next one: given back and asked for again, it takes an eighth
# of the time of a look. Of glibc; each child's memory is bounded all the same.
KEPT_FOR_THE_NEXT_PAGE = {
    "MALLOC_MMAP_THRESHOLD_": str(64 * MEGABYTE),
    "MALLOC_TRIM_THRESHOLD_": str(256 * MEGABYTE),
}
# Longer than this a child is not waited for, whatever its processor time.
PATIENCE = 2
LONGEST_LINE = 4 * MEGABYTE


@dataclass(frozen=True)
class Bounds:
    """What a child may have: bytes of memory, seconds of processor, bytes a written file."""

    memory: int = 1536 * MEGABYTE
    seconds: int = 60
    written: int = 0
    files: int = 16
    walls: tuple[str, ...] = network_wall.WALLS


class Died(Exception):
    """The child ended before its work did: its bounds, or a fault of the file or the parser."""


def run_child(
    name: str,
    asked: Any,
    *,
    source: Path,
    bounds: Bounds,
    output: int | None = None,
    inputs: Sequence[int] = (),
) -> Iterator[dict[str, Any]]:
    """Yield what the child says, line by line; Died at the end if it did not finish.

    `output` is the descriptor of an open file for the child to write, named `output` to it;
    `inputs` are those of more files for it to read.
    """
    asked = {**asked, "output": output}
    command = [sys.executable, "-s", "-m", f"cases.pipelines.children.{name}"]
    command += [json.dumps(asdict(bounds)), json.dumps(asked)]
    with (
        source.open("rb") as given,
        subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=settings.BASE_DIR,
            pass_fds=(*inputs, *(() if output is None else (output,))),
            start_new_session=True,
        ) as child,
    ):
        watch = threading.Timer(bounds.seconds * PATIENCE, _end, [child])
        watch.start()
        try:
            yield from _lines(child)
            child.wait(bounds.seconds * PATIENCE)
        finally:
            watch.cancel()
            _end(child)
    if child.returncode != 0:
        raise Died(name)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and what it started, if it is still there."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    kept = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", **KEPT_FOR_THE_NEXT_PAGE}
    if "PATH" in os.environ:
        kept["PATH"] = os.environ["PATH"]
    return kept


def _lines(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    assert child.stdout is not None
    while line := child.stdout.readline(LONGEST_LINE):
        try:
            answer = json.loads(line)
        except ValueError as cut:
            raise Died("The child's answer cannot be read.") from cut
        if isinstance(answer, dict):
            yield answer

"""While bombs are tried, the memory of the host stays steady: what one child may have, and no more.

The memory of this process and of every process below it is added up all the while.
"""

import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.utils import timezone

from cases import blobs
from cases.errors import Refused
from cases.models import ReceivedFile
from cases.pipelines.filesteps import work_to_the_end
from cases.pipelines.records import store_upload
from cases.pipelines.walled import Bounds
from tests.cases.bad_files import REJECTED
from tests.factories import make_case, tiny_pdf

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
BOMBS = [name for name, (_, codes) in REJECTED.items() if {"bomb", "damaged"} & set(codes.split())]
# Of what a child may have, its program and the pages of files that it shares are counted too.
MOST = Bounds().memory + 256 * MEGABYTE
# What the process that answers or works may keep of all bombs together.
MOST_KEPT = 64 * MEGABYTE


def resident(process: int) -> int:
    """Bytes of memory that a process holds now; none once it is gone."""
    with suppress(OSError, ValueError):
        words = Path(f"/proc/{process}/statm").read_text().split()
        return int(words[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def below(process: int) -> list[int]:
    """The processes that one has started, and those that they have."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *below(child)]
    return found


@contextmanager
def watched() -> Iterator[list[int]]:
    """Note, all the while, how much memory the processes below this one hold together."""
    peaks, is_over = [0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            peaks.append(sum(map(resident, below(os.getpid()))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        is_over.set()
        thread.join()


def received(content: bytes) -> ReceivedFile:
    sha256, size = blobs.store([content])
    return ReceivedFile.objects.create(
        case=make_case("assigned"),
        sha256=sha256,
        size=size,
        name="records.pdf",
        source="attorney",
        received_at=timezone.now(),
    )


def try_all(contents: list[bytes]) -> None:
    """Upload each, then let a worker take its steps."""
    for content in contents:
        with suppress(Refused):
            store_upload([content], "records.pdf")
        assert work_to_the_end(received(content).pk).step == "rejected"


def test_bombs_take_what_one_child_may_have_and_leave_nothing_behind():
    assert len(BOMBS) >= 4
    work_to_the_end(received(tiny_pdf("What every process needs once.")).pk)
    contents = [REJECTED[name][0]() for name in BOMBS]
    gc.collect()
    before, children = resident(os.getpid()), set(below(os.getpid()))
    with watched() as peaks:
        try_all(contents)
        try_all(contents)
    gc.collect()
    assert max(peaks) > 20 * MEGABYTE, "the watch saw no child at all"
    assert max(peaks) < MOST
    assert resident(os.getpid()) - before < MOST_KEPT
    assert set(below(os.getpid())) <= children

"""What children say about the pages of a file, page by page as it comes: one child a core.

While the caller writes down what came, the children go on until so many answers wait. A page on
which a child dies is tried alone once; then it says that it cannot be displayed, and the others go
on.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings

from cases import blobs
from cases.models import ReceivedFile
from cases.pipelines.fileholds import Rejected
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child

Answer = dict[str, Any]

# Of one child: a few pages are not worth another one, and a long run is cut in several.
FEWEST_PAGES, MOST_PAGES = 40, 500
SECONDS_A_RUN, SECONDS_A_PAGE = 40, 15
MOST_WAITING = 200
SECONDS_TO_PUT = 0.5


def answers(
    program: str, file: ReceivedFile, numbers: Sequence[int], *, seconds: float
) -> Iterator[tuple[int, Answer]]:
    """Yield number and answer of each page, in no order; after so many seconds, no more of them.

    `numbers` are places in the working copy, ascending. Each call yields one at least.
    """
    end = time.monotonic() + seconds
    told = _Told(program, file)
    with ThreadPoolExecutor(settings.RECORD_CORES) as pool:
        asking = [pool.submit(told.ask, run) for run in _runs(numbers)]
        try:
            for _ in asking:
                while (answer := told.next()) is not None:
                    yield answer
                    if time.monotonic() > end:
                        return
        finally:
            told.is_over.set()
            for waiting in asking:
                waiting.cancel()


class _Told:
    """What the threads that wait for children tell the one that writes, so much of it at most."""

    def __init__(self, program: str, file: ReceivedFile) -> None:
        self.program, self.file = program, file
        self.said: queue.Queue[tuple[int, Answer] | BaseException | None]
        self.said = queue.Queue(MOST_WAITING)
        self.is_over = threading.Event()

    def next(self) -> tuple[int, Answer] | None:
        """Return the next answer, None for each run that is done; raises what a thread met."""
        what = self.said.get()
        if isinstance(what, BaseException):
            raise what
        return what

    def ask(self, run: range) -> None:
        """Ask a child about a run of pages and tell what it says, until nobody listens."""
        try:
            with contextlib.closing(_asked(self, run)) as found:
                for answer in found:
                    if not self._tell(answer):
                        return
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._tell(error)
        finally:
            self._tell(None)

    def _tell(self, what: tuple[int, Answer] | BaseException | None) -> bool:
        while not self.is_over.is_set():
            with contextlib.suppress(queue.Full):
                self.said.put(what, timeout=SECONDS_TO_PUT)
                return True
        return False


def _runs(numbers: Sequence[int]) -> Iterator[range]:
    """Cut the numbers into runs without gaps, as long as a core's fair share at most."""
    share = -(-len(numbers) // settings.RECORD_CORES)
    most = min(MOST_PAGES, max(FEWEST_PAGES, share))
    start = 0
    for place in range(1, len(numbers) + 1):
        is_cut = place == len(numbers) or numbers[place] != numbers[place - 1] + 1
        if is_cut or place - start == most:
            yield range(numbers[start], numbers[place - 1] + 1)
            start = place


def _asked(told: _Told, run: range) -> Iterator[tuple[int, Answer]]:
    """Ask about a run of pages; after a death, the page in question alone, then the rest."""
    number, tried_alone = run.start, 0
    while number < run.stop and not told.is_over.is_set():
        is_alone = tried_alone == number
        stop = number + 1 if is_alone else run.stop
        try:
            for answer in _lines(told.program, told.file, number, stop):
                yield number, answer
                number += 1
        except Died:
            if is_alone:
                yield number, {"fault": "unreadable"}
                number += 1
            else:
                tried_alone = number


def _lines(program: str, file: ReceivedFile, first: int, stop: int) -> Iterator[Answer]:
    bounds = Bounds(
        memory=1536 * MEGABYTE + (file.working_size or 0),
        seconds=SECONDS_A_PAGE if stop == first + 1 else SECONDS_A_RUN,
    )
    source = blobs.path_of(file.working_sha256)
    asked = {"first": first, "last": stop - 1}
    for answer in run_child(program, asked, source=source, bounds=bounds):
        if answer.get("fault") == "no_wall":
            raise Rejected("no_wall")
        yield answer

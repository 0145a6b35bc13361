"""A real Celery worker with its timetable, as a process group that a test may kill outright."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from imrportal.celery import app
from imrportal.servers.ondemand import PROJECT


class Worker:
    """One worker process with its children."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.log = folder / f"worker-{len(list(folder.iterdir()))}.log"
        command = [sys.executable, "-m", "celery", "-A", "imrportal", "worker", "--beat"]
        command += ["--concurrency", "1", "--schedule", str(self.log.with_suffix(".beat"))]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=PROJECT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End everything at once, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def words(self) -> str:
        """What it has written so far."""
        return self.log.read_text(errors="replace")


@contextmanager
def worker(environment: dict[str, str], folder: Path, **more: str) -> Iterator[Worker]:
    """Run a worker with these settings, and kill it at the end."""
    running = Worker({**environment, **more}, folder)
    try:
        yield running
    finally:
        running.kill()


def wait_until(is_so: Callable[[], bool], seconds: float, say: Callable[[], str] = str) -> None:
    """Wait for something to become true; AssertionError with what `say` says if it does not."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, say()
        time.sleep(0.1)


def empty_the_broker() -> None:
    """Take every task out of this run's queues."""
    with app.connection_for_write() as connection:
        connection.default_channel.client.flushdb()

"""One parent for a few programs: starts them in order, restarts each alone, stops them in reverse.

The parent must wait for each child: a PostgreSQL that was killed and not waited for refuses to
start again on its stale `postmaster.pid`.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from imrportal.servers.ground import Account, CannotStart, as_account

SECONDS_TO_START = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
LIFE_THAT_FORGETS_FAILURES = 60.0
LARGEST_LOG = 10 * 1024 * 1024
PR_SET_PDEATHSIG = 1


def _nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Program:
    """A program to keep running."""

    name: str
    command: list[str]
    is_ready: Callable[[int], bool] = lambda pid: True
    prepare: Callable[[], None] = _nothing
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 20.0
    account: Account | None = None
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    handles: tuple[int, ...] = ()


class Child:
    """A program and, while it runs, its process."""

    def __init__(self, program: Program, log: Path) -> None:
        self.program = program
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.start_again_at = 0.0
        self.pause = FIRST_PAUSE

    def start(self) -> None:
        """Start the process, its output going to the end of its log."""
        self.program.prepare()
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.program.folder,
                env={**os.environ, **self.program.environment},
                start_new_session=True,
                pass_fds=self.program.handles,
                preexec_fn=_end_with_parent(self.program.stop_signal),
                **(as_account(self.program.account) if self.program.account else {}),
            )
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        """Say whether the process was started and is gone; wait for it if so."""
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> None:
        """Choose when to start again: each quick failure doubles the pause."""
        if time.monotonic() - self.started_at > LIFE_THAT_FORGETS_FAILURES:
            self.pause = FIRST_PAUSE
        self.start_again_at = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self._end_group()
        self.process = None

    def stop(self) -> None:
        """Ask the process to end, and end it with all its children if it does not."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.program.stop_seconds)
        self._end_group()
        self.process.wait()
        self.process = None

    def _end_group(self) -> None:
        """End what a process left behind: its session is its own, so are its children."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """The parent of some programs."""

    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        self.logs = logs
        self.say = say
        self.children: list[Child] = []

    def start(self, program: Program) -> None:
        """Start a program and wait until it is ready."""
        child = Child(program, self.logs / f"{program.name}.log")
        child.start()
        self.children.append(child)
        deadline = time.monotonic() + SECONDS_TO_START
        while not program.is_ready(child.process.pid):
            if child.has_ended() or time.monotonic() > deadline:
                raise CannotStart(
                    f"{program.name} did not start: {last_line(child.log)} (all of it is in "
                    f"{child.log})"
                )
            time.sleep(0.02)

    def child(self, name: str) -> Child:
        """Return one of the children."""
        return next(child for child in self.children if child.program.name == name)

    def look_after(self) -> None:
        """Find children that ended, and start again those whose pause is over."""
        for child in self.children:
            if child.has_ended():
                self.say(
                    f"{child.program.name} {_end_of(child)}; it is started again, and its "
                    f"words are in {child.log}"
                )
                child.plan_restart()
            elif child.process is None and time.monotonic() >= child.start_again_at:
                child.start()

    def stop(self) -> None:
        """Stop every child, the last started first."""
        while self.children:
            self.children.pop().stop()


def _end_of(child: Child) -> str:
    code = child.process.returncode
    return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"


def last_line(log: Path) -> str:
    """Return the last words of a log, for a sentence about a failure."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "it said nothing"


def _end_with_parent(sent: signal.Signals) -> Callable[[], None] | None:
    """On Linux, let the kernel stop the child should its parent be killed."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(sent)) and None

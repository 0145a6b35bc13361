"""Servers for whoever needs them now: a management command, or a run of the tests."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from imrportal.servers.addresses import Places, needs_embedded
from imrportal.servers.ground import CannotStart
from imrportal.servers.lock import FileLock, is_held
from imrportal.servers.supervisor import last_line

PROJECT = Path(__file__).resolve().parent.parent.parent
VAR = PROJECT / "var"
SECONDS_TO_WAIT = 60.0
WITHOUT_SERVERS = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "version",
}


@contextlib.contextmanager
def servers_for_command(arguments: list[str]) -> Iterator[None]:
    """Bring the embedded servers up for a management command that needs them."""
    if not _needs_servers(arguments) or not needs_embedded(dict(os.environ)):
        yield
        return
    with servers(Places(VAR)):
        yield


@contextlib.contextmanager
def servers(places: Places, *, for_tests: bool = False) -> Iterator[None]:
    """Use the servers, starting them if nobody has; they end with their last user."""
    places.var.mkdir(parents=True, exist_ok=True)
    use = FileLock(places.users_lock, shared=True)
    if not use.acquire(SECONDS_TO_WAIT):
        raise CannotStart("The embedded servers are being stopped and do not end: `make stop`.")
    try:
        _wait_or_start(places, for_tests=for_tests)
        yield
    finally:
        use.release()


def wait_until_ended(places: Places, seconds: float = 20) -> None:
    """Wait for the servers of this folder to be gone."""
    deadline = time.monotonic() + seconds
    while is_held(places.owner_lock) and time.monotonic() < deadline:
        time.sleep(0.05)


def is_up(places: Places) -> bool:
    """Say whether the servers' parent lives and has said that they answer."""
    try:
        os.kill(int(places.ready.read_text()), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return is_held(places.owner_lock)


def is_demonstration(environ: dict[str, str]) -> bool:
    """Say whether a command means the demonstration: it was set up, and nothing else is named."""
    named = ("IMRPORTAL_DEMO", "SECRET_KEY", "DATABASE_URL")
    return not any(name in environ for name in named) and Places(VAR).demonstration.exists()


def _needs_servers(arguments: list[str]) -> bool:
    asks_for_help = {"--help", "-h", "--version"} & set(arguments)
    return len(arguments) > 1 and not asks_for_help and arguments[1] not in WITHOUT_SERVERS


def _wait_or_start(places: Places, *, for_tests: bool) -> None:
    starter = FileLock(places.starter_lock)
    if not starter.acquire(SECONDS_TO_WAIT):
        raise CannotStart("Another command is starting the servers and does not end: `make stop`.")
    try:
        deadline = time.monotonic() + SECONDS_TO_WAIT
        keeper = None
        while not is_up(places):
            if keeper is None and not is_held(places.owner_lock):
                keeper = _start_keeper(places, for_tests=for_tests)
            if keeper is not None and keeper.poll() is not None:
                if keeper.returncode:
                    raise CannotStart(last_line(_keeper_log(places)))
                keeper = None
            if time.monotonic() > deadline:
                raise CannotStart(f"The embedded servers do not answer: see {places.logs}.")
            time.sleep(0.02)
    finally:
        starter.release()


def _start_keeper(places: Places, *, for_tests: bool) -> subprocess.Popen[bytes]:
    log = _keeper_log(places)
    log.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "imrportal.servers.keeper", str(places.var)]
    with log.open("ab") as output:
        return subprocess.Popen(
            command + (["--for-tests"] if for_tests else []),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            start_new_session=True,
        )


def _keeper_log(places: Places) -> Path:
    return places.logs / "keeper.log"

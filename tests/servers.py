"""The private PostgreSQL and Valkey of one run of the tests.

The run's folder is named in the environment, so that workers of pytest-xdist and processes that a
test starts find it. The servers' parent ends them and removes the folder when the run is gone,
however it went; what a killed machine left behind is removed at the next start.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from imrportal.servers import ondemand, postgres
from imrportal.servers.addresses import SOCKETS_ROOT, Places, secret_in
from imrportal.servers.ground import CannotStart
from imrportal.servers.lock import FileLock, is_held

TEMPLATE = "imrportal_template"
TEMPLATE_UNFINISHED = f"{TEMPLATE}_unfinished"
NAME_IN_ENVIRONMENT = "IMRPORTAL_TEST_RUN"
CHECKOUT = hashlib.sha256(str(ondemand.PROJECT).encode()).hexdigest()[:12]
RUNS = SOCKETS_ROOT / f"imrportal-test-{os.getuid()}-{CHECKOUT}"


def places() -> Places:
    """Return where this run's servers are; the first to ask names the folder."""
    name = f"{os.getpid()}-{secrets.token_hex(3)}"
    here = Places(Path(os.environ.setdefault(NAME_IN_ENVIRONMENT, str(RUNS / name))))
    secret_in(here.password)  # settings are read before the servers are started
    return here


def worker() -> str:
    """Return the name of this worker of pytest-xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def broker_number() -> int:
    """Return this worker's own database of the broker; 0 is nobody's."""
    digits = worker().removeprefix("gw")
    return int(digits) + 2 if digits.isdigit() else 1


@contextlib.contextmanager
def door(name: str, seconds: float) -> Iterator[None]:
    """Let one process of this run at a time through."""
    with FileLock(places().var / f"{name}.lock").held(seconds) as taken:
        if not taken:
            raise CannotStart(f"Another process kept {name} for {seconds:.0f} seconds.")
        yield


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Run this run's servers."""
    here = places()
    _make_runs()
    door = FileLock(RUNS / "lock")
    if not door.acquire(60):
        raise CannotStart(f"Another run of the tests keeps {RUNS / 'lock'}: end it first.")
    with contextlib.ExitStack() as stack:
        try:
            remove_leftovers()
            stack.enter_context(ondemand.servers(here, for_tests=True))
        finally:
            door.release()
        yield
    ondemand.wait_until_ended(here)


def remove_leftovers() -> None:
    """Remove the folders of runs that are over and whose servers have no parent."""
    for folder in RUNS.iterdir():
        if folder.is_dir() and not _is_used(folder):
            postgres.end_orphan(folder / "postgres")
            shutil.rmtree(Places(folder).sockets, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)


def _is_used(folder: Path) -> bool:
    process = folder.name.partition("-")[0]
    if is_held(Places(folder).owner_lock) or not process.isdigit():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    return True


def _make_runs() -> None:
    RUNS.mkdir(mode=0o711, exist_ok=True)
    found = RUNS.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise CannotStart(f"{RUNS} is not a folder of yours: remove it and start again.")

"""The parent of the embedded servers while no `make run` is: ends with the last command using them.

python -m imrportal.servers.keeper VAR_DIR [--for-tests]
"""

import argparse
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from imrportal.servers import ground, postgres, valkey
from imrportal.servers.addresses import Places
from imrportal.servers.ground import CannotStart
from imrportal.servers.lock import FileLock
from imrportal.servers.supervisor import Program, Supervisor

LOOKS_EVERY = 0.2


def embedded_programs(places: Places, *, for_tests: bool = False) -> list[Program]:
    """Return the embedded servers, their data made if there is none yet."""
    where = ground.prepare(places)
    return [
        postgres.program(places, where, for_tests=for_tests),
        valkey.program(places, where, for_tests=for_tests),
    ]


def become_owner(places: Places, seconds: float) -> FileLock | None:
    """Take the lock of the servers' parent; None if somebody else keeps it."""
    places.var.mkdir(parents=True, exist_ok=True)
    lock = FileLock(places.owner_lock)
    if not lock.acquire(seconds):
        return None
    lock.write(str(os.getpid()))
    places.ready.unlink(missing_ok=True)
    return lock


def keep(places: Places, *, for_tests: bool) -> None:
    """Run the servers until no command uses them any more."""
    owner = become_owner(places, seconds=1)
    if owner is None:
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = Supervisor(places.logs, lambda line: print(line, flush=True))
    users = FileLock(places.users_lock)
    try:
        for program in embedded_programs(places, for_tests=for_tests):
            parent.start(program)
        places.ready.write_text(str(os.getpid()))
        while not users.acquire():
            parent.look_after()
            time.sleep(LOOKS_EVERY)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        places.ready.unlink(missing_ok=True)
        parent.stop()
        if for_tests:
            shutil.rmtree(places.var, ignore_errors=True)
            shutil.rmtree(places.sockets, ignore_errors=True)


def main() -> None:
    """Read the command line, and keep the servers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("var_dir", type=Path)
    parser.add_argument("--for-tests", action="store_true")
    options = parser.parse_args()
    try:
        keep(Places(options.var_dir), for_tests=options.for_tests)
    except CannotStart as problem:
        print(problem, flush=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

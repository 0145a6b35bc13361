"""`make stop` and `make reset`: end what was started here; empty what the demonstration made.

python -m imrportal.servers.halt [--reset]
"""

import argparse
import os
import shutil
import signal
import sys
import time

from imrportal.servers import ground
from imrportal.servers.addresses import Places
from imrportal.servers.lock import is_held
from imrportal.servers.ondemand import VAR

SECONDS_TO_END = 90.0


def stop(places: Places) -> bool:
    """End the parent of the servers, and wait for it; say whether there was one."""
    if not is_held(places.owner_lock):
        return False
    parent = int(places.owner_lock.read_text().split()[0])
    os.kill(parent, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_END
    while is_held(places.owner_lock):
        if time.monotonic() > deadline:
            raise ground.CannotStart(
                f"Process {parent} does not end: look at {places.logs}, then `kill -9 {parent}`."
            )
        time.sleep(0.1)
    return True


def reset(places: Places) -> None:
    """Empty the database, the queue, the private files, the keys and the secrets."""
    data = ground.data_root(places)
    for folder in {places.var, data, places.sockets}:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Read the command line, and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reset", action="store_true")
    options = parser.parse_args()
    places = Places(VAR)
    try:
        print("Stopped." if stop(places) else "Nothing was running.")
        if options.reset:
            reset(places)
            print(f"Emptied {places.var}; `make run` makes a new demonstration.")
    except (ground.CannotStart, PermissionError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()

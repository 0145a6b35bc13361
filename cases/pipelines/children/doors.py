"""What a parser gives up before it looks: network, privileges, memory, time, files.

Standard library only. `shut_doors` takes the bounds from the command line.
"""

import contextlib
import json
import os
import resource
import sys
from typing import Any

from cases.pipelines.network_wall import build_walls

NOBODY = 65534
FEW_FILES = 16


def shut_doors() -> bool:
    """Shut every door by the bounds of the command line; False where the network stays in reach."""
    bounds = json.loads(sys.argv[1])
    if not build_walls(bounds["walls"]):
        return False
    give_up_privileges()
    set_limits(bounds["memory"], bounds["seconds"], bounds["written"], bounds["files"])
    return True


def asked() -> Any:
    """Return what the program was asked for, beside its bounds."""
    return json.loads(sys.argv[2])


def say(answer: dict[str, Any]) -> None:
    """Write one line of the answer; it has arrived even if this process dies on the next page."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def give_up_privileges() -> None:
    """Become nobody, where the process is root."""
    if os.geteuid() != 0:
        return
    with contextlib.suppress(OSError):
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def set_limits(memory: int, seconds: int, written: int = 0, files: int = FEW_FILES) -> None:
    """Bound memory, processor time, the size of a written file and the number of open ones."""
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))

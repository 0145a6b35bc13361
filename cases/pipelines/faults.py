"""Places where a test may break a worker; nothing at all unless the setting FAULTS names them.

FAULTS is "point=what;point=what". `kill` ends the process here and now, `kill:0.2` so many seconds
later, in the midst of what follows; `hang` waits for ever; `raise` raises. Only a demonstration or
a test has the setting.
"""

import os
import signal
import threading
import time
from collections.abc import Callable

from django.conf import settings


class InjectedFault(Exception):
    """What `raise` raises."""


def _parsed(faults: str) -> dict[str, str]:
    pairs = (fault.partition("=") for fault in faults.split(";") if fault)
    return {point.strip(): what.strip() for point, _, what in pairs}


def _break(point: str) -> None:
    what, _, seconds = _FAULTS.get(point, "").partition(":")
    if what == "kill" and seconds:
        threading.Timer(float(seconds), _die).start()
    elif what == "kill":
        _die()
    elif what == "hang":
        time.sleep(24 * 60 * 60)
    elif what == "raise":
        raise InjectedFault(point)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _pass(point: str) -> None:
    """Do nothing: what a faultpoint is for everybody else."""


_FAULTS = _parsed(settings.FAULTS)
faultpoint: Callable[[str], None] = _break if _FAULTS else _pass

"""The embedded Valkey: its command line, and when it is ready."""

import contextlib
import socket
from pathlib import Path

from imrportal.servers.addresses import Places
from imrportal.servers.ground import Ground
from imrportal.servers.supervisor import Program

DATABASES = 64


def program(places: Places, ground: Ground, *, for_tests: bool = False) -> Program:
    """Return how to run Valkey: on a socket only, keeping what was queued."""
    command = [
        str(ground.valkey_server),
        *("--port", "0", "--unixsocket", str(places.valkey_socket), "--unixsocketperm", "700"),
        *("--dir", str(ground.valkey_data), "--databases", str(DATABASES)),
        *("--save", "", "--appendonly", "no" if for_tests else "yes"),
        *("--daemonize", "no", "--loglevel", "warning"),
    ]
    return Program(
        name="valkey",
        command=command,
        is_ready=lambda pid: answers(places.valkey_socket),
        account=ground.account,
    )


def answers(path: Path) -> bool:
    """Say whether a server on this socket says PONG."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as line:
        line.settimeout(1)
        try:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(7).startswith(b"+PONG")
        except OSError:
            return False

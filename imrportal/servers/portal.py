"""`make run`: the parent of everything, until Ctrl-C.

python -m imrportal.servers.portal
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

from imrportal.servers import keeper
from imrportal.servers.addresses import Places, needs_embedded
from imrportal.servers.ground import CannotStart
from imrportal.servers.lock import FileLock
from imrportal.servers.ondemand import PROJECT, VAR
from imrportal.servers.supervisor import Program, Supervisor, last_line

FIRST_PORT, PORTS_TO_TRY = 8000, 50
SECONDS_TO_ANSWER = 120.0
SECONDS_FOR_COMMANDS = 600.0
LOOKS_EVERY = 0.2
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "imrportal.settings",
    "IMRPORTAL_DEMO": "1",
    "IMRPORTAL_HTTPS": "0",
    "PYTHONUNBUFFERED": "1",
}


@dataclass
class Wish:
    """Whether somebody has asked us to stop."""

    to_stop: bool = False

    def note(self, number: int, frame: FrameType | None) -> None:
        """Remember the signal; the loop looks for it."""
        self.to_stop = True


class Interrupted(Exception):
    """We were asked to stop before everything was up."""


def run(places: Places, wish: Wish) -> None:
    """Start everything, say where it is, and look after it until asked to stop."""
    owner = _become_owner(places)
    parent = Supervisor(places.logs, say)
    try:
        with _listen() as door:
            address = f"http://localhost:{door.getsockname()[1]}"
            owner.write(f"{os.getpid()} {address}")
            _start_servers(parent, places, wish)
            _prepare(wish)
            for program in application_programs(places, door, address):
                parent.start(program)
            _wait_for_answer(parent, door.getsockname()[1], wish)
            _welcome(places, address)
            while not wish.to_stop:
                parent.look_after()
                time.sleep(LOOKS_EVERY)
    except Interrupted:
        pass
    finally:
        say("Stopping …")
        parent.stop()
        places.ready.unlink(missing_ok=True)
        owner.release()
        say("Stopped; the data is kept. `make run` starts again, `make reset` empties it.")


def application_programs(places: Places, door: socket.socket, address: str) -> list[Program]:
    """Return web, worker and beat, in the order in which they start."""
    environment = {**ENVIRONMENT, "SITE_ADDRESS": address}
    shared = {"environment": environment, "folder": PROJECT}
    celery = [sys.executable, "-m", "celery", "-A", "imrportal"]
    web = [
        *(sys.executable, "-m", "gunicorn", "imrportal.wsgi", "--bind", f"fd://{door.fileno()}"),
        *("--workers", "2", "--worker-class", "gthread", "--threads", "2"),
        *("--timeout", "120", "--graceful-timeout", "10", "--no-control-socket"),
    ]
    workers = [
        Program(name=name, command=_worker(celery, queue, name), **shared)
        for name, queue in (("worker", "celery"), ("files", "files"), ("scans", "scans"))
    ]
    beat = [*celery, "beat", "--pidfile=", "--schedule", str(places.var / "beat-schedule")]
    return [
        Program(name="web", command=web, handles=(door.fileno(),), **shared),
        *workers,
        Program(name="beat", command=beat, **shared),
    ]


def _worker(celery: list[str], queue: str, name: str) -> list[str]:
    """Return the command of a worker for one queue; scans take all cores, but give way."""
    politely = ["nice", "-n", "10"] if queue == "scans" else []
    at_once = os.environ.get("RECORD_CORES") or len(os.sched_getaffinity(0))
    concurrency = str(at_once) if queue == "scans" else "2"
    worker = [*politely, *celery, "worker", "--pool", "prefork", "--concurrency", concurrency]
    worker += ["-Q", queue, "-n", f"{name}@%h", "--prefetch-multiplier", "1"]
    return [*worker, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def say(line: str) -> None:
    """Tell whoever looks at the terminal."""
    print(f"  {line}", flush=True)


def _become_owner(places: Places) -> FileLock:
    owner = keeper.become_owner(places, seconds=0)
    if owner is None:
        note = places.owner_lock.read_text().split()
        if len(note) > 1:
            raise CannotStart(
                f"IMR Portal already runs from this checkout (process {note[0]}): open {note[1]}, "
                "or `make stop` first."
            )
        say("Waiting for a command that uses the servers to end …")
        owner = keeper.become_owner(places, seconds=SECONDS_FOR_COMMANDS)
    if owner is None:
        raise CannotStart("The servers are still in use: `make stop` ends them.")
    return owner


def _listen() -> socket.socket:
    """Open the first free port, so that nobody takes it before the web server is up."""
    first = int(os.environ.get("PORT", FIRST_PORT))
    for port in range(first, first + PORTS_TO_TRY):
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
            door.listen(1024)
        except OSError:
            door.close()
            continue
        if port != first:
            say(f"Port {first} is taken; using {port}.")
        return door
    raise CannotStart(f"No port from {first} on is free: choose one, as in `make run PORT=9000`.")


def _start_servers(parent: Supervisor, places: Places, wish: Wish) -> None:
    given = {name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if needs_embedded(dict(os.environ)):
        for program in keeper.embedded_programs(places):
            if {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}[program.name] not in given:
                parent.start(program)
    places.ready.write_text(str(os.getpid()))
    if wish.to_stop:
        raise Interrupted


def _prepare(wish: Wish) -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "prepare_demonstration"],
        cwd=PROJECT,
        env={**os.environ, **ENVIRONMENT},
        stdin=subprocess.DEVNULL,
    )
    if wish.to_stop:
        raise Interrupted
    if answer.returncode:
        raise CannotStart("The demonstration could not be prepared; the reason is above.")


def _wait_for_answer(parent: Supervisor, port: int, wish: Wish) -> None:
    say("Starting the web server, the worker and beat …")
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not _answers(port):
        if wish.to_stop:
            raise Interrupted
        web = parent.child("web")
        if web.has_ended() or time.monotonic() > deadline:
            raise CannotStart(
                f"The web server does not answer: {last_line(web.log)} (all of it is in {web.log})"
            )
        time.sleep(0.1)


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        line.request("GET", "/health/", headers={"Host": "localhost"})
        return line.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _welcome(places: Places, address: str) -> None:
    print(f"\n  IMR Portal is ready: {address}\n", flush=True)
    print(places.demonstration.read_text(), flush=True)
    print("  Ctrl-C stops it and keeps the data.\n", flush=True)


def main() -> None:
    """Run until a signal, and say in one sentence what went wrong if something did."""
    wish = Wish()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, wish.note)
    try:
        run(Places(VAR), wish)
    except CannotStart as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()

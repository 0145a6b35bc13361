"""The embedded PostgreSQL: its first preparation, its command line, and when it is ready."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from imrportal.servers.addresses import ROLE, Places, secret_in
from imrportal.servers.ground import CannotStart, Ground, as_account
from imrportal.servers.supervisor import Program

# Error lines name neither values nor statements: they could hold a patient's words.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
SETTINGS_FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
}


def program(places: Places, ground: Ground, *, for_tests: bool = False) -> Program:
    """Return how to run PostgreSQL, its data made if there is none yet."""
    if not ground.prepared.exists():
        _initialize(places, ground)
        ground.prepared.touch()
    settings = SETTINGS | (SETTINGS_FOR_TESTS if for_tests else {})
    command = [str(ground.postgres_bin / "postgres"), "-D", str(ground.postgres_data)]
    command += ["-k", str(places.run)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return Program(
        name="postgres",
        command=command,
        is_ready=lambda pid: _is_ready(ground.postgres_data, pid),
        prepare=lambda: end_orphan(ground.postgres_data),
        stop_signal=signal.SIGINT,
        account=ground.account,
    )


def end_orphan(data: Path, seconds: float = 20) -> None:
    """End a server whose parent was killed: it would keep the next one from its data."""
    pid = _pid_in(data)
    deadline = time.monotonic() + seconds
    while pid and _is_postgres(pid, data) and time.monotonic() < deadline:
        os.kill(pid, signal.SIGINT)
        time.sleep(0.1)


def _initialize(places: Places, ground: Ground) -> None:
    """Make the data folder: one role with a password, which owns one database."""
    for path in ground.postgres_data.iterdir():  # what an interrupted preparation left
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    with tempfile.TemporaryDirectory(dir=places.run) as folder:
        superuser = Path(folder) / "superuser-password"
        superuser.write_text(secrets.token_urlsafe(48))
        if os.getuid() == 0:
            for path in (Path(folder), superuser):
                os.chown(path, ground.account.uid, ground.account.gid)
        _run(
            ground,
            [
                str(ground.postgres_bin / "initdb"),
                *("-D", str(ground.postgres_data), "-U", "postgres", "--no-sync"),
                *("--auth=scram-sha-256", f"--pwfile={superuser}", "--encoding=UTF8"),
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
        )
    password = secret_in(places.password)
    single = ["--single", "-D", str(ground.postgres_data), "postgres"]
    _run(
        ground,
        [str(ground.postgres_bin / "postgres"), *single],
        text=f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'\n"
        f"CREATE DATABASE {ROLE} OWNER {ROLE}\n",
    )


def _run(ground: Ground, command: list[str], text: str = "") -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
    answer = subprocess.run(
        command,
        input=text,
        text=True,
        capture_output=True,
        cwd="/",
        env=environment,
        **as_account(ground.account),
    )
    if answer.returncode:
        said = (answer.stderr or answer.stdout).strip().splitlines()
        raise CannotStart(
            f"PostgreSQL could not make its data in {ground.postgres_data}: "
            f"{said[-1] if said else 'it said nothing'}"
        )


def _is_ready(data: Path, pid: int) -> bool:
    lines = _pid_file(data)
    return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _pid_in(data: Path) -> int | None:
    lines = _pid_file(data)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _is_postgres(pid: int, data: Path) -> bool:
    """Say whether this process is the server of this folder, and not a number used again."""
    answer = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True
    )
    return str(data) in answer.stdout

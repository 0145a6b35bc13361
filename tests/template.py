"""The database of which every worker's is a copy: migrated once, by whoever comes first.

As a program it is begun with the run, so that it migrates while the others still collect.
"""

import os
import subprocess
import sys

import django
from django.core.management import call_command
from django.db import connection

from tests import servers


def make_template() -> None:
    """Migrate it; at once over where somebody has."""
    with servers.door("template", seconds=600):
        own = connection.settings_dict["NAME"]
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [servers.TEMPLATE])
            if cursor.fetchone():
                return
            # One that was ended in the midst of it has left a part.
            cursor.execute(f"DROP DATABASE IF EXISTS {servers.TEMPLATE_UNFINISHED}")
            cursor.execute(f"CREATE DATABASE {servers.TEMPLATE_UNFINISHED}")
        connection.close()
        connection.settings_dict["NAME"] = servers.TEMPLATE_UNFINISHED
        try:
            call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(
                f"ALTER DATABASE {servers.TEMPLATE_UNFINISHED} RENAME TO {servers.TEMPLATE}"
            )


def begin() -> subprocess.Popen[bytes]:
    """Make it in a process of its own; should that fail, the first test that needs it does."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.template"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


if __name__ == "__main__":
    django.setup()
    make_template()

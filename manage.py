#!/usr/bin/env python
"""The command line of IMR Portal: `manage.py COMMAND` brings up the servers it needs."""

import os
import sys

from django.core.management import execute_from_command_line

from imrportal.servers.ground import CannotStart
from imrportal.servers.ondemand import is_demonstration, servers_for_command


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imrportal.settings")
    if is_demonstration(dict(os.environ)):
        os.environ["IMRPORTAL_DEMO"] = "1"
    try:
        with servers_for_command(sys.argv):
            execute_from_command_line(sys.argv)
    except CannotStart as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()

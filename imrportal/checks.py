"""Where production refuses to start: E001 and on, one line each, saying what to do.

Commands ask as Django's system checks do; the web server, the worker and beat ask at their start.
The web server and the worker also say there which walls keep parsers from the network.
"""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connections

from cases.pipelines import network_wall

log = logging.getLogger(__name__)

SHORTEST_SECRET = 50
FEWEST_DIFFERENT = 10
WORDS_OF_EXAMPLES = ("example", "insecure", "changeme", "change-me", "change_me", "secret")
# The exit code on which gunicorn's parent gives up instead of trying again.
APPLICATION_CANNOT_LOAD = 4
WALLS_IN_WORDS = {
    network_wall.NAMESPACE: "a network namespace of its own",
    network_wall.FILTER: "a filter that refuses sockets",
}
NO_WALL = (
    "No file will be opened: this system grants a PDF's reader neither a network namespace of its "
    "own nor a filter of system calls (seccomp), so it could reach the network. Run on Linux, on "
    "x86_64 or aarch64, and let the site's account use prctl(2) or unshare(2)."
)


@register()
def production_is_safe(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> list[CheckMessage]:
    """Return what forbids to run in production; a demonstration may run anyhow."""
    if settings.DEMONSTRATION:
        return []
    return [
        *_secret_is_secret(),
        *_debug_is_off(),
        *_hosts_are_named(),
        *_seal_has_a_key(),
        *_no_demonstration_account(),
    ]


@register()
def parsers_have_a_wall(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> list[CheckMessage]:
    """Return a warning where no file will be opened for want of a wall to the network."""
    return [] if network_wall.walls_here() else [Warning(NO_WALL, id="imrportal.W001")]


def say_walls() -> None:
    """Log which walls stand between the parsers of files and the network."""
    walls = network_wall.walls_here()
    if walls:
        words = " and ".join(WALLS_IN_WORDS[wall] for wall in walls)
        log.info("A PDF's reader is kept from the network by %s.", words)
    else:
        log.warning(NO_WALL)


def refuse_unsafe_start() -> None:
    """End this process, saying why, where production would not be safe."""
    faults = production_is_safe()
    connections.close_all()  # a worker forks after this
    for fault in faults:
        # Celery has put a log in the place of sys.stderr.
        print(f"Not started ({fault.id}): {fault.msg}", file=sys.__stderr__, flush=True)
    if faults:
        sys.exit(APPLICATION_CANNOT_LOAD)


def _secret_is_secret() -> list[Error]:
    secret = settings.SECRET_KEY
    is_weak = len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_DIFFERENT
    if is_weak or any(word in secret.lower() for word in WORDS_OF_EXAMPLES):
        return [
            Error(
                "SECRET_KEY is short or taken from an example: set 50 or more random characters.",
                id="imrportal.E001",
            )
        ]
    return []


def _debug_is_off() -> list[Error]:
    if settings.DEBUG:
        return [
            Error(
                "IMRPORTAL_DEBUG is on, which shows patients' data in error pages: unset it.",
                id="imrportal.E002",
            )
        ]
    return []


def _hosts_are_named() -> list[Error]:
    if not settings.ALLOWED_HOSTS:
        return [Error("ALLOWED_HOSTS is empty: name the site's host.", id="imrportal.E003")]
    if {"*", "."} & set(settings.ALLOWED_HOSTS):
        return [
            Error(
                "ALLOWED_HOSTS accepts any host: name the site's own instead of *.",
                id="imrportal.E003",
            )
        ]
    return []


def _seal_has_a_key() -> list[Error]:
    if settings.SEAL_PKCS11_MODULE:
        return []
    if not settings.SEAL_PKCS12:
        return [
            Error(
                "There is no key to seal letters with: set SEAL_PKCS12 or SEAL_PKCS11_MODULE.",
                id="imrportal.E004",
            )
        ]
    key = Path(settings.SEAL_PKCS12).resolve()
    if not key.is_file():
        return [Error(f"SEAL_PKCS12 names no file: {key} is missing.", id="imrportal.E004")]
    if key.is_relative_to(settings.VAR_DIR.resolve()):
        return [
            Error(
                "SEAL_PKCS12 is the demonstration's key: set the organization's own.",
                id="imrportal.E004",
            )
        ]
    return []


def _no_demonstration_account() -> list[Error]:
    try:
        is_present = get_user_model().objects.filter(is_demonstration=True).exists()
    except DatabaseError:
        return []  # no database yet, or no table: no account either
    if is_present:
        return [
            Error(
                "The database holds demonstration accounts, whose passwords are published: use a "
                "database that never held the demonstration.",
                id="imrportal.E005",
            )
        ]
    return []

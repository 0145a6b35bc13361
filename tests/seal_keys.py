"""The seal of a run of the tests: demonstration keys, made once for all its processes."""

import pytest
from django.conf import settings
from django.utils import timezone

from cases.press.keys import DemonstrationKeys, have_keys, make_keys, read_keys, write_keys
from imrportal.servers.lock import FileLock
from tests.factories import ORGANIZATION


@pytest.fixture(scope="session")
def seal_keys() -> DemonstrationKeys:
    """The keys that letters are sealed with, where the settings look for them."""
    folder = settings.VAR_DIR / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / "making").held(60):
        if not have_keys(folder):
            write_keys(make_keys(ORGANIZATION, at=timezone.now()), folder)
    return read_keys(folder)

"""What every test stands on: private servers, and a database that transactions can empty."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests import servers, template
from tests.cast import *  # noqa: F403
from tests.emptying import delete_instead_of_truncating
from tests.handing_out import AFewAtATime
from tests.seal_keys import seal_keys  # noqa: F401


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start this run's servers, in the one process that hands out the work."""
    is_worker = hasattr(session.config, "workerinput")
    if is_worker or session.config.option.collectonly:
        return
    stack = contextlib.ExitStack()
    session.config.add_cleanup(stack.close)
    stack.enter_context(servers.running())
    if getattr(session.config.option, "numprocesses", None):
        stack.callback(_end, template.begin())


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> AFewAtATime:
    """Who of this run's processes gets which tests."""
    return AFewAtATime(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin what waits for real processes first of what empties tables: not alone at the end."""
    emptying = [item for item in items if _empties_tables(item)]
    waiting = [item for item in emptying if item.get_closest_marker("slow")]
    if waiting:
        kept = set(map(id, waiting))
        place = items.index(emptying[0])
        behind = [item for item in items[place:] if id(item) not in kept]
        items[place:] = waiting + behind


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def migrated_template(django_db_blocker) -> None:
    """The database of which every worker's is a copy."""
    with django_db_blocker.unblock():
        template.make_template()


@pytest.fixture(scope="session")
def django_db_setup(migrated_template, django_db_setup) -> None:
    """Have the tables emptied by what is quickest for few rows, the audit's too."""
    delete_instead_of_truncating()


@pytest.fixture
def subprocess_env(db) -> dict[str, str]:
    """The environment of a process that shall see this worker's database and broker."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "IMRPORTAL_TEST_DATABASE": connection.settings_dict["NAME"],
    }


@pytest.fixture
def empty_broker() -> Iterator[None]:
    """No task of another test, and none left behind."""
    from tests.letter_worker import empty_the_broker

    empty_the_broker()
    yield
    empty_the_broker()

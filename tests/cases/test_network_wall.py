"""A parser cannot reach the network: by either wall alone, and without one it opens nothing."""

import json
import os
import socket
import subprocess
import sys

import pytest

from cases.errors import Refused
from cases.pipelines import network_wall, records
from cases.pipelines.network_wall import FILTER, NAMESPACE, WALLS
from imrportal import checks
from imrportal.servers.ondemand import PROJECT
from tests.factories import tiny_pdf

ACCOUNTS = ["root", "user"] if os.geteuid() == 0 else ["user"]

# What a PDF that had taken over its reader would try: our ports, our sockets in the file system.
TRY_TO_LEAVE = """
import errno, json, socket

def reached(family, *place):
    try:
        with socket.socket(family) as door:
            door.settimeout(5)
            door.connect(*place)
            return "reached"
    except OSError as refused:
        return errno.errorcode.get(refused.errno, "timeout")

def attempts(port):
    return {
        "tcp": reached(socket.AF_INET, ("127.0.0.1", port)),
        "far": reached(socket.AF_INET, ("192.0.2.1", 80)),
        "unix": reached(socket.AF_UNIX, "/nowhere/at/all"),
    }
"""
ALONE = (
    TRY_TO_LEAVE
    + """
import os, sys
from cases.pipelines.network_wall import build_walls
port, account, *wanted = sys.argv[1:]
if account == "user" and os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
print(json.dumps({"walls": build_walls(wanted), **attempts(int(port))}))
"""
)
# The real programs, with the look into the file replaced by the attempt.
IN_COUNTER = (
    TRY_TO_LEAVE
    + """
import sys
from cases.pipelines import page_counter
port = int(sys.argv.pop(1))
page_counter.look_into = lambda stream: attempts(port)
page_counter.main()
"""
)
IN_CHECKER = (
    TRY_TO_LEAVE
    + """
import sys
from reviews.pipelines import seal_checker
port = int(sys.argv.pop(1))
seal_checker.look_into = lambda pdf, trusted: attempts(port)
seal_checker.main()
"""
)


@pytest.fixture
def port():
    """A port of this machine where somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def run(program, *words, given=b""):
    answer = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=PROJECT,
        input=given,
        capture_output=True,
        check=True,
    )
    return json.loads(answer.stdout)


def alone(port, *walls, account=ACCOUNTS[0]):
    return run(ALONE, port, account, *walls)


def test_without_a_wall_the_port_is_in_reach(port):
    assert alone(port)["tcp"] == "reached"


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("wall", WALLS)
def test_each_wall_alone_keeps_the_network_out_of_reach(port, wall, account):
    found = alone(port, wall, account=account)
    if not found["walls"]:
        pytest.skip(f"This system grants {account} no {wall}.")
    refusal = {NAMESPACE: "ENETUNREACH", FILTER: "EPERM"}[wall]
    assert found["tcp"] == found["far"] == refusal


def test_the_filter_refuses_sockets_of_the_file_system_too(port):
    found = alone(port, FILTER)
    assert found["walls"] == [FILTER]
    assert found["unix"] == "EPERM"


@pytest.mark.parametrize("walls", [NAMESPACE, FILTER, ",".join(WALLS)])
@pytest.mark.parametrize(
    ("program", "given"), [(IN_COUNTER, tiny_pdf()), (IN_CHECKER, b"[]\n" + tiny_pdf())]
)
def test_no_parser_reaches_the_network(port, program, given, walls):
    found = run(program, port, 2**31, 20, walls, given=given)
    if found.get("fault") == "no_wall" or found.get("has_wall") is False:
        pytest.skip(f"This system grants no {walls}.")
    assert found["tcp"] == found["far"] != "reached"


@pytest.mark.parametrize("wall", WALLS)
def test_pages_are_counted_behind_either_wall(monkeypatch, tmp_path, wall):
    if not alone(1, wall)["walls"]:
        pytest.skip(f"This system grants no {wall}.")
    monkeypatch.setattr(network_wall, "WALLS", (wall,))
    file = tmp_path / "record.pdf"
    file.write_bytes(tiny_pdf("Three pages.", pages=3))
    assert records.count_pages(file) == 3


@pytest.mark.parametrize("program", [IN_COUNTER, IN_CHECKER])
def test_a_parser_without_a_wall_does_not_look(port, program):
    found = run(program, port, 2**31, 20, "", given=b"[]\n")
    assert found in ({"fault": "no_wall"}, {"has_wall": False})


@pytest.mark.django_db
def test_a_file_is_refused_in_words_where_there_is_no_wall(monkeypatch, settings, tmp_path):
    settings.BLOB_DIR = tmp_path
    monkeypatch.setattr(network_wall, "WALLS", ())
    with pytest.raises(Refused, match="“r.pdf” was not opened.* away from the network"):
        records.store_upload([tiny_pdf()], "r.pdf")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_machine_that_the_filter_does_not_know_gets_none(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert network_wall.build_walls([FILTER]) == ()


# What is said at the start.


def test_the_walls_that_stand_are_logged(monkeypatch, caplog):
    monkeypatch.setattr(network_wall, "walls_here", lambda: (FILTER,))
    with caplog.at_level("INFO"):
        checks.say_walls()
    assert "kept from the network by a filter that refuses sockets" in caplog.text
    assert checks.parsers_have_a_wall() == []


def test_no_wall_is_a_warning_of_the_system_and_of_the_log(monkeypatch, caplog):
    monkeypatch.setattr(network_wall, "WALLS", ())
    checks.say_walls()
    assert "No file will be opened" in caplog.text
    assert [found.id for found in checks.parsers_have_a_wall()] == ["imrportal.W001"]


def test_what_stands_here_is_found_out_in_another_process():
    walls = network_wall.walls_here()
    assert walls == tuple(wall for wall in WALLS if alone(1, wall)["walls"])
    with socket.socket():
        pass  # this process kept its network

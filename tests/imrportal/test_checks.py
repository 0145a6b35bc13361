"""Production refuses to start where it would not be safe, and says which fault it found."""

import os
import subprocess
import sys

import pytest

from imrportal import checks
from imrportal.servers.ondemand import PROJECT
from tests.factories import make_user

PRODUCTION = {
    "DATABASE_URL": "postgresql://nobody@localhost:1/nothing",
    "REDIS_URL": "redis://localhost:1/0",
    "SECRET_KEY": "kP4vN8xQ2mZ7wR5tY9bC3fH6jL1sD0gA-uE4iO8pX2nV7qW5kM",
    "ALLOWED_HOSTS": "imr.example.org",
}


@pytest.fixture
def production(settings, tmp_path, db):
    """Settings with which production starts."""
    key = tmp_path / "seal.p12"
    key.write_bytes(b"a key")
    settings.DEMONSTRATION = False
    settings.DEBUG = False
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    settings.ALLOWED_HOSTS = ["imr.example.org"]
    settings.SEAL_PKCS12 = str(key)
    settings.SEAL_PKCS11_MODULE = ""
    return settings


def faults():
    return [fault.id for fault in checks.production_is_safe()]


def test_safe_production_starts(production):
    checks.refuse_unsafe_start()


def test_a_demonstration_may_have_what_production_may_not(production):
    production.DEMONSTRATION = True
    production.SECRET_KEY = "short"

    assert faults() == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SECRET_KEY", "short", "imrportal.E001"),
        ("SECRET_KEY", "ab" * 40, "imrportal.E001"),
        ("SECRET_KEY", "an-example-key-" + PRODUCTION["SECRET_KEY"], "imrportal.E001"),
        ("SECRET_KEY", "django-insecure-" + PRODUCTION["SECRET_KEY"], "imrportal.E001"),
        ("DEBUG", True, "imrportal.E002"),
        ("ALLOWED_HOSTS", ["imr.example.org", "*"], "imrportal.E003"),
        ("ALLOWED_HOSTS", [], "imrportal.E003"),
        ("SEAL_PKCS12", "", "imrportal.E004"),
        ("SEAL_PKCS12", "/nowhere/seal.p12", "imrportal.E004"),
    ],
)
def test_each_fault_is_found_alone(production, name, value, fault):
    setattr(production, name, value)

    assert faults() == [fault]


def test_the_demonstrations_key_seals_nothing_in_production(production, tmp_path):
    production.VAR_DIR = tmp_path / "var"
    key = production.VAR_DIR / "keys" / "seal.p12"
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_bytes(b"a key")
    production.SEAL_PKCS12 = str(key)

    assert faults() == ["imrportal.E004"]


def test_a_key_in_a_hardware_module_is_a_key(production):
    production.SEAL_PKCS12 = ""
    production.SEAL_PKCS11_MODULE = "/usr/lib/softhsm/libsofthsm2.so"

    assert faults() == []


def test_a_demonstration_account_stops_production(production):
    make_user("coordinator", is_demonstration=True)

    assert faults() == ["imrportal.E005"]


def test_every_fault_gets_a_line_and_the_web_server_gives_up(production, capfd):
    production.SECRET_KEY = "short"
    production.DEBUG = True

    with pytest.raises(SystemExit) as end:
        checks.refuse_unsafe_start()

    lines = capfd.readouterr().err.splitlines()
    assert end.value.code == checks.APPLICATION_CANNOT_LOAD
    assert [line.split(":")[0] for line in lines] == [
        "Not started (imrportal.E001)",
        "Not started (imrportal.E002)",
    ]


def start(command, folder=PROJECT, **changes):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    environment = {name: v for name, v in {**kept, **PRODUCTION, **changes}.items() if v}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=folder, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "command",
    [
        [str(PROJECT / "manage.py"), "check"],
        ["-c", "import imrportal.wsgi"],
        ["-m", "celery", "-A", "imrportal", "worker", "--pool", "solo"],
        ["-m", "celery", "-A", "imrportal", "beat"],
    ],
    ids=["command", "web", "worker", "beat"],
)
def test_every_door_is_closed_without_a_signing_key(command, tmp_path):
    answer = start(command, folder=tmp_path, PYTHONPATH=str(PROJECT))

    assert answer.returncode != 0
    assert "There is no key to seal letters with" in answer.stderr


def test_production_without_a_secret_does_not_start():
    answer = start(["manage.py", "check"], SECRET_KEY="")

    assert answer.returncode != 0
    assert "SECRET_KEY is not set" in answer.stderr

"""Deadlines of before are marked as rights, and back."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

import cases.migrations
from cases.actions.deadlines import refresh_deadlines
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db
FOLDER = Path(cases.migrations.__file__).parent
[NAME] = [path.stem for path in FOLDER.glob("*_rights_are_no_duties.py")]


def test_the_time_to_file_becomes_a_right_and_the_determination_stays_a_duty(cora):
    case = make_case("ready_for_review")
    refresh_deadlines(case, by=cora, at=NOON, reason="first")
    case.deadlines.update(is_right=False)
    step = import_module(f"cases.migrations.{NAME}")

    step.mark(apps, None)
    assert case.deadlines.get(clock="A1").is_right
    assert not case.deadlines.get(clock="D1").is_right

    step.unmark(apps, None)
    assert not case.deadlines.filter(is_right=True).exists()

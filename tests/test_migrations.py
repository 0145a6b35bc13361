"""The migrations: they say what the models say, in one line, named for what they do."""

import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = ("accounts", "cases", "reviews")


@pytest.mark.django_db
def test_the_models_say_nothing_that_the_migrations_do_not():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_one_line(app):
    graph = MigrationLoader(None).graph
    assert len(graph.leaf_nodes(app)) == 1


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_named_for_what_they_do(app):
    names = [name for label, name in MigrationLoader(None).disk_migrations if label == app]
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z0-9_]+", name)] == []
    assert [name for name in names if "auto" in name or "alter_" in name] == []

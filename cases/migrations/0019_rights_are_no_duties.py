"""Deadlines counted before a right was told from a duty: the time to file, to appeal, to send."""

from typing import Any

from django.db import migrations

RIGHTS = ("A1", "A2", "R3", "P1", "P2", "U4")


def mark(apps: Any, schema_editor: Any) -> None:
    """Mark what is a right."""
    deadlines = apps.get_model("cases", "Deadline").objects
    deadlines.filter(rule_id__in=RIGHTS, is_right=False).update(is_right=True)


def unmark(apps: Any, schema_editor: Any) -> None:
    """Let all be duties again."""
    apps.get_model("cases", "Deadline").objects.filter(is_right=True).update(is_right=False)


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_bulk_division_and_consolidation")]

    operations = [migrations.RunPython(mark, unmark)]

"""Has documents looked for anew: those that were found so far do not say why, nor where they end.

Nothing that a person said is touched; a worker finds them again by itself.
"""

from typing import Any

from django.db import migrations


def look_anew(apps: Any, schema_editor: Any) -> None:
    apps.get_model("cases", "ReceivedFile").objects.filter(suggested_through__gt=0).update(
        suggested_through=0
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0038_what_a_suggested_document_says")]
    operations = [migrations.RunPython(look_anew, migrations.RunPython.noop)]

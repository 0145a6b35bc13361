"""Every record that has bytes gets the received file they came in; a worker then reads its pages."""

from typing import Any

from django.db import migrations


def make_files(apps: Any, schema_editor: Any) -> None:
    """Make a received file a case and digest; each of our own synthetic documents has its own."""
    record_model = apps.get_model("cases", "MedicalRecord")
    files: dict[tuple[Any, ...], Any] = {}
    with_bytes = record_model.objects.exclude(file_sha256="").order_by("pk")
    for record in with_bytes.select_related("case").iterator(chunk_size=500):
        own = record.pk if record.is_synthetic else None
        key = (record.case_id, record.file_sha256, own)
        if key not in files:
            files[key] = _made(apps, record)
        record.received_file_id = files[key]
        record.save(update_fields=["received_file"])
    _set_aside(apps)


def _made(apps: Any, record: Any) -> int:
    file = apps.get_model("cases", "ReceivedFile").objects.create(
        case_id=record.case_id,
        sha256=record.file_sha256,
        size=record.file_size or 0,
        name=record.file_name,
        pages=record.pages,
        is_synthetic=record.is_synthetic,
        received_by_id=record.uploaded_by_id,
        received_at=record.uploaded_at or record.case.created_at,
        kind=record.kind,
        title=record.title,
        author=record.author,
        date_of_service=record.date_of_service,
        source=record.source,
        received_on=record.received_on,
    )
    return int(file.pk)


def _set_aside(apps: Any) -> None:
    """Set aside the files that only superseded records came in."""
    for file in apps.get_model("cases", "ReceivedFile").objects.exclude(
        records__superseded_at=None
    ):
        file.set_aside_at = max(file.records.values_list("superseded_at", flat=True))
        file.save(update_fields=["set_aside_at"])


def forget_files(apps: Any, schema_editor: Any) -> None:
    """Leave the records as they were: their digests never moved."""
    apps.get_model("cases", "MedicalRecord").objects.update(received_file=None)
    for name in ("PageText", "UnreadPage", "CaseWord"):
        apps.get_model("cases", name).objects.all().delete()
    schema_editor.execute("truncate cases_recordpage cascade")
    apps.get_model("cases", "ReceivedFile").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_files_and_their_pages")]
    operations = [migrations.RunPython(make_files, forget_files)]

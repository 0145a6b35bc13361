from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_bulk_division_and_consolidation"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="case",
            name="records_request_method",
        ),
    ]

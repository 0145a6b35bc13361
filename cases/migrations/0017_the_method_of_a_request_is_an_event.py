from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_looks_of_pages"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="case",
            name="records_request_method",
        ),
    ]

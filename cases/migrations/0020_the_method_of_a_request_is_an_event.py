from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_rights_are_no_duties"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="case",
            name="records_request_method",
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_what_was_asked_for_and_what_came"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="case",
            name="records_request_method",
        ),
    ]

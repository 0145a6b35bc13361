from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_audit_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="medicalrecord",
            name="cases_a_record_with_a_file_has_its_pages",
        ),
        migrations.AddConstraint(
            model_name="medicalrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file_sha256", ""), ("pages__isnull", True)),
                    models.Q(
                        ("file_sha256__regex", "^[0-9a-f]{64}$"),
                        ("pages__gte", 1),
                        ("pages__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cases_a_record_with_a_file_has_its_pages",
            ),
        ),
    ]

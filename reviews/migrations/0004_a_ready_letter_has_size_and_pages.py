from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0003_an_offer_ends_with_its_review"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="determinationletter",
            name="reviews_a_letter_is_ready_exactly_when_it_has_its_file",
        ),
        migrations.AddConstraint(
            model_name="determinationletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("file_sha256__regex", "^[0-9a-f]{64}$"),
                        ("file_size__gt", 0),
                        ("file_size__isnull", False),
                        ("pages__gte", 1),
                        ("pages__isnull", False),
                        ("ready_at__isnull", False),
                        ("status", "ready"),
                    ),
                    models.Q(models.Q(("status", "ready"), _negated=True), ("file_sha256", "")),
                    _connector="OR",
                ),
                name="reviews_a_letter_is_ready_exactly_when_it_has_its_file",
            ),
        ),
    ]

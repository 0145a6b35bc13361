"""A letter that came back keeps its proof, and is served again in a row of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0015_a_page_counts_its_saves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="delivery",
            options={
                "ordering": ["letter", "position", "attempt"],
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.RemoveConstraint(model_name="delivery", name="reviews_one_delivery_a_recipient"),
        migrations.AddField(
            model_name="delivery",
            name="attempt",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="delivery",
            name="returned_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="returned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("letter", "position", "attempt"),
                name="reviews_one_delivery_a_recipient_and_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_by__isnull", True), ("returned_on__isnull", True)),
                    models.Q(
                        ("returned_by__isnull", False),
                        ("returned_on__gte", models.F("served_on")),
                        ("served_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="reviews_a_letter_comes_back_after_it_was_served",
            ),
        ),
    ]

"""Let all sessions of an account end at once, and count failed sign-ins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(
                default=0,
                help_text="How often all sessions were ended at once; part of each one's proof.",
            ),
        ),
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email_digest", models.CharField(max_length=32)),
                ("place_digest", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [
                    models.Index(
                        fields=["place_digest", "-at"], name="accounts_si_place_d_634e7b_idx"
                    )
                ],
            },
        ),
    ]

"""Notices: their words and proofs of service are frozen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
create function cases_refuse_change_of_notice() returns trigger language plpgsql as $$
begin
    raise exception 'What the parties were told is not changed: % of % is refused.', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger words_of_notices_are_frozen before update on cases_notice
    for each row when (
        old.snapshot is distinct from new.snapshot
        or old.snapshot_sha256 is distinct from new.snapshot_sha256
        or old.case_id is distinct from new.case_id
        or old.kind is distinct from new.kind
        or old.event is distinct from new.event
        or old.facts is distinct from new.facts
        or old.number is distinct from new.number
        or old.dated is distinct from new.dated
        or old.created_at is distinct from new.created_at
        or old.replaces_id is distinct from new.replaces_id
    ) execute function cases_refuse_change_of_notice();
create trigger finished_notice_is_frozen before update on cases_notice
    for each row when (old.status = 'ready' and (
        old.file_sha256 is distinct from new.file_sha256 or new.status <> 'ready'
    )) execute function cases_refuse_change_of_notice();
create trigger notices_stay before delete on cases_notice
    for each row execute function cases_refuse_change_of_notice();
create trigger proof_of_service_is_frozen before update on cases_noticeservice
    for each row when (
        old.notice_id is distinct from new.notice_id
        or old.position is distinct from new.position
        or old.attempt is distinct from new.attempt
        or old.recipient_role is distinct from new.recipient_role
        or old.recipient_name is distinct from new.recipient_name
        or (old.served_on is not null and (
            old.served_on is distinct from new.served_on
            or old.method is distinct from new.method
            or old.address is distinct from new.address
            or old.served_by_id is distinct from new.served_by_id
            or old.recorded_at is distinct from new.recorded_at
        ))
        or (old.returned_on is not null and (
            old.returned_on is distinct from new.returned_on
            or old.returned_by_id is distinct from new.returned_by_id
        ))
    ) execute function cases_refuse_change_of_notice();
create trigger services_of_notices_stay before delete on cases_noticeservice
    for each row execute function cases_refuse_change_of_notice();
"""

BACKWARD = """
drop trigger words_of_notices_are_frozen on cases_notice;
drop trigger finished_notice_is_frozen on cases_notice;
drop trigger notices_stay on cases_notice;
drop trigger proof_of_service_is_frozen on cases_noticeservice;
drop trigger services_of_notices_stay on cases_noticeservice;
drop function cases_refuse_change_of_notice();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_endings_of_services_and_fees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="records_request_method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("mail", "Mail"),
                    ("electronic", "Electronic"),
                    ("fax", "Fax"),
                    ("personal", "Personal service"),
                ],
                default="",
                help_text="How the claims administrator was served with the request.",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Being prepared"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("queued_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_token", models.UUIDField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, default="", max_length=300)),
                ("file_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("file_size", models.PositiveIntegerField(blank=True, null=True)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("unsealed_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("certificate_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("versions", models.JSONField(blank=True, default=dict)),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.PositiveSmallIntegerField(help_text="In the case, from one.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assignment", "Notice of assignment and request for information"),
                            ("information", "Request for missing information"),
                            ("ineligibility", "Notice of ineligibility"),
                            ("deferral", "Notice of deferral"),
                            ("conversion", "Notice of conversion to expedited review"),
                            ("termination", "Notice of termination"),
                            ("question", "Copy of a question to a party"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        help_text="What it tells of; one notice an event.", max_length=80
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("dated", models.DateField()),
                ("snapshot", models.JSONField()),
                ("snapshot_sha256", models.CharField(max_length=64)),
                ("wording_version", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField()),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="What it tells of was taken back before it was served.",
                        null=True,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="cases.case",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="cases.notice",
                    ),
                ),
            ],
            options={
                "ordering": ["case", "number"],
            },
        ),
        migrations.CreateModel(
            name="NoticeService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("recipient_role", models.CharField(max_length=30)),
                ("recipient_name", models.CharField(max_length=200)),
                ("address", models.TextField(blank=True, default="")),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mail", "Mail"),
                            ("electronic", "Electronic"),
                            ("fax", "Fax"),
                            ("personal", "Personal service"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("served_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("returned_on", models.DateField(blank=True, null=True)),
                (
                    "planned_method",
                    models.CharField(
                        choices=[
                            ("mail", "Mail"),
                            ("electronic", "Electronic"),
                            ("fax", "Fax"),
                            ("personal", "Personal service"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="cases.notice",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "served_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["notice", "position", "attempt"],
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("status", "queued")),
                fields=["queued_at"],
                name="cases_notices_queued",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="cases_one_notice_a_number_of_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("case", "kind", "event"),
                name="cases_one_first_notice_an_event",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("file_sha256", ""), _negated=True),
                fields=("file_sha256",),
                name="cases_a_file_belongs_to_one_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
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
                name="cases_a_notice_is_ready_exactly_when_it_has_its_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("snapshot_sha256__regex", "^[0-9a-f]{64}$")),
                name="cases_a_notice_has_the_digest_of_its_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "assignment",
                            "information",
                            "ineligibility",
                            "deferral",
                            "conversion",
                            "termination",
                            "question",
                        ],
                    )
                ),
                name="cases_a_notice_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeservice",
            constraint=models.UniqueConstraint(
                fields=("notice", "position", "attempt"),
                name="cases_one_service_of_a_notice_an_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeservice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("served_on__isnull", True),
                    models.Q(
                        models.Q(("method", ""), _negated=True),
                        models.Q(("address", ""), _negated=True),
                        ("served_by__isnull", False),
                        ("recorded_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cases_service_of_a_notice_has_its_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeservice",
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
                name="cases_a_notice_comes_back_after_it_was_served",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

"""Received files and the pages of records: what was sent, page by page, searchable."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# What a page is never changes; the document that holds it is one of its own case.
FORWARD = """
create function cases_page_keeps_its_place() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'A page of a record stays: to remove it is refused.'
            using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and (new.case_id, new.number, new.file_id, new.number_in_file)
            is distinct from (old.case_id, old.number, old.file_id, old.number_in_file) then
        raise exception 'A page keeps its number and its place in its file: a change is refused.'
            using errcode = 'restrict_violation';
    end if;
    if new.case_id is distinct from
                (select case_id from cases_medicalrecord where id = new.record_id)
            or new.case_id is distinct from
                (select case_id from cases_receivedfile where id = new.file_id) then
        raise exception 'A page, its document and its file are of one case: another is refused.'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger page_keeps_its_place
    before insert or delete or update of case_id, number, file_id, number_in_file, record_id
    on cases_recordpage for each row execute function cases_page_keeps_its_place();

create function cases_received_bytes_stay() returns trigger language plpgsql as $$
begin
    if (new.sha256, new.size) is distinct from (old.sha256, old.size)
            or (old.case_id is not null and new.case_id is distinct from old.case_id) then
        raise exception 'A received file keeps its bytes and its case: a change is refused.'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger received_bytes_stay before update of sha256, size, case_id on cases_receivedfile
    for each row execute function cases_received_bytes_stay();
"""
BACKWARD = """
drop trigger page_keeps_its_place on cases_recordpage;
drop function cases_page_keeps_its_place();
drop trigger received_bytes_stay on cases_receivedfile;
drop function cases_received_bytes_stay();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_the_audit_head_is_made_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="CaseWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="RecordPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="In the case, from 1; never given again."
                    ),
                ),
                (
                    "number_in_file",
                    models.PositiveIntegerField(help_text="In the working copy, from 1."),
                ),
                ("place", models.PositiveIntegerField(help_text="In its document, from 1.")),
                ("width", models.FloatField()),
                ("height", models.FloatField()),
                ("rotation", models.PositiveSmallIntegerField(default=0)),
                ("skew", models.FloatField(default=0.0)),
                ("display_fault", models.CharField(blank=True, default="", max_length=20)),
                ("image_hash", models.BigIntegerField(blank=True, null=True)),
                ("thumbnail_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("thumbnail_offset", models.PositiveIntegerField(default=0)),
                ("thumbnail_size", models.PositiveIntegerField(default=0)),
                ("is_blank", models.BooleanField(default=False)),
                ("is_fax_cover", models.BooleanField(default=False)),
                ("is_coversheet", models.BooleanField(default=False)),
                (
                    "is_folded",
                    models.BooleanField(
                        default=False, help_text="Out of the way; one key brings it."
                    ),
                ),
                (
                    "foreign",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing differs"),
                            ("suspected", "May be another patient's"),
                            ("confirmed", "Another patient's"),
                            ("dismissed", "This patient's"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "foreign_differs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "ordering": ["case", "number"],
            },
        ),
        migrations.CreateModel(
            name="ReceivedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="As the sender called it; text only.",
                        max_length=255,
                    ),
                ),
                (
                    "medium",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("tiff", "TIFF"), ("jpeg", "JPEG")],
                        default="pdf",
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("upload", "Upload"),
                            ("folder", "Import folder"),
                            ("case_file", "Case file"),
                        ],
                        default="upload",
                        max_length=10,
                    ),
                ),
                ("is_synthetic", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application", "Application for IMR"),
                            ("ur_determination", "Utilization review determination"),
                            ("request_for_authorization", "Request for authorization"),
                            ("progress_report", "Progress report"),
                            ("consultation", "Consultation"),
                            ("imaging_report", "Imaging report"),
                            ("diagnostic_report", "Diagnostic report"),
                            ("laboratory_report", "Laboratory report"),
                            ("operative_report", "Operative report"),
                            ("therapy_note", "Therapy note"),
                            ("medical_legal_report", "Medical-legal report"),
                            ("correspondence", "Correspondence"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=40,
                    ),
                ),
                ("title", models.CharField(blank=True, default="", max_length=300)),
                ("author", models.CharField(blank=True, default="", max_length=200)),
                ("date_of_service", models.DateField(blank=True, null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("injured_worker", "Injured worker"),
                            ("attorney", "Attorney"),
                            ("claims_administrator", "Claims administrator"),
                            ("employer", "Employer"),
                            ("requesting_physician", "Requesting physician"),
                            ("insurer", "Insurer"),
                            ("ur_organization", "UR organization"),
                            ("agent", "Agent"),
                            ("medical_provider_network", "Medical provider network"),
                            ("facility", "Facility"),
                            ("manufacturer", "Manufacturer"),
                        ],
                        max_length=30,
                        verbose_name="sent by",
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("scanned", "Scanned"),
                            ("sanitised", "Sanitised"),
                            ("paged", "Paged"),
                            ("read", "Read"),
                            ("indexed", "Indexed"),
                            ("ready", "Ready"),
                            ("routed", "Passed on by its coversheets"),
                            ("rejected", "Rejected"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for the virus scan"),
                            ("none", "Not scanned: no virus scanner is set up"),
                            ("clean", "Clean"),
                            ("found", "Something was found"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                ("working_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("working_size", models.PositiveBigIntegerField(blank=True, null=True)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("first_page", models.PositiveIntegerField(default=1)),
                ("last_page", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "remarks",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What was seen or taken out: code -> how many.",
                    ),
                ),
                ("rejection", models.TextField(blank=True, default="")),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_token", models.UUIDField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="medicalrecord",
            name="cases_the_same_file_is_in_a_case_once",
        ),
        migrations.AddField(
            model_name="medicalrecord",
            name="facility",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="medicalrecord",
            name="part",
            field=models.PositiveIntegerField(
                default=1, help_text="Of the documents that came in one file, the how-manyth."
            ),
        ),
        migrations.AddField(
            model_name="caseword",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="words",
                to="cases.case",
            ),
        ),
        migrations.CreateModel(
            name="PageText",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="cases.recordpage",
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("none", "Not read"),
                            ("layer", "Text layer"),
                            ("ocr", "Recognized from the picture"),
                        ],
                        default="none",
                        max_length=5,
                    ),
                ),
                (
                    "confidence",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Of recognized text, in percent.", null=True
                    ),
                ),
                ("word_boxes", models.BinaryField(blank=True, default=bytes)),
                (
                    "revision",
                    models.PositiveSmallIntegerField(default=1, help_text="Counts new readings."),
                ),
                ("has_hidden_text", models.BooleanField(default=False)),
                ("read_at", models.DateTimeField()),
                ("search_vector", django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="UnreadPage",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unread",
                        serialize=False,
                        to="cases.recordpage",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("given_up_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="recordpage",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="record_pages",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="recordpage",
            name="duplicate_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicates",
                to="cases.recordpage",
            ),
        ),
        migrations.AddField(
            model_name="recordpage",
            name="near_duplicate_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="near_duplicates",
                to="cases.recordpage",
            ),
        ),
        migrations.AddField(
            model_name="recordpage",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="record_pages",
                to="cases.medicalrecord",
            ),
        ),
        migrations.AddField(
            model_name="recordpage",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="record_pages",
                to="cases.receivedfile",
            ),
        ),
        migrations.AddField(
            model_name="receivedfile",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="received_files",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="receivedfile",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="cases.receivedfile",
            ),
        ),
        migrations.AddField(
            model_name="receivedfile",
            name="received_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="medicalrecord",
            name="received_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="cases.receivedfile",
            ),
        ),
        migrations.AddConstraint(
            model_name="medicalrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("superseded_at", None),
                    models.Q(("file_sha256", ""), _negated=True),
                    ("is_synthetic", False),
                ),
                fields=("case", "file_sha256", "part"),
                name="cases_the_same_file_is_in_a_case_once",
            ),
        ),
        migrations.AddIndex(
            model_name="caseword",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="words_by_trigram", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="caseword",
            constraint=models.UniqueConstraint(
                fields=("case", "word"), name="cases_a_word_of_a_case_is_kept_once"
            ),
        ),
        migrations.AddField(
            model_name="pagetext",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="unreadpage",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unread_pages",
                to="cases.receivedfile",
            ),
        ),
        migrations.AddIndex(
            model_name="recordpage",
            index=models.Index(fields=["image_hash", "case"], name="pages_by_image"),
        ),
        migrations.AddIndex(
            model_name="recordpage",
            index=models.Index(
                condition=models.Q(("foreign", "suspected")),
                fields=["case"],
                name="suspected_foreign_pages",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordpage",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="cases_a_page_number_is_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recordpage",
            constraint=models.UniqueConstraint(
                fields=("file", "number_in_file"), name="cases_a_page_of_a_file_is_kept_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recordpage",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("record", "place"),
                name="cases_one_page_a_place_of_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordpage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number__gte", 1), ("number_in_file__gte", 1), ("place__gte", 1)
                ),
                name="cases_pages_count_from_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("rotation__in", [0, 90, 180, 270])),
                name="cases_a_page_is_turned_by_quarters",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordpage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("duplicate_of__isnull", True),
                        ("duplicate_of__lt", models.F("pk")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("near_duplicate_of__isnull", True),
                        ("near_duplicate_of__lt", models.F("pk")),
                        _connector="OR",
                    ),
                ),
                name="cases_a_duplicate_is_the_later_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordpage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("foreign", ""), ("foreign_differs__len__gt", 0), _connector="OR"
                ),
                name="cases_a_foreign_page_says_what_differs",
            ),
        ),
        migrations.AddIndex(
            model_name="receivedfile",
            index=models.Index(
                condition=models.Q(
                    ("step__in", ["indexed", "paged", "read", "received", "sanitised", "scanned"])
                ),
                fields=["id"],
                name="unfinished_files",
            ),
        ),
        migrations.AddIndex(
            model_name="receivedfile",
            index=models.Index(fields=["sha256"], name="files_by_digest"),
        ),
        migrations.AddIndex(
            model_name="receivedfile",
            index=models.Index(fields=["working_sha256"], name="files_by_working_copy"),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("is_synthetic", False),
                    ("set_aside_at", None),
                    models.Q(("step", "rejected"), _negated=True),
                ),
                fields=("case", "sha256", "first_page"),
                name="cases_the_same_bytes_are_in_a_case_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="cases_a_received_file_has_its_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("step", "rejected"), ("rejection", ""), _connector="XOR"),
                name="cases_a_rejected_file_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ("received", "scanned", "rejected")),
                    ("working_sha256__regex", "^[0-9a-f]{64}$"),
                    _connector="OR",
                ),
                name="cases_a_sanitised_file_has_its_working_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ("received", "scanned", "sanitised", "routed", "rejected")),
                    models.Q(("case__isnull", False), ("pages__gte", 1), ("pages__isnull", False)),
                    _connector="OR",
                ),
                name="cases_a_paged_file_has_its_case_and_pages",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_page__gte", 1),
                    models.Q(
                        ("last_page__isnull", True),
                        ("last_page__gte", models.F("first_page")),
                        _connector="OR",
                    ),
                ),
                name="cases_the_pages_of_a_file_are_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lease_until__isnull", True),
                    (
                        "step__in",
                        frozenset(["indexed", "paged", "read", "received", "sanitised", "scanned"]),
                    ),
                    _connector="OR",
                ),
                name="cases_only_an_unfinished_file_is_held",
            ),
        ),
        migrations.AddIndex(
            model_name="pagetext",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["search_vector"], name="pages_by_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="pagetext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "none"), ("text", "")),
                    ("source__in", ["layer", "ocr"]),
                    _connector="OR",
                ),
                name="cases_a_page_that_was_not_read_has_no_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="pagetext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidence__isnull", True),
                    models.Q(("confidence__lte", 100), ("source", "ocr")),
                    _connector="OR",
                ),
                name="cases_only_recognized_text_has_a_confidence",
            ),
        ),
        migrations.AddIndex(
            model_name="recordpage",
            index=models.Index(
                condition=models.Q(
                    ("thumbnail_offset", 0), models.Q(("thumbnail_sha256", ""), _negated=True)
                ),
                fields=["thumbnail_sha256"],
                name="packs_of_thumbnails",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

"""What a person said of pages and documents; no page goes into a document that was superseded."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Asked at the end of the transaction, for a document is superseded before its pages move.
FORWARD = """
create function cases_page_is_in_a_live_document() returns trigger language plpgsql as $$
begin
    if exists (select 1 from cases_medicalrecord r join cases_recordpage p on p.record_id = r.id
               join cases_receivedfile f on f.id = p.file_id
               where p.id = new.id and r.superseded_at is not null and f.set_aside_at is null) then
        raise exception 'A page goes into a document that counts: a superseded one is refused.'
            using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create constraint trigger page_is_in_a_live_document
    after insert or update of record_id on cases_recordpage
    deferrable initially deferred
    for each row execute function cases_page_is_in_a_live_document();

create function cases_pages_go_along() returns trigger language plpgsql as $$
begin
    if exists (select 1 from cases_medicalrecord r
               join cases_medicalrecord heir on heir.id = r.superseded_by_id
               where r.id = new.id and r.superseded_at is not null
                 and heir.received_file_id = r.received_file_id
                 and exists (select 1 from cases_recordpage p where p.record_id = r.id)) then
        raise exception 'Pages go along to what takes the place of their document: left is refused.'
            using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create constraint trigger pages_go_along
    after update of superseded_at, superseded_by_id on cases_medicalrecord
    deferrable initially deferred
    for each row execute function cases_pages_go_along();
"""
BACK = """
drop trigger pages_go_along on cases_medicalrecord;
drop function cases_pages_go_along();
drop trigger page_is_in_a_live_document on cases_recordpage;
drop function cases_page_is_in_a_live_document();
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0020_the_method_of_a_request_is_an_event"),
    ]

    operations = [
        migrations.AddField(
            model_name="recordpage",
            name="checked_at",
            field=models.DateTimeField(
                null=True,
                blank=True,
                help_text="When a person last said whether it is folded away.",
            ),
        ),
        migrations.AddField(
            model_name="medicalrecord",
            name="confirmed_at",
            field=models.DateTimeField(
                null=True,
                blank=True,
                help_text="When a person confirmed its pages, kind, day and author.",
            ),
        ),
        migrations.AddField(
            model_name="medicalrecord",
            name="confirmed_by",
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
            name="value_sources",
            field=models.JSONField(
                default=dict,
                blank=True,
                help_text="Field -> the page and words it was taken from.",
            ),
        ),
        migrations.AddConstraint(
            model_name="medicalrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False),
                name="cases_a_confirmed_record_says_by_whom",
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]

"""A kept save is not changed or removed; what stands in open drafts is kept from now on."""

from django.db import migrations

FREEZE = """
create trigger kept_saves_are_frozen before update on reviews_draftrevision
    for each row when (
        old.text is distinct from new.text
        or old.outcome is distinct from new.outcome
        or old.imro_basis is distinct from new.imro_basis
        or old.citations is distinct from new.citations
        or old.revision is distinct from new.revision
        or old.saved_at is distinct from new.saved_at
        or old.draft_id is distinct from new.draft_id
        or old.service_id is distinct from new.service_id
    ) execute function reviews_refuse_change();
create trigger kept_saves_stay before delete on reviews_draftrevision
    for each row execute function reviews_refuse_change();
"""
UNFREEZE = """
drop trigger kept_saves_are_frozen on reviews_draftrevision;
drop trigger kept_saves_stay on reviews_draftrevision;
"""
KEEP = """
insert into reviews_draftrevision
    (draft_id, service_id, revision, text, outcome, imro_basis, citations, saved_at)
select d.id, null, d.revision, d.clinical_case_summary, '', '', '[]', d.saved_at
from reviews_draft d where d.saved_at is not null;

insert into reviews_draftrevision
    (draft_id, service_id, revision, text, outcome, imro_basis, citations, saved_at)
select s.draft_id, s.service_id, s.revision, s.decision_rationale, s.outcome, s.imro_basis,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'source', c.source, 'title', c.title, 'year', c.year,
            'sections', to_jsonb(c.sections), 'pages', to_jsonb(c.pages), 'text', c.text
        ) order by c.position)
        from reviews_draftcitation c where c.service_draft_id = s.id
    ), '[]'::jsonb),
    s.saved_at
from reviews_servicedraft s where s.saved_at is not null;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_every_save_of_a_draft_is_kept")]
    operations = [
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE, UNFREEZE),
    ]

"""A submitted version's words and decisions, and a signed snapshot, cannot be changed."""

from django.db import migrations

FORWARD = """
create function reviews_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'What was submitted is not changed: % of % is refused.', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger decisions_are_frozen before update or delete on reviews_servicedecision
    for each row execute function reviews_refuse_change();
create trigger guideline_citations_are_frozen before update or delete on reviews_guidelinecitation
    for each row execute function reviews_refuse_change();
create trigger attestations_are_frozen before update or delete on reviews_conflictattestation
    for each row execute function reviews_refuse_change();

create trigger determination_text_is_frozen before update on reviews_determination
    for each row when (
        old.clinical_case_summary is distinct from new.clinical_case_summary
        or old.case_id is distinct from new.case_id
        or old.review_id is distinct from new.review_id
        or old.version is distinct from new.version
        or old.submitted_by_id is distinct from new.submitted_by_id
        or old.submitted_at is distinct from new.submitted_at
    ) execute function reviews_refuse_change();
create trigger signed_snapshot_is_frozen before update on reviews_determination
    for each row when (
        old.signed_at is not null and (
            old.snapshot is distinct from new.snapshot
            or old.snapshot_sha256 is distinct from new.snapshot_sha256
            or old.signed_at is distinct from new.signed_at
            or old.signed_by_id is distinct from new.signed_by_id
            or old.approved_by_id is distinct from new.approved_by_id
        )
    ) execute function reviews_refuse_change();
create trigger determinations_stay before delete on reviews_determination
    for each row execute function reviews_refuse_change();

create trigger finished_letter_is_frozen before update on reviews_determinationletter
    for each row when (old.status = 'ready' and (
        old.file_sha256 is distinct from new.file_sha256 or new.status <> 'ready'
    )) execute function reviews_refuse_change();
create trigger letters_stay before delete on reviews_determinationletter
    for each row execute function reviews_refuse_change();
"""

BACKWARD = """
drop trigger decisions_are_frozen on reviews_servicedecision;
drop trigger guideline_citations_are_frozen on reviews_guidelinecitation;
drop trigger attestations_are_frozen on reviews_conflictattestation;
drop trigger determination_text_is_frozen on reviews_determination;
drop trigger signed_snapshot_is_frozen on reviews_determination;
drop trigger determinations_stay on reviews_determination;
drop trigger finished_letter_is_frozen on reviews_determinationletter;
drop trigger letters_stay on reviews_determinationletter;
drop function reviews_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_judgement")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

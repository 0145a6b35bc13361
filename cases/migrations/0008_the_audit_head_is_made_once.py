"""Transactions that find the chain without its head make it once, whoever comes first."""

from django.db import migrations

FUNCTION = """
create or replace function cases_audit_seal() returns trigger language plpgsql as $$
declare
    head cases_audithead%rowtype;
    digest text;
begin
    select * into head from cases_audithead where id = 1 for update;
    if not found then
        {make_head}
    end if;
    head.sequence := head.sequence + 1;
    digest := encode(sha256(convert_to(concat_ws(E'\\x1f',
        head.sequence::text, head.sha256, new.id::text,
        (extract(epoch from new.at) * 1000000)::bigint::text,
        coalesce(new.actor_id::text, ''), new.actor_role, new.operator, new.kind,
        new.case_number, new.object_type, coalesce(new.object_id::text, ''),
        new.changed_fields::text, new.data::text, new.request_id), 'UTF8')), 'hex');
    insert into cases_auditseal (sequence, event_id, previous_sha256, sha256)
        values (head.sequence, new.id, head.sha256, digest);
    update cases_audithead set sequence = head.sequence, sha256 = digest where id = 1;
    return null;
end $$;
"""
ONCE = """
        insert into cases_audithead (id, sequence, sha256) values (1, 0, repeat('0', 64))
            on conflict (id) do nothing;
        select * into strict head from cases_audithead where id = 1 for update;
"""
AT_EACH = """
        insert into cases_audithead (id, sequence, sha256) values (1, 0, repeat('0', 64))
            returning * into head;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_suspected_duplicates")]
    operations = [
        migrations.RunSQL(
            FUNCTION.replace("{make_head}", ONCE), FUNCTION.replace("{make_head}", AT_EACH)
        )
    ]

"""The audit chain: events sealed at commit, refused to be changed, removed or truncated."""

from django.db import migrations

FORWARD = """
insert into cases_audithead (id, sequence, sha256) values (1, 0, repeat('0', 64));

create function cases_audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'The audit trail can only be added to: % of % is refused.', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger audit_refuses_change before update or delete on cases_auditevent
    for each row execute function cases_audit_refuse();
create trigger audit_refuses_change before update or delete on cases_auditseal
    for each row execute function cases_audit_refuse();
create trigger audit_refuses_truncate before truncate on cases_auditevent
    for each statement execute function cases_audit_refuse();
create trigger audit_refuses_truncate before truncate on cases_auditseal
    for each statement execute function cases_audit_refuse();

create function cases_audit_seal() returns trigger language plpgsql as $$
declare
    head cases_audithead%rowtype;
    digest text;
begin
    select * into head from cases_audithead where id = 1 for update;
    if not found then
        insert into cases_audithead (id, sequence, sha256) values (1, 0, repeat('0', 64))
            returning * into head;
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

create constraint trigger audit_seals_at_commit after insert on cases_auditevent
    deferrable initially deferred for each row execute function cases_audit_seal();
"""

BACKWARD = """
drop trigger audit_seals_at_commit on cases_auditevent;
drop function cases_audit_seal();
drop trigger audit_refuses_change on cases_auditevent;
drop trigger audit_refuses_change on cases_auditseal;
drop trigger audit_refuses_truncate on cases_auditevent;
drop trigger audit_refuses_truncate on cases_auditseal;
drop function cases_audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_case_file")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

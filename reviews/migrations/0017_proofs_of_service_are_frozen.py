"""The proof that a determination was served is frozen, as that of a notice is."""

from django.db import migrations

FORWARD = """
create function reviews_refuse_change_of_service() returns trigger language plpgsql as $$
begin
    raise exception 'A proof of service is not changed: % of % is refused.', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger proof_of_service_is_frozen before update on reviews_delivery
    for each row when (
        old.letter_id is distinct from new.letter_id
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
    ) execute function reviews_refuse_change_of_service();
create trigger services_of_letters_stay before delete on reviews_delivery
    for each row execute function reviews_refuse_change_of_service();
"""
BACKWARD = """
drop trigger proof_of_service_is_frozen on reviews_delivery;
drop trigger services_of_letters_stay on reviews_delivery;
drop function reviews_refuse_change_of_service();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0016_a_letter_may_come_back")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

"""The recipient of a notice is frozen with the service, not before: an administrator may change."""

from django.db import migrations

FROZEN = """
drop trigger proof_of_service_is_frozen on cases_noticeservice;
create trigger proof_of_service_is_frozen before update on cases_noticeservice
    for each row when (
        old.notice_id is distinct from new.notice_id
        or old.position is distinct from new.position
        or old.attempt is distinct from new.attempt
        or old.recipient_role is distinct from new.recipient_role
        {name_unserved}
        or (old.served_on is not null and (
            old.served_on is distinct from new.served_on
            {name_served}
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
"""
NAME = "or old.recipient_name is distinct from new.recipient_name"
FORWARD = FROZEN.format(name_unserved="", name_served=NAME)
BACKWARD = FROZEN.format(name_unserved=NAME, name_served="")


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_bundles_and_the_tray")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

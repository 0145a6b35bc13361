"""What a test committed is gone when the next one begins, and the guards stand again."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection

from cases import audit
from cases.models import AuditEvent
from tests.factories import make_case, make_review

# Django makes these anew each time.
MADE_ANEW = {"auth.Permission", "contenttypes.ContentType"}


def filled() -> set[str]:
    return {model._meta.label for model in apps.get_models() if model._base_manager.exists()}


def refused() -> set[str]:
    """The tables of the trail that let nobody take their rows away."""
    stood = set()
    for statement in ("DELETE FROM cases_auditevent", "TRUNCATE cases_auditevent"):
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            stood.add(statement.split()[0])
    return stood


@pytest.mark.django_db(transaction=True)
def test_all_rows_are_gone_and_what_guards_them_stands(cora, rita):
    make_review(make_case("in_review"), rita.reviewer)
    audit.append("case.opened", cora, by=cora)
    before = filled()
    assert {"accounts.User", "cases.Case", "reviews.Review", "cases.AuditEvent"} <= before
    call_command("flush", verbosity=0, interactive=False)
    assert filled() <= MADE_ANEW
    audit.append("case.opened", None, by=None)
    assert refused() == {"DELETE", "TRUNCATE"}
    assert AuditEvent.objects.count() == 1

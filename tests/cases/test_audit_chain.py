"""The chain is proven from the rows: whatever is done behind its triggers is found."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection

from cases import audit
from cases.actions.audit import verify_audit
from cases.models import AuditEvent
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Five sealed events."""
    case = make_case()
    for number in range(5):
        audit.append("case.viewed", case, by=None, changed=["status"], number=number, word="é “x”")
    seal()
    return list(AuditEvent.objects.order_by("pk"))


def seal():
    """Let the deferred triggers run, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def behind_the_triggers(*statements):
    """Do what somebody who owns the tables can do."""
    tables = ("cases_auditevent", "cases_auditseal")
    seal()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")


def test_an_untouched_chain_is_intact(chain):
    verdict = audit.verify_chain()
    assert verdict.is_intact
    assert verdict.sealed == 5


def test_an_empty_chain_is_intact():
    assert audit.verify_chain().is_intact


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'case.forgotten'",
        "at = at - interval '1 microsecond'",
        "data = '{}'",
        "actor_role = 'auditor'",
        "operator = 'nobody'",
        "case_number = 'CM26-9999999'",
        "object_id = 1",
        "object_type = 'cases.party'",
        "changed_fields = '{}'",
        "request_id = 'x'",
    ],
)
def test_an_edited_event_is_found_at_its_place(chain, change):
    behind_the_triggers(f"update cases_auditevent set {change} where id = {chain[2].pk}")
    verdict = audit.verify_chain()
    assert verdict.fault == "The event at place 3 of the chain has been changed."
    assert verdict.sealed == 2


def test_a_removed_event_is_found(chain):
    pk = chain[2].pk
    behind_the_triggers(
        without_the_foreign_key(),
        f"delete from cases_auditevent where id = {pk}",
    )
    assert audit.verify_chain().fault == "The event at place 3 of the chain has been removed."


def without_the_foreign_key():
    table = "cases_auditseal"
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    name = next(name for name, constraint in found.items() if constraint["foreign_key"])
    return f"alter table {table} drop constraint {name}"


def test_an_event_removed_with_its_seal_is_found(chain):
    pk = chain[2].pk
    behind_the_triggers(
        f"delete from cases_auditseal where event_id = {pk}",
        f"delete from cases_auditevent where id = {pk}",
    )
    assert audit.verify_chain().fault == "Place 3 of the chain is missing; the next one is 4."


def test_a_shortened_chain_is_found(chain):
    pk = chain[4].pk
    behind_the_triggers(
        f"delete from cases_auditseal where event_id = {pk}",
        f"delete from cases_auditevent where id = {pk}",
    )
    assert audit.verify_chain().fault == "The chain ends at place 4, but its head says 5."


def test_an_emptied_chain_is_found(chain):
    behind_the_triggers("truncate cases_auditseal, cases_auditevent")
    assert audit.verify_chain().fault == "The chain ends at place 0, but its head says 5."


def test_a_missing_head_is_found(chain):
    behind_the_triggers("delete from cases_audithead")
    assert "its head is missing" in audit.verify_chain().fault


def test_events_that_changed_places_are_found(chain):
    first, second = chain[1].pk, chain[2].pk
    behind_the_triggers(
        without_the_foreign_key(),
        f"update cases_auditseal set event_id = -event_id where event_id in ({first}, {second})",
        f"update cases_auditseal set event_id = {second} where event_id = -{first}",
        f"update cases_auditseal set event_id = {first} where event_id = -{second}",
    )
    assert audit.verify_chain().fault == "The event at place 2 of the chain has been changed."


def test_a_seal_made_anew_does_not_follow(chain):
    behind_the_triggers(
        f"update cases_auditseal set previous_sha256 = '{'a' * 64}' where sequence = 3"
    )
    assert audit.verify_chain().fault == "Place 3 does not follow from the place before it."


def test_an_event_added_without_a_seal_is_found(chain):
    behind_the_triggers(
        "insert into cases_auditevent (at, actor_role, operator, kind, case_number, object_type, "
        "changed_fields, data, request_id) values (now(), '', '', 'x.y', '', '', '{}', '{}', '')"
    )
    assert audit.verify_chain().fault == "1 events are outside the chain."


def test_the_command_says_that_the_chain_holds(chain):
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == "The audit trail is intact: 5 events, none changed.\n"


def test_the_command_ends_with_2_and_the_sentence(chain):
    behind_the_triggers(f"update cases_auditevent set kind = 'x.y' where id = {chain[0].pk}")
    said = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("verify_audit", stderr=said)
    assert end.value.code == 2
    assert "The event at place 1 of the chain has been changed." in said.getvalue()


def test_a_verification_is_in_the_trail_with_its_verdict(chain, audrey):
    assert verify_audit(by=audrey, at=NOON).is_intact
    event = AuditEvent.objects.get(kind="audit.verified")
    assert event.data == {"sealed": 5, "is_intact": True}


def test_verifying_needs_the_permission(chain, ada):
    with pytest.raises(PermissionDenied):
        verify_audit(by=ada, at=NOON)

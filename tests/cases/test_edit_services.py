"""Correcting the disputed services: while the case is received or eligible, and never blindly."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.disputes import edit_services
from cases.entries import entry_digest, service_entries
from cases.errors import EditConflict, Refused
from cases.lifecycle import SERVICES_MAY_CHANGE, CaseStatus
from cases.models import AuditEvent
from tests.factories import NOON, make_case
from tests.factories.application import DENIED, MODIFIED
from tests.races import THREADS, all_at_once, refusals

pytestmark = pytest.mark.django_db
CLOSED = sorted(set(CaseStatus.values) - SERVICES_MAY_CHANGE)


def edit(case, entries, by, revision=None):
    revision = entry_digest(service_entries(case)) if revision is None else revision
    return edit_services(case, entries, by=by, at=NOON, revision=revision)


def test_services_are_changed_added_and_joined(cora):
    case = make_case(services=2)
    wanted = (DENIED, MODIFIED, replace(DENIED, requested="Cold therapy unit", depends_on=1))
    edit(case, wanted, cora)
    event = AuditEvent.objects.get()
    assert service_entries(case) == wanted
    assert (event.kind, event.data) == ("services.edited", {"before": 2, "after": 3})
    assert "requested" in event.changed_fields


def test_services_are_taken_away(cora):
    case = make_case(services=3)
    first = service_entries(case)[0]
    edit(case, (first,), cora)
    assert service_entries(case) == (first,)


def test_order_can_be_turned_around(cora):
    case = make_case(services=2)
    turned = tuple(reversed(service_entries(case)))
    edit(case, turned, cora)
    assert service_entries(case) == turned


def test_saving_without_a_change_leaves_no_row(cora):
    case = make_case()
    edit(case, service_entries(case), cora)
    assert not AuditEvent.objects.exists()


def test_what_somebody_changed_meanwhile_is_not_written_over(cora, cyrus):
    case = make_case()
    revision = entry_digest(service_entries(case))
    edit(case, (MODIFIED,), cyrus)
    with pytest.raises(EditConflict, match="Somebody changed the services"):
        edit(case, (DENIED,), cora, revision)
    assert service_entries(case) == (MODIFIED,)


def test_what_is_wrong_is_refused_and_nothing_is_half_saved(cora):
    case = make_case()
    before = service_entries(case)
    with pytest.raises(Refused, match="Service 2: enter what was requested"):
        edit(case, (MODIFIED, replace(DENIED, requested="")), cora)
    with pytest.raises(Refused, match="before the date of injury"):
        edit(case, (replace(DENIED, dates_of_service=(date(2020, 1, 1),)),), cora)
    assert service_entries(case) == before


@pytest.mark.parametrize("status", CLOSED)
def test_services_are_closed_once_assigned_or_ended(status, cora):
    with pytest.raises(Refused, match="cannot be changed"):
        edit(make_case(status), (DENIED,), cora)


def test_others_may_not(quinn, max):
    for person in (quinn, max):
        with pytest.raises(PermissionDenied):
            edit(make_case(), (DENIED,), person)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_correct_at_once_one_succeeds(cora):
    case = make_case()
    revision = entry_digest(service_entries(case))

    def change(number):
        return edit(case, (replace(DENIED, requested=f"MRI {number}"),), cora, revision)

    assert len(refusals(all_at_once(change))) == THREADS - 1
    assert AuditEvent.objects.count() == 1

"""The finding on an application: who, when, with what reason, and what it leaves behind."""

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.eligibility import find_eligible, find_ineligible
from cases.errors import Refused, StepNotAllowed
from cases.models import AuditEvent
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db
FINDERS = [find_eligible, find_ineligible]


def test_an_eligible_case_keeps_the_reason(cora):
    case = find_eligible(make_case(), by=cora, at=NOON, reason=" In time and signed. ")
    case.refresh_from_db()
    assert (case.status, case.eligibility_reason) == ("eligible", "In time and signed.")
    assert AuditEvent.objects.filter(kind="case.find_eligible").count() == 1


def test_an_ineligible_case_ends_with_the_reason(cora):
    case = find_ineligible(make_case(), by=cora, at=NOON, reason="Not signed.")
    case.refresh_from_db()
    assert (case.status, case.ending_reason, case.ended_at) == ("ineligible", "Not signed.", NOON)


def test_an_eligible_case_can_still_be_found_ineligible(cora):
    case = find_ineligible(make_case("eligible"), by=cora, at=NOON, reason="Decided before.")
    assert case.status == "ineligible"


@pytest.mark.parametrize("find", FINDERS)
def test_a_finding_without_a_reason_is_refused(find, cora):
    case = make_case()
    with pytest.raises(Refused, match="what the finding rests on"):
        find(case, by=cora, at=NOON, reason="  \n ")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("find", FINDERS)
def test_an_assigned_case_is_past_that(find, cora):
    with pytest.raises(StepNotAllowed, match="the case is assigned"):
        find(make_case("assigned"), by=cora, at=NOON, reason="In time.")


@pytest.mark.parametrize("find", FINDERS)
def test_others_may_not(find, quinn, max, ada):
    for person in (quinn, max, ada):
        with pytest.raises(PermissionDenied):
            find(make_case(), by=person, at=NOON, reason="In time.")

"""Assigning a case: the date that the letter prints."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.assignment import assign_case
from cases.errors import Refused, StepNotAllowed
from cases.models import AuditEvent
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db


def test_the_date_is_kept_and_nobody_counts_as_having_chosen_the_reviewer(cora):
    case = assign_case(make_case("eligible"), by=cora, at=NOON, assigned_on=date(2025, 6, 20))
    case.refresh_from_db()
    assert (case.status, case.assigned_on) == ("assigned", date(2025, 6, 20))
    assert case.assigned_by is None
    assert AuditEvent.objects.filter(kind="case.assign").count() == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2025, 6, 15), "before the application was received"), (date(2031, 1, 1), "future")],
)
def test_a_date_that_cannot_be_is_refused(day, words, cora):
    with pytest.raises(Refused, match=words):
        assign_case(make_case("eligible"), by=cora, at=NOON, assigned_on=day)


def test_a_received_case_is_judged_first(cora):
    with pytest.raises(StepNotAllowed, match="the case is received"):
        assign_case(make_case(), by=cora, at=NOON, assigned_on=date(2025, 6, 20))


def test_others_may_not(max):
    with pytest.raises(PermissionDenied):
        assign_case(make_case("eligible"), by=max, at=NOON, assigned_on=date(2025, 6, 20))

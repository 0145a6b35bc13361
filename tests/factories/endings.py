"""Makers of endings and fees, and the entry of an ending as it is typed."""

from datetime import date
from decimal import Decimal
from typing import Any

from cases.endings import EndingEntry
from cases.models import Case, EndedService, Ending, FeeEvent
from imrportal.accounts.roles import Role
from tests.factories.case_file import make_user
from tests.factories.letter_content import NOON

TOLD_BY = {"withdrawn_by_applicant": "injured_worker"}


def ending_entry(case: Case, *places: int, **said: Any) -> EndingEntry:
    """Return an ending as typed: of the services in these places, or of all there are."""
    services = case.services.filter(position__in=places) if places else case.services.all()
    reason = said.get("reason", "authorized")
    known = {
        "reason": reason,
        "told_by": TOLD_BY.get(reason, "claims_administrator"),
        "happened_on": date(2025, 6, 20),
        "noticed_on": date(2025, 6, 23),
        "explanation": "The claims administrator wrote that it pays.",
        "service_ids": tuple(services.order_by("position").values_list("pk", flat=True)),
    }
    return EndingEntry(**(known | said))


def make_ending(case: Case, *places: int, **fields: Any) -> Ending:
    """Make an ending of the services in these places; of none, it is only the event."""
    known = {
        "reason": "authorized",
        "told_by": "claims_administrator",
        "happened_on": date(2025, 6, 20),
        "noticed_on": date(2025, 6, 23),
        "explanation": "The claims administrator wrote that it pays.",
        "left_status": "in_review",
        "ended_at": NOON,
    } | fields
    if "ended_by" not in known:
        known["ended_by"] = make_user(Role.COORDINATOR)
    ending = Ending.objects.create(case=case, **known)
    for service in case.services.filter(position__in=places):
        EndedService.objects.create(
            ending=ending, service=service, taken_back_at=ending.taken_back_at
        )
    return ending


def make_fee(case: Case, **fields: Any) -> FeeEvent:
    """Make the fee that counts for a case."""
    known = {
        "stage": "before_reviewer",
        "on": date(2025, 7, 8),
        "assigned_on": date(2025, 6, 20),
        "priority": case.priority,
        "amount": Decimal("115.00"),
        "cite": "8 CCR 9792.10.8",
        "source": "A paraphrase.",
        "raised_at": NOON,
    } | fields
    return FeeEvent.objects.create(case=case, **known)

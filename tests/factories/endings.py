"""Makers of endings, fees, items asked for and silences; the entry of an ending as typed."""

from datetime import date
from decimal import Decimal
from typing import Any

from cases.endings import EndingEntry
from cases.models import Case, EndedService, Ending, ExpectedRecord, FeeEvent, RecordsSilence
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


def make_item(case: Case, **fields: Any) -> ExpectedRecord:
    """Make one item that was asked for in a case, not settled yet."""
    known = {
        "position": case.expected_records.count() + 1,
        "code": f"item{case.expected_records.count() + 1}",
        "what": "The physicians' reports of six months",
        "owed_by": "claims_administrator",
        "is_required": True,
        "cite": "8 CCR 9792.10.5(a)(1)(A)",
        "is_verified": True,
        "asked_at": NOON,
    } | fields
    return ExpectedRecord.objects.create(case=case, **known)


def make_silence(case: Case, **fields: Any) -> RecordsSilence:
    """Make the evidence of records that did not come in time."""
    known = {
        "owed_by": "claims_administrator",
        "clock": "R1-mail",
        "asked_at": NOON,
        "due_on": date(2025, 7, 23),
        "is_clock_verified": True,
        "open_items": 9,
        "noted_at": NOON,
    } | fields
    return RecordsSilence.objects.create(case=case, **known)

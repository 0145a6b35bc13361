"""Assigning an eligible case to the organization, on the date that the letter prints."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access
from cases.actions.eligibility import refuse_unjudged
from cases.actions.lifecycle import lock_case, transition_case
from cases.actions.notices import prepare_notice
from cases.errors import Refused
from cases.intake.findings import day_words
from cases.lifecycle import CASE
from cases.models import Case
from cases.notices.kinds import NoticeKind


@transaction.atomic
def assign_case(case: Case, *, by: Any, at: datetime, assigned_on: date) -> Case:
    """Record the day on which the case was assigned, and prepare its notice (8 CCR 9792.10.4)."""
    case = lock_case(case)
    access.require(by, CASE.named("assign").permission)
    CASE.step("assign", case.status)
    today = timezone.localdate(at)
    if assigned_on > today:
        raise Refused(
            f"The date assigned ({day_words(assigned_on)}) is in the future; today is "
            f"{day_words(today)}."
        )
    if assigned_on < case.application_received_on:
        raise Refused(
            f"The date assigned ({day_words(assigned_on)}) is before the application was received "
            f"({day_words(case.application_received_on)}). Check both."
        )
    refuse_unjudged(case)
    case = transition_case(case, "assign", by=by, at=at, assigned_on=assigned_on)
    prepare_notice(case, NoticeKind.ASSIGNMENT, by=by, at=at)
    return case

"""The finding on an application: reviewable, or not and why (LC 4610.5(k), 8 CCR 9792.10.3)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access
from cases.actions.lifecycle import lock_case, transition_case
from cases.errors import Refused
from cases.lifecycle import CASE
from cases.models import Case


@transaction.atomic
def find_eligible(case: Case, *, by: Any, at: datetime, reason: str) -> Case:
    """Find that the application can be reviewed."""
    reason = _checked(case, "find_eligible", by, reason)
    return transition_case(
        case, "find_eligible", by=by, at=at, eligibility_reason=reason, eligible_at=at
    )


@transaction.atomic
def find_ineligible(case: Case, *, by: Any, at: datetime, reason: str) -> Case:
    """Find that the application cannot be reviewed, which ends the case."""
    reason = _checked(case, "find_ineligible", by, reason)
    return transition_case(
        case, "find_ineligible", by=by, at=at, eligibility_reason=reason, ending_reason=reason
    )


def _checked(case: Case, step_name: str, by: Any, reason: str) -> str:
    """Ask permission, state and rule with the case locked; return the reason as it is kept."""
    case = lock_case(case)
    access.require(by, CASE.named(step_name).permission)
    CASE.step(step_name, case.status)
    if not reason.strip():
        raise Refused("Say what the finding rests on: an appeal will ask for it.")
    return reason.strip()

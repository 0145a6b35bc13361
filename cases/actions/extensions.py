"""More time for the determination: asked of the Administrative Director, approved or refused.

LC 4610.6(d)(2): up to three days, in extraordinary circumstances or for good cause. Only an
approval moves the date; the old one stays with its reason.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.lifecycle import lock_case
from cases.casedates import dispute_of_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.intake.findings import day_words
from cases.lifecycle import CaseStatus
from cases.models import Case, Extension

ASK, RECORD = "cases.ask_extension", "cases.record_extension"
SIGNED = (CaseStatus.SIGNED, CaseStatus.SEALED, CaseStatus.ISSUED)


@dataclass(frozen=True)
class ExtensionDecision:
    """What the Administrative Director decided: who, when and why; the days of an approval."""

    outcome: str
    decided_by_name: str
    decided_on: date
    reason: str
    days: int | None = None


@transaction.atomic
def ask_extension(
    case: Case, *, by: Any, at: datetime, ground: str, days: int, reason: str
) -> Extension:
    """Note that the Administrative Director is asked for more time for the determination."""
    case = lock_case(case)
    access.require(by, ASK)
    _refuse_impossible(case)
    faults = [character_refusal("The reason", reason)]
    if ground not in Extension.Ground.values:
        faults.append("Choose extraordinary circumstances or good cause: there is no other ground.")
    if not 1 <= days <= Extension.LONGEST:
        faults.append(f"Ask for one to {Extension.LONGEST} days: the statute allows no more.")
    if not reason.strip():
        faults.append("Say why more time is needed: the Administrative Director decides on it.")
    if any(faults):
        raise Refused(*filter(None, faults))
    extension = Extension.objects.create(
        case=case,
        dispute=dispute_of_case(case),
        ground=ground,
        days_asked=days,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )
    audit.append("extension.asked", extension, by=by, ground=ground, days=days)
    return extension


@transaction.atomic
def decide_extension(
    extension: Extension, decision: ExtensionDecision, *, by: Any, at: datetime
) -> Extension:
    """Record what the Administrative Director decided; an approval moves the date at once."""
    extension = _lock(extension, by, RECORD)
    case = extension.case
    faults = _decision_faults(extension, decision, today=timezone.localdate(at))
    if faults:
        raise Refused(*faults)
    is_approved = decision.outcome == Extension.Outcome.APPROVED
    extension.outcome = decision.outcome
    extension.days_approved = decision.days if is_approved else None
    extension.decided_by_name = decision.decided_by_name.strip()
    extension.decided_on, extension.decision_reason = decision.decided_on, decision.reason.strip()
    extension.recorded_by, extension.recorded_at = by, at
    extension.save()
    kind = f"extension.{extension.outcome}"
    audit.append(kind, extension, by=by, days=extension.days_approved)
    if is_approved:
        refresh_deadlines(case, by=by, at=at, reason=kind)
    return extension


@transaction.atomic
def withdraw_extension(extension: Extension, *, by: Any, at: datetime) -> Extension:
    """Take back a request that is not needed any more, before it is decided."""
    extension = _lock(extension, by, ASK)
    extension.outcome = Extension.Outcome.WITHDRAWN
    extension.recorded_by, extension.recorded_at = by, at
    extension.save()
    audit.append("extension.withdrawn", extension, by=by)
    return extension


def _lock(extension: Extension, by: Any, permission: str) -> Extension:
    case = lock_case(extension.case)
    access.require(by, permission)
    extension = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    extension.case = case
    if extension.outcome:
        raise Refused(
            f"This request is {extension.get_outcome_display().lower()} already; what was recorded "
            "is not changed."
        )
    return extension


def _refuse_impossible(case: Case) -> None:
    """Raise Refused where no determination of ours is running."""
    if not case.is_open or case.status in SIGNED:
        raise Refused(
            f"The case is {case.get_status_display().lower()}: there is no determination left to "
            "extend."
        )
    if case.records_complete_on is None:
        raise Refused(
            "The time to decide begins with complete records, which are not on file yet: there is "
            "nothing to extend."
        )
    if case.extensions.open().exists():
        raise Refused("An extension is asked for already: record what was decided on it first.")
    if case.extensions.approved().filter(dispute=dispute_of_case(case)).exists():
        raise Refused(
            "This determination has had its extension: the statute allows one of up to three days "
            "(LC 4610.6(d)(2)). A late determination stays valid."
        )


def _decision_faults(
    extension: Extension, decision: ExtensionDecision, *, today: date
) -> list[str]:
    asked_on = timezone.localdate(extension.asked_at)
    faults = [
        character_refusal("The name", decision.decided_by_name),
        character_refusal("The reason", decision.reason),
    ]
    if decision.outcome not in (Extension.Outcome.APPROVED, Extension.Outcome.REFUSED):
        faults.append("Say whether it was approved or refused.")
    if decision.outcome == Extension.Outcome.APPROVED and not (
        decision.days and 1 <= decision.days <= Extension.LONGEST
    ):
        faults.append("Give the days that were approved: one to three.")
    if not decision.decided_by_name.strip():
        faults.append("Name who decided for the Administrative Director.")
    if not decision.reason.strip():
        faults.append("Give the reason as it was given: it stands with the date.")
    if decision.decided_on > today:
        faults.append(f"{day_words(decision.decided_on)} is in the future.")
    if decision.decided_on < asked_on:
        faults.append(
            f"It was asked for on {day_words(asked_on)}; it cannot have been decided on "
            f"{day_words(decision.decided_on)}."
        )
    if extension.dispute != dispute_of_case(extension.case):
        faults.append(
            "The case has changed its priority since: this request is of a clock that does not run "
            "any more. Take it back, and ask again if time is still needed."
        )
    return [fault for fault in faults if fault]

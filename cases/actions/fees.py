"""Notes what a case costs when it closes, and corrects it by another row."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.fees.money import dollars
from cases.fees.rules import STAGE_WORDS, FeeFacts, Stage, shipped_fee_rules
from cases.models import Case, FeeEvent

CORRECT = "cases.correct_fee"
PHARMACEUTICALS = "Pharmaceuticals"
ENDED_AGAIN = "The case closed again after its ending had been taken back."
TAKEN_BACK = "The ending was taken back."


@dataclass(frozen=True)
class Closure:
    """How a case closed, as far as its fee depends on it; empty or None is not known."""

    stage: Stage
    degree: str = ""
    reviewers: int | None = None


def raise_fee(case: Case, closure: Closure, *, by: Any, at: datetime) -> FeeEvent | None:
    """Write the fee of a case that closes; None for one that was never assigned.

    Called inside the transaction that closes the case, with the case locked. Fees are charged for
    each application assigned (LC 4610.6(l)), so the day of assignment chooses the rule.
    """
    if case.assigned_on is None:
        return None
    facts = facts_of(case, case.assigned_on, closure)
    fee = shipped_fee_rules().fee(facts)
    event = FeeEvent(
        case=case,
        stage=facts.stage.value,
        on=timezone.localdate(at),
        assigned_on=facts.assigned_on,
        priority=facts.priority,
        is_pharmacy_only=facts.is_pharmacy_only,
        degree=facts.degree,
        reviewers=facts.reviewers,
        amount=fee.amount,
        cite=fee.cite,
        source=fee.source,
        note=fee.note,
        is_verified=fee.is_verified,
    )
    return _write(event, by=by, at=at, reason=ENDED_AGAIN)


def take_back_fee(case: Case, *, by: Any, at: datetime) -> FeeEvent | None:
    """Set the fee of a case that is open again to nothing; None where none had been noted."""
    current = case.fee_events.current().first()
    if current is None:
        return None
    event = _copy(current, stage=FeeEvent.Stage.TAKEN_BACK, amount=Decimal(0), note="")
    event.on = timezone.localdate(at)
    return _write(event, by=by, at=at, reason=TAKEN_BACK)


@transaction.atomic
def correct_fee(
    event: FeeEvent, *, by: Any, at: datetime, amount: Decimal | None, reason: str
) -> FeeEvent:
    """Put another amount in place of a fee, with the reason; the first row stays."""
    case = lock_case(event.case)
    access.require(by, CORRECT)
    current = case.fee_events.select_for_update(of=("self",)).current().first()
    if current is None or current.pk != event.pk:
        raise Refused("This fee has been replaced meanwhile: look at the one that counts now.")
    refusal = character_refusal("The reason", reason)
    if not reason.strip() or refusal:
        raise Refused(refusal or "Say why the amount changes, and by whose word.")
    if amount == current.amount:
        raise Refused("This is the amount already on file.")
    corrected = _copy(current, amount=amount, note="Corrected by hand.", is_verified=False)
    return _write(corrected, by=by, at=at, reason=reason.strip())


def facts_of(case: Case, assigned_on: date, closure: Closure) -> FeeFacts:
    """Return what the fee of the case depends on."""
    return FeeFacts(
        assigned_on=assigned_on,
        stage=closure.stage,
        priority=case.priority,
        is_pharmacy_only=is_pharmacy_only(case),
        degree=closure.degree,
        reviewers=closure.reviewers,
    )


def fee_words(case: Case, closure: Closure) -> str:
    """Say what the fee would be; empty for a case that was never assigned."""
    if case.assigned_on is None:
        return ""
    fee = shipped_fee_rules().fee(facts_of(case, case.assigned_on, closure))
    if fee.amount is None:
        return f"{STAGE_WORDS[closure.stage]}, amount not known"
    state = "verified" if fee.is_verified else "not verified"
    return f"{STAGE_WORDS[closure.stage]}, {dollars(fee.amount)} ({state})"


def is_pharmacy_only(case: Case) -> bool | None:
    """Whether only drugs are disputed; None where the category of a service is not on file."""
    eligible = case.services.exclude(
        eligibility_decisions__superseded_at=None, eligibility_decisions__outcome="ineligible"
    )
    categories = set(eligible.values_list("category", flat=True))
    if categories - {PHARMACEUTICALS, ""}:
        return False
    return None if "" in categories or not categories else True


def _copy(row: FeeEvent, **changes: Any) -> FeeEvent:
    kept = {
        name: getattr(row, name)
        for name in (
            *("case", "stage", "on", "assigned_on", "priority", "is_pharmacy_only", "degree"),
            *("reviewers", "amount", "cite", "source", "note", "is_verified"),
        )
    }
    return FeeEvent(**(kept | changes))


def _write(event: FeeEvent, *, by: Any, at: datetime, reason: str) -> FeeEvent:
    """Write the row; one that counted until now is replaced by it, for `reason`."""
    current = event.case.fee_events.current().first()
    if current is not None:
        current.replaced_at = at
        current.save(update_fields=["replaced_at"])
        event.corrects, event.reason = current, reason
    event.raised_at, event.raised_by = at, by
    event.save()
    audit.append(
        "fee.corrected" if current else "fee.raised",
        event,
        by=by,
        stage=event.stage,
        amount=None if event.amount is None else str(event.amount),
        is_verified=event.is_verified,
    )
    return event

"""Proof of service: a recipient was served, when, how and where; all served, the case is issued."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import lock_case, transition_case
from cases.characters import character_refusal
from cases.errors import Refused
from reviews.actions.aftermath import start_clocks
from reviews.lifecycle import LetterStatus
from reviews.models import Delivery


@transaction.atomic
def serve_letter(
    delivery: Delivery,
    *,
    by: Any,
    at: datetime,
    served_on: date,
    method: str,
    address: str,
    envelope_number: str = "",
) -> Delivery:
    """Record the service of the letter on one recipient; the last one issues the case.

    `envelope_number` is the case number read off the envelope, typed or scanned.
    """
    case = lock_case(delivery.letter.determination.case)
    access.require(by, "reviews.serve_letter")
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("letter__determination")
        .get(pk=delivery.pk)
    )
    reasons = _faults(delivery, served_on, method, address, today=timezone.localdate(at))
    reasons += _envelope_faults(case.case_number, method, envelope_number)
    if reasons:
        raise Refused(*reasons)
    delivery.served_on, delivery.method, delivery.address = served_on, method, address.strip()
    delivery.served_by, delivery.recorded_at = by, at
    delivery.save()
    audit.append(
        "letter.served",
        delivery,
        by=by,
        case=case,
        recipient_role=delivery.recipient_role,
        method=method,
        served_on=served_on.isoformat(),
        is_envelope_compared=bool(envelope_number.strip()),
    )
    start_clocks(delivery, by=by, at=at)
    if not delivery.letter.deliveries.filter(served_on=None).exists():
        transition_case(case, "issue", by=by, at=at)
    return delivery


def _faults(
    delivery: Delivery, served_on: date, method: str, address: str, *, today: date
) -> list[str]:
    if delivery.letter.status != LetterStatus.READY:
        return ["The letter is not ready yet: only a sealed letter can be served."]
    if delivery.served_on is not None:
        return [
            f"This recipient was served on {delivery.served_on:%m/%d/%Y} already. A proof of "
            "service is not changed; reload the page to see it."
        ]
    signed_on = timezone.localdate(delivery.letter.determination.signed_at)
    reasons = []
    if served_on > today:
        reasons.append("The date of service is in the future: record it on the day or after.")
    if served_on < signed_on:
        reasons.append(
            f"The letter was signed on {signed_on:%m/%d/%Y}, so it was not served before that day."
        )
    if method not in Delivery.Method.values:
        reasons.append("Choose how the letter was served.")
    if not address.strip():
        reasons.append("Give the address that the letter was served at.")
    reasons.append(character_refusal("The address", address))
    return [reason for reason in reasons if reason]


def _envelope_faults(case_number: str, method: str, envelope_number: str) -> list[str]:
    """Compare what stands on the envelope with the letter's case: nobody gets another's letter."""
    typed = envelope_number.strip()
    if not typed:
        if method not in Delivery.IN_AN_ENVELOPE:
            return []
        return ["Type or scan the case number that stands on the envelope."]
    unreadable = character_refusal("The case number on the envelope", typed)
    if unreadable:
        return [unreadable]
    if typed.upper() == case_number:
        return []
    return [
        f"The envelope says “{typed}”, and this letter is of {case_number}. Look at both: nothing "
        "is recorded before the letter is in its own envelope."
    ]

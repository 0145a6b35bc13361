"""Proof of service: a recipient was served, when, how and where; all served, the case is issued."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import lock_case, transition_case
from cases.actions.service import ServiceEntry, refuse_service, write_return, write_service
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

    `envelope_number` is the case number read off the envelope, typed or scanned. What came back
    and is served again changes nothing in an issued case; its clocks count from the later service.
    """
    case = lock_case(delivery.letter.determination.case)
    access.require(by, "reviews.serve_letter")
    delivery = _locked(delivery)
    if delivery.letter.status != LetterStatus.READY:
        raise Refused("The letter is not ready yet: only a sealed letter can be served.")
    entry = ServiceEntry(served_on, method, address, envelope_number)
    refuse_service(
        delivery,
        entry,
        paper="letter",
        case_number=case.case_number,
        not_before=timezone.localdate(delivery.letter.determination.signed_at),
        made="was signed",
        today=timezone.localdate(at),
    )
    write_service(delivery, entry, by=by, at=at)
    audit.append(
        "letter.served",
        delivery,
        by=by,
        case=case,
        recipient_role=delivery.recipient_role,
        method=method,
        served_on=served_on.isoformat(),
        attempt=delivery.attempt,
        is_envelope_compared=bool(envelope_number.strip()),
    )
    start_clocks(delivery, by=by, at=at)
    is_left = delivery.letter.deliveries.filter(served_on=None, attempt=1).exists()
    if delivery.attempt == 1 and not is_left:
        transition_case(case, "issue", by=by, at=at)
    return delivery


@transaction.atomic
def return_letter(delivery: Delivery, *, by: Any, at: datetime, returned_on: date) -> Delivery:
    """Record that a letter came back, and return what is now to be served at another address."""
    case = lock_case(delivery.letter.determination.case)
    access.require(by, "reviews.serve_letter")
    delivery = _locked(delivery)
    again = write_return(delivery, by=by, returned_on=returned_on, today=timezone.localdate(at))
    audit.append(
        "letter.returned",
        delivery,
        by=by,
        case=case,
        recipient_role=delivery.recipient_role,
        returned_on=returned_on.isoformat(),
        attempt=delivery.attempt,
    )
    return again


def _locked(delivery: Delivery) -> Delivery:
    return (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("letter__determination")
        .get(pk=delivery.pk)
    )

"""Proof of service of any paper: what keeps it from being recorded, the record, what came back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.characters import character_refusal
from cases.errors import Refused
from cases.models.service import Service
from cases.press.words import short_date


@dataclass(frozen=True)
class ServiceEntry:
    """What is recorded of one service: the day, how, where, and the number on the envelope."""

    served_on: date
    method: str
    address: str
    envelope_number: str = ""


def refuse_service(
    service: Service,
    entry: ServiceEntry,
    *,
    paper: str,
    case_number: str,
    not_before: date,
    made: str,
    today: date,
) -> None:
    """Raise Refused with every reason why the service cannot be recorded so.

    `made` says what happened to the paper on `not_before`, as in “was signed”.
    """
    if service.served_on is not None:
        raise Refused(
            f"This recipient was served on {short_date(service.served_on)} already. A proof of "
            "service is not changed; reload the page to see it."
        )
    reasons = []
    if entry.served_on > today:
        reasons.append("The date of service is in the future: record it on the day or after.")
    if entry.served_on < not_before:
        reasons.append(
            f"The {paper} {made} on {short_date(not_before)}, so it was not served before that day."
        )
    if entry.method not in Service.Method.values:
        reasons.append(f"Choose how the {paper} was served.")
    if not entry.address.strip():
        reasons.append(f"Give the address that the {paper} was served at.")
    reasons.append(character_refusal("The address", entry.address))
    reasons += _envelope_faults(entry, case_number, paper)
    if any(reasons):
        raise Refused(*filter(None, reasons))


def write_service(service: Service, entry: ServiceEntry, *, by: Any, at: datetime) -> None:
    """Write the proof of one service."""
    service.served_on, service.method = entry.served_on, entry.method
    service.address = entry.address.strip()
    service.served_by, service.recorded_at = by, at
    service.save()


def write_return(service: Service, *, by: Any, returned_on: date, today: date) -> Service:
    """Write that a paper came back, and return the row for serving it again.

    Refused for what was not served, came back already, or comes back before it left.
    """
    if service.served_on is None:
        raise Refused("This recipient has not been served, so nothing can have come back.")
    if service.returned_on is not None:
        raise Refused(
            f"It is recorded already that this came back on {short_date(service.returned_on)}. "
            "Reload the page to see the next attempt."
        )
    if returned_on > today:
        raise Refused("The day on which it came back is in the future: record it on the day.")
    if returned_on < service.served_on:
        raise Refused(
            f"It was served on {short_date(service.served_on)}, so it did not come back before "
            "that day."
        )
    service.returned_on, service.returned_by = returned_on, by
    service.save(update_fields=["returned_on", "returned_by"])
    again = type(service).objects.get(pk=service.pk)
    again.pk, again._state.adding = None, True
    again.attempt += 1
    again.method = ""
    again.served_on = again.served_by = again.recorded_at = None
    again.returned_on = again.returned_by = None
    again.save(force_insert=True)
    return again


def _envelope_faults(entry: ServiceEntry, case_number: str, paper: str) -> list[str]:
    """Compare what stands on the envelope with the case: nobody gets another's paper."""
    typed = entry.envelope_number.strip()
    if not typed:
        if entry.method not in Service.IN_AN_ENVELOPE:
            return []
        return ["Type or scan the case number that stands on the envelope."]
    unreadable = character_refusal("The case number on the envelope", typed)
    if unreadable:
        return [unreadable]
    if typed.upper() == case_number:
        return []
    return [
        f"The envelope says “{typed}”, and this {paper} is of {case_number}. Look at both: nothing "
        f"is recorded before the {paper} is in its own envelope."
    ]

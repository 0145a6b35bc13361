"""The clocks that the service of a determination starts: appeal, authorization, payment.

Each recipient's appeal runs from the mailing to it (LC 4610.6(h)); what was overturned is to be
authorized or paid for by the claims administrator (LC 4610.6(j)).
"""

from datetime import date, datetime
from typing import Any

from cases.actions.clocks import EventEntry, note_event
from cases.deadlines.addresses import place_of
from cases.deadlines.clocks import midday
from cases.models import Party
from reviews.models import Delivery

APPEAL, AUTHORIZATION, PAYMENT = "P1", "I1", "I2"
OVERTURNED = "overturned"


def start_clocks(delivery: Delivery, *, by: Any, at: datetime) -> None:
    """Note the service on one recipient as the event of every clock that it starts."""
    if delivery.recipient_role not in Party.Role.values or delivery.served_on is None:
        return
    rules = [APPEAL]
    if delivery.recipient_role == Party.Role.CLAIMS_ADMINISTRATOR:
        rules += _duties(delivery)
    case = delivery.letter.determination.case
    for rule_id in rules:
        note_event(case, _event(rule_id, delivery, delivery.served_on), by=by, at=at)


def _event(rule_id: str, delivery: Delivery, served_on: date) -> EventEntry:
    case = delivery.letter.determination.case
    party = case.parties.filter(role=delivery.recipient_role).first()
    stated = party.known_place if party and party.address == delivery.address else None
    return EventEntry(
        rule_id=rule_id,
        subject=delivery.recipient_role,
        happened_at=midday(served_on),
        method=delivery.method,
        sent_from=place_of(case.organization.address),
        sent_to=stated or place_of(delivery.address),
    )


def _duties(delivery: Delivery) -> list[str]:
    """Return what the claims administrator owes: nothing where everything was upheld."""
    decisions = delivery.letter.determination.decisions.filter(outcome=OVERTURNED)
    services = [decision.service for decision in decisions.select_related("service")]
    is_provided = [bool(one.is_provided or one.dates_of_service) for one in services]
    return [AUTHORIZATION] * (False in is_provided) + [PAYMENT] * (True in is_provided)

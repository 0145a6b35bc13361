"""Which clocks a case has: from the dates of its file, the rule and the event of each.

A clock without its event is not known, never late. The expedited clock of a filing limit is that of
its kind of treatment (LC 4610.5(h)(1)).
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from cases.deadlines.counting import PACIFIC, Event, Method, Place
from cases.deadlines.rules import Dispute


@dataclass(frozen=True)
class CaseDates:
    """The dates of a case that start or stop a clock; None where the file does not say."""

    is_expedited: bool
    is_formulary: bool
    ur_served_on: date | None
    ur_service_method: str
    worker_place: Place
    application_received_on: date
    eligible_at: datetime | None
    assigned_on: date | None
    records_requested_at: datetime | None
    records_complete_on: date | None
    issued_on: date | None
    information_asked_at: datetime | None = None
    information_answered_on: date | None = None


@dataclass(frozen=True)
class Clock:
    """One clock to count: the rule, the kind of dispute, the event, and when the duty was done."""

    name: str
    rule_id: str
    dispute: Dispute
    event: Event
    met_on: date | None


def clocks_of(dates: CaseDates) -> tuple[Clock, ...]:
    """Return the clocks of the case whose events are known."""
    return (
        *_application(dates),
        *_information(dates),
        *_assignment(dates),
        *_records(dates),
        *_determination(dates),
    )


def dispute_of(dates: CaseDates) -> Dispute:
    """Return the clock the case runs on: expedited before formulary before regular."""
    if dates.is_expedited:
        return Dispute.EXPEDITED
    return Dispute.FORMULARY if dates.is_formulary else Dispute.REGULAR


def _application(dates: CaseDates) -> tuple[Clock, ...]:
    if dates.ur_served_on is None:
        return ()
    event = Event(
        at=midday(dates.ur_served_on),
        method=Method(dates.ur_service_method or Method.PERSONAL),
        place=dates.worker_place,
    )
    kind = Dispute.FORMULARY if dates.is_formulary else Dispute.REGULAR
    return (Clock("A1", "A1", kind, event, dates.application_received_on),)


def _information(dates: CaseDates) -> tuple[Clock, ...]:
    """A request on eligibility goes by the quickest means, so it is received when it is made."""
    if dates.information_asked_at is None:
        return ()
    event = Event(at=dates.information_asked_at)
    return (Clock("E2", "E2", dispute_of(dates), event, dates.information_answered_on),)


def _assignment(dates: CaseDates) -> tuple[Clock, ...]:
    if dates.eligible_at is None:
        return ()
    event = Event(at=dates.eligible_at)
    return (Clock("N1", "N1", dispute_of(dates), event, dates.assigned_on),)


def _records(dates: CaseDates) -> tuple[Clock, ...]:
    if dates.records_requested_at is None:
        return ()
    at, met, dispute = dates.records_requested_at, dates.records_complete_on, dispute_of(dates)
    by_statute = Clock("R2", "R2", dispute, Event(at=at, method=Method.ELECTRONIC), met)
    if dates.is_expedited:
        return (Clock("R1", "R1", dispute, Event(at=at), met), by_statute)
    by_mail = Clock("R1-mail", "R1", dispute, Event(at=at, method=Method.MAIL), met)
    return (by_mail, by_statute)


def _determination(dates: CaseDates) -> tuple[Clock, ...]:
    if dates.records_complete_on is None:
        return ()
    begins = max(dates.records_complete_on, dates.application_received_on)
    event = Event(at=midday(begins))
    return (Clock("D1", "D1", dispute_of(dates), event, dates.issued_on),)


def midday(day: date) -> datetime:
    """Return noon of a Pacific day: the instant of an event that is known by its day alone."""
    return datetime.combine(day, time(12), tzinfo=PACIFIC)

"""Which clocks a case has: from the dates of its file, the rule and the event of each.

A clock without its event is not known, never late. The expedited clock of a filing limit is that of
its kind of treatment (LC 4610.5(h)(1)). A case that became expedited runs on the expedited clocks
from then on; what had been done before stays under the clock it was done by.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from cases.deadlines.addresses import Route
from cases.deadlines.counting import PACIFIC, Event, Extension, Method, Place, Toll
from cases.deadlines.rules import Dispute

LOCAL = Route(Place.CALIFORNIA, Place.CALIFORNIA)
# The notice of assignment as it was served on the administrator starts these; see `_records`.
NOTICE_TO_ADMINISTRATOR = ("R1", "claims_administrator")
CLOCK_WORDS = {
    "U1": "Utilization review decision",
    "U2": "Retrospective utilization review decision",
    "U3": "Notice of the UR decision",
    "U4": "End of the UR decision's effect",
    "A1": "Application for review",
    "A2": "Application after a liability dispute",
    "N1": "Notice of assignment",
    "E2": "Answer on eligibility",
    "R1": "Records, by regulation",
    "R2": "Records, by statute",
    "R3": "Documents of worker and physician",
    "R6": "Answer to a question",
    "C1": "Notice of authorization, settlement or withdrawal",
    "C2": "Notice of a change of administrator",
    "D1": "Determination",
    "P1": "Appeal of the determination",
    "P2": "Appeal of ineligibility",
    "I1": "Authorization of what was overturned",
    "I2": "Payment of what was overturned",
}
DETERMINATION, FILING, FILING_AFTER_DISPUTE = "D1", "A1", "A2"
RUN_ANEW = ("R3", "R6")


@dataclass(frozen=True)
class NotedEvent:
    """Something that happened and starts a clock: a paper served on `subject`, or a fact noted."""

    rule_id: str
    subject: str
    at: datetime
    method: Method = Method.PERSONAL
    route: Route = LOCAL
    met_on: date | None = None
    owed_by: str = ""


@dataclass(frozen=True)
class Pause:
    """A stop of one rule's clock; `toll` is None while it lasts, and then nothing is due."""

    rule_id: str
    toll: Toll | None


@dataclass(frozen=True)
class CaseDates:
    """The dates of a case that start or stop a clock; None where the file does not say.

    `expedited_at` is when what makes a case expedited was received, where it was not so from the
    beginning.
    """

    is_expedited: bool
    is_formulary: bool
    ur_served_on: date | None
    ur_service_method: str
    application_received_on: date
    eligible_at: datetime | None
    assigned_on: date | None
    records_requested_at: datetime | None
    records_complete_on: date | None
    issued_on: date | None
    ur_route: Route = LOCAL
    form_given_on: date | None = None
    is_form_missing: bool = False
    dispute_resolved_on: date | None = None
    information_asked_at: datetime | None = None
    information_answered_on: date | None = None
    expedited_at: datetime | None = None
    extension: Extension | None = None
    pauses: tuple[Pause, ...] = ()
    events: tuple[NotedEvent, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Clock:
    """One clock to count: the rule, the kind of dispute, the event, and when the duty was done.

    `owed_by` says whose it is where the rule leaves that open.
    """

    name: str
    rule_id: str
    dispute: Dispute
    event: Event
    met_on: date | None
    owed_by: str = ""


def clocks_of(dates: CaseDates) -> tuple[Clock, ...]:
    """Return the clocks of the case whose events are known and that do not stand still."""
    found = (
        *_application(dates),
        *_information(dates),
        *_assignment(dates),
        *_records(dates),
        *_determination(dates),
        *_noted(dates),
    )
    if not dates.pauses:
        return found
    stopped = {pause.rule_id for pause in dates.pauses if pause.toll is None}
    return tuple(_tolled(clock, dates) for clock in found if clock.rule_id not in stopped)


def dispute_of(dates: CaseDates) -> Dispute:
    """Return the clock the case runs on: expedited before formulary before regular."""
    return Dispute.EXPEDITED if dates.is_expedited else _kind(dates)


def _kind(dates: CaseDates) -> Dispute:
    """Return the clock of its kind of treatment."""
    return Dispute.FORMULARY if dates.is_formulary else Dispute.REGULAR


def _tolled(clock: Clock, dates: CaseDates) -> Clock:
    tolls = tuple(
        pause.toll
        for pause in dates.pauses
        if pause.rule_id == clock.rule_id and pause.toll is not None
    )
    return replace(clock, event=replace(clock.event, tolls=tolls)) if tolls else clock


def _application(dates: CaseDates) -> Iterator[Clock]:
    """The time to file: from service of the UR decision, or of the form where it came later."""
    met = dates.application_received_on
    if dates.dispute_resolved_on is not None:
        event = _served(midday(dates.dispute_resolved_on), Method.MAIL, dates.ur_route)
        yield Clock(FILING_AFTER_DISPUTE, FILING_AFTER_DISPUTE, _kind(dates), event, met)
    elif dates.ur_served_on is not None and not dates.is_form_missing:
        begins = max(dates.ur_served_on, dates.form_given_on or dates.ur_served_on)
        method = Method(dates.ur_service_method or Method.PERSONAL)
        event = _served(midday(begins), method, dates.ur_route)
        yield Clock(FILING, FILING, _kind(dates), event, met)


def _information(dates: CaseDates) -> Iterator[Clock]:
    """A request on eligibility goes by the quickest means, so it is received when it is made."""
    if dates.information_asked_at is not None:
        event = Event(at=dates.information_asked_at)
        yield Clock("E2", "E2", dispute_of(dates), event, dates.information_answered_on)


def _assignment(dates: CaseDates) -> Iterator[Clock]:
    if dates.eligible_at is not None:
        event = Event(at=dates.eligible_at)
        yield Clock("N1", "N1", dispute_of(dates), event, _notified_on(dates))


def _notified_on(dates: CaseDates) -> date | None:
    """The notice has gone out when the claims administrator was served with it."""
    at = next(
        (one.at for one in dates.events if (one.rule_id, one.subject) == NOTICE_TO_ADMINISTRATOR),
        dates.records_requested_at,
    )
    return Event(at=at).day if at is not None else None


def _records(dates: CaseDates) -> Iterator[Clock]:
    """From the notice as served; 24 hours once expedited, unless they had all come before."""
    notice = next(
        (one for one in dates.events if (one.rule_id, one.subject) == NOTICE_TO_ADMINISTRATOR), None
    )
    at = notice.at if notice else dates.records_requested_at
    if at is None:
        return
    met, method = dates.records_complete_on, notice.method if notice else Method.MAIL
    if not dates.is_expedited or _were_complete_before(dates):
        kind = _kind(dates)
        by_mail = method == Method.MAIL
        name = "R1-mail" if by_mail else "R1-electronic"
        served = Event(at=at, method=Method.MAIL if by_mail else Method.ELECTRONIC)
        yield Clock(name, "R1", kind, served, met)
        yield Clock("R2", "R2", kind, Event(at=at, method=Method.ELECTRONIC), met)
        return
    at = max(at, dates.expedited_at) if dates.expedited_at else at
    yield Clock("R1", "R1", Dispute.EXPEDITED, Event(at=at), met)
    yield Clock("R2", "R2", Dispute.EXPEDITED, Event(at=at, method=Method.ELECTRONIC), met)


def _were_complete_before(dates: CaseDates) -> bool:
    """Whether the records had come before the case became expedited."""
    if dates.expedited_at is None or dates.records_complete_on is None:
        return False
    return dates.records_complete_on <= Event(at=dates.expedited_at).day


def _determination(dates: CaseDates) -> Iterator[Clock]:
    if dates.records_complete_on is None:
        return
    at = midday(max(dates.records_complete_on, dates.application_received_on))
    if dates.is_expedited and dates.expedited_at is not None:
        at = max(at, dates.expedited_at)
    event = Event(at=at, extension=dates.extension)
    yield Clock(DETERMINATION, DETERMINATION, dispute_of(dates), event, dates.issued_on)


def _noted(dates: CaseDates) -> Iterator[Clock]:
    for one in dates.events:
        if (one.rule_id, one.subject) == NOTICE_TO_ADMINISTRATOR:
            continue
        dispute, at = _basis(dates, one)
        yield Clock(
            name=f"{one.rule_id}-{one.subject}" if one.subject else one.rule_id,
            rule_id=one.rule_id,
            dispute=dispute,
            event=_served(at, _way(one), one.route),
            met_on=one.met_on,
            owed_by=one.owed_by,
        )


def _basis(dates: CaseDates, one: NotedEvent) -> tuple[Dispute, datetime]:
    """What a party may send or has to answer runs anew once a case becomes expedited.

    What was done before stays under the clock it was done by.
    """
    turned = dates.expedited_at if dates.is_expedited else None
    if turned is None or one.rule_id not in RUN_ANEW or one.at >= turned:
        return dispute_of(dates), one.at
    if one.met_on is not None and one.met_on <= Event(at=turned).day:
        return _kind(dates), one.at
    return dispute_of(dates), turned


def _way(one: NotedEvent) -> Method:
    """What is not sent electronically has the longer days for records (8 CCR 9792.10.5)."""
    if one.rule_id != "R3" or one.method == Method.ELECTRONIC:
        return one.method
    return Method.MAIL


def _served(at: datetime, method: Method, route: Route) -> Event:
    is_known = method != Method.MAIL or route.is_known
    return Event(at=at, method=method, place=route.place, is_place_known=is_known)


def midday(day: date) -> datetime:
    """Return noon of a Pacific day: the instant of an event that is known by its day alone."""
    return datetime.combine(day, time(12), tzinfo=PACIFIC)

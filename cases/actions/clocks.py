"""What starts a clock of its own, what stops one, and when such a duty was done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal
from cases.deadlines.counting import Method, Place
from cases.errors import Refused
from cases.intake.findings import day_words
from cases.models import Case, ClockEvent, ClockToll, Deadline

TOLL = "cases.toll_clock"
# Which clocks each ground may stop: never a duty of ours, whose way is the extension.
RULES_BY_GROUND: dict[str, tuple[str, ...]] = {
    ClockToll.Ground.FORM_NOT_GIVEN: ("A1",),
    ClockToll.Ground.ORDER: ("A1", "A2", "R1", "R2", "P1", "P2", "I1", "I2"),
    ClockToll.Ground.EMERGENCY: ("A1", "A2", "E2", "R1", "R2", "R3", "P1", "P2", "I1", "I2"),
}
RUN_IN_HOURS = ("R1", "R2", "R3")
# What the file is told of afterwards: a party's duty or right whose end nobody else records.
NOTED_WHEN_DONE = ("P1", "P2", "I1", "I2", "C1", "C2", "R3", "R6")


@dataclass(frozen=True)
class EventEntry:
    """What happened: the rule it starts, whose clock it is, when, and the way it was sent."""

    rule_id: str
    happened_at: datetime
    subject: str = ""
    method: str = Method.PERSONAL
    sent_from: Place | None = None
    sent_to: Place | None = None
    met_on: date | None = None


@dataclass(frozen=True)
class TollEntry:
    """A stop of one rule's clock; without `last_on` it lasts."""

    rule_id: str
    ground: str
    first_on: date
    reason: str
    last_on: date | None = None


@transaction.atomic
def note_event(case: Case, entry: EventEntry, *, by: Any, at: datetime) -> ClockEvent:
    """Note something that starts a clock, and count it; a second noting replaces the first.

    Called by the action that lets it happen (a service, a finding), which has asked permission.
    """
    case = lock_case(case)
    earlier = case.clock_events.current().filter(rule_id=entry.rule_id, subject=entry.subject)
    old = earlier.first()
    values = {
        "happened_at": entry.happened_at,
        "method": entry.method,
        "sent_from": entry.sent_from or "",
        "sent_to": entry.sent_to or "",
        "met_on": entry.met_on,
    }
    if old is not None and all(getattr(old, name) == value for name, value in values.items()):
        return old
    earlier.update(superseded_at=at)
    event = ClockEvent.objects.create(
        case=case, rule_id=entry.rule_id, subject=entry.subject, noted_by=by, noted_at=at, **values
    )
    audit.append(
        "clock.started", event, by=by, rule=entry.rule_id, role=entry.subject, method=entry.method
    )
    refresh_deadlines(case, by=by, at=at, reason="clock.started")
    return event


@transaction.atomic
def note_done(deadline: Deadline, *, by: Any, at: datetime, done_on: date) -> ClockEvent:
    """Record when a party did what it owed, or used its right, where nothing else in the file says.

    An appeal filed, treatment authorized or paid for, a notice that came.
    """
    case = lock_case(deadline.case)
    access.require(by, "cases.note_done")
    event = _event_of(case, deadline)
    today = timezone.localdate(at)
    if event is None or deadline.rule_id not in NOTED_WHEN_DONE:
        raise Refused(
            "The file says by itself when this was done: it is met by the step that does it."
        )
    began = timezone.localdate(event.happened_at)
    if done_on > today:
        raise Refused(f"{day_words(done_on)} is in the future; today is {day_words(today)}.")
    if done_on < began:
        raise Refused(
            f"It cannot have been done on {day_words(done_on)}, before what started its time on "
            f"{day_words(began)}. Check the day."
        )
    event.met_on = done_on
    event.save(update_fields=["met_on"])
    audit.append("clock.done", event, by=by, rule=event.rule_id, role=event.subject)
    refresh_deadlines(case, by=by, at=at, reason="clock.done")
    return event


@transaction.atomic
def toll_clock(case: Case, entry: TollEntry, *, by: Any, at: datetime) -> ClockToll:
    """Let a clock stand still, with the rule by which it does, and count its date again."""
    case = lock_case(case)
    access.require(by, TOLL)
    reasons = _toll_faults(case, entry, today=timezone.localdate(at))
    if reasons:
        raise Refused(*reasons)
    toll = ClockToll.objects.create(
        case=case,
        rule_id=entry.rule_id,
        ground=entry.ground,
        first_on=entry.first_on,
        last_on=entry.last_on,
        reason=entry.reason.strip(),
        noted_by=by,
        noted_at=at,
    )
    audit.append(
        "clock.stopped",
        toll,
        by=by,
        rule=toll.rule_id,
        ground=toll.ground,
        is_open=not toll.last_on,
    )
    refresh_deadlines(case, by=by, at=at, reason="clock.stopped")
    return toll


@transaction.atomic
def end_toll(toll: ClockToll, *, by: Any, at: datetime, last_on: date) -> ClockToll:
    """Let a clock run again from the day after `last_on`."""
    toll = _lock_toll(toll, by)
    if toll.last_on is not None:
        raise Refused(f"The pause ended on {day_words(toll.last_on)} already.")
    today = timezone.localdate(at)
    if last_on > today:
        raise Refused(f"{day_words(last_on)} is in the future: say when it has ended.")
    if last_on < toll.first_on:
        raise Refused(
            f"The pause began on {day_words(toll.first_on)}; it cannot have ended before."
        )
    toll.last_on = last_on
    toll.save(update_fields=["last_on"])
    audit.append("clock.resumed", toll, by=by, rule=toll.rule_id, ground=toll.ground)
    refresh_deadlines(toll.case, by=by, at=at, reason="clock.resumed")
    return toll


@transaction.atomic
def withdraw_toll(toll: ClockToll, *, by: Any, at: datetime, reason: str) -> ClockToll:
    """Take back a pause that was noted by mistake; the row stays with its reason."""
    toll = _lock_toll(toll, by)
    if toll.withdrawn_at is not None:
        raise Refused("This pause was taken back already.")
    if not reason.strip():
        raise Refused("Say why the pause is taken back: it has moved a due date.")
    toll.withdrawn_at, toll.withdrawn_reason = at, reason.strip()
    toll.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.append("clock.stop_withdrawn", toll, by=by, rule=toll.rule_id, ground=toll.ground)
    refresh_deadlines(toll.case, by=by, at=at, reason="clock.stop_withdrawn")
    return toll


def _event_of(case: Case, deadline: Deadline) -> ClockEvent | None:
    subject = deadline.clock.partition("-")[2]
    events = case.clock_events.current().filter(rule_id=deadline.rule_id, subject=subject)
    return events.select_for_update().first()


def _lock_toll(toll: ClockToll, by: Any) -> ClockToll:
    case = lock_case(toll.case)
    access.require(by, TOLL)
    toll = ClockToll.objects.select_for_update(of=("self",)).get(pk=toll.pk)
    toll.case = case
    return toll


def _toll_faults(case: Case, entry: TollEntry, *, today: date) -> list[str]:
    reasons = [character_refusal("The reason", entry.reason)]
    if entry.ground not in RULES_BY_GROUND:
        return ["Choose by which rule the clock stands still."]
    if entry.rule_id not in RULES_BY_GROUND[entry.ground]:
        reasons.append(
            f"“{ClockToll.Ground(entry.ground).label}” does not stop this clock. Our own "
            "determination is never paused: ask the Administrative Director for an extension."
        )
    if entry.rule_id in RUN_IN_HOURS and case.priority == Case.Priority.EXPEDITED:
        reasons.append("The case is expedited: this clock runs in hours, and those never pause.")
    if not entry.reason.strip():
        reasons.append("Say what happened: the reason stands with the date it moves.")
    if entry.last_on is not None and entry.last_on < entry.first_on:
        reasons.append(
            f"The pause cannot end on {day_words(entry.last_on)}, before it begins on "
            f"{day_words(entry.first_on)}."
        )
    if entry.first_on > today:
        reasons.append(f"{day_words(entry.first_on)} is in the future: note it when it begins.")
    if entry.first_on < case.date_of_injury:
        reasons.append(
            f"The pause cannot begin on {day_words(entry.first_on)}, before the injury of "
            f"{day_words(case.date_of_injury)}."
        )
    lasting = case.tolls.valid().filter(rule_id=entry.rule_id, last_on=None)
    if entry.last_on is None and lasting.exists():
        reasons.append("This clock stands still already: end that pause before noting another.")
    return [reason for reason in reasons if reason]

"""Who is reminded of a duty, and when: the ladder as data, and the hours in which no mail goes out.

A step is known by its name. One that is due stays due until it was taken, however long nobody
looked, and none waits for the one before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cases.deadlines.counting import PACIFIC
from cases.deadlines.rules import Dispute


@dataclass(frozen=True)
class LadderStep:
    """One step: so many days from the day to work to, in the morning, or hours from its end."""

    name: str
    disputes: tuple[Dispute, ...]
    to: tuple[str, ...]
    days: int | None = None
    hours: int | None = None


@dataclass(frozen=True)
class Ladder:
    """The steps, and the quiet hours: from `quiet_from` to `quiet_to` o'clock Pacific time."""

    steps: tuple[LadderStep, ...]
    quiet_from: int
    quiet_to: int

    def step(self, name: str) -> LadderStep | None:
        """Return the step of that name, if there is one."""
        return next((step for step in self.steps if step.name == name), None)


@dataclass(frozen=True)
class Duty:
    """What is reminded of: the day to work to, or the instant; counted when."""

    dispute: Dispute
    target_on: date
    due_at: datetime | None
    counted_at: datetime

    @property
    def ends_at(self) -> datetime:
        """The instant of an hours clock, or the end of the day."""
        return self.due_at or datetime.combine(
            self.target_on + timedelta(days=1), time(0), tzinfo=PACIFIC
        )


def steps_due(ladder: Ladder, duty: Duty, now: datetime) -> tuple[LadderStep, ...]:
    """Return the steps whose time has come, in order.

    What lay in the past already when the date was counted is left out, but for the last one: an
    old duty that comes onto the file makes one reminder, not all of them.
    """
    begun = sorted(
        ((_begins(ladder, step, duty), step) for step in ladder.steps if _concerns(step, duty)),
        key=lambda pair: pair[0],
    )
    begun = [pair for pair in begun if pair[0] <= now]
    return tuple(step for at, step in begun if at >= duty.counted_at or step is begun[-1][1])


def mail_after(ladder: Ladder, at: datetime, *, is_urgent: bool) -> datetime:
    """Return when a mail made at `at` may go out: at once, or when the quiet hours are over."""
    local = at.astimezone(PACIFIC)
    is_quiet = not ladder.quiet_to <= local.hour < ladder.quiet_from
    if is_urgent or not is_quiet:
        return at
    morning = datetime.combine(local.date(), time(ladder.quiet_to), tzinfo=PACIFIC)
    return morning if local < morning else _next_day(morning)


def ladder_from(plain: Mapping[str, Any]) -> Ladder:
    """Make the ladder from the plain form it is kept in."""
    steps: Sequence[Mapping[str, Any]] = plain["steps"]
    return Ladder(
        steps=tuple(
            LadderStep(
                name=step["name"],
                disputes=tuple(Dispute(dispute) for dispute in step["disputes"]),
                to=tuple(step["to"]),
                days=step.get("days"),
                hours=step.get("hours"),
            )
            for step in steps
        ),
        quiet_from=plain["quiet_from"],
        quiet_to=plain["quiet_to"],
    )


def _concerns(step: LadderStep, duty: Duty) -> bool:
    return duty.dispute in step.disputes


def _begins(ladder: Ladder, step: LadderStep, duty: Duty) -> datetime:
    if step.days is None:
        return duty.ends_at + timedelta(hours=step.hours or 0)
    day = duty.target_on + timedelta(days=step.days)
    return datetime.combine(day, time(ladder.quiet_to), tzinfo=PACIFIC)


def _next_day(at: datetime) -> datetime:
    """The same hour of the next day, however long the night is."""
    return datetime.combine(at.date() + timedelta(days=1), at.time(), tzinfo=PACIFIC)

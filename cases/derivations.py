"""What a stored due date would be: served another way, mailed elsewhere, or on another day."""

from dataclasses import dataclass, replace
from datetime import date

from cases.casedates import case_dates
from cases.deadlines.clocks import Clock, clocks_of, midday
from cases.deadlines.counting import PLACE_WORDS, Counting, Event, Method, due
from cases.deadlines.explain import under_other_methods, under_other_places
from cases.deadlines.rules import NoSuchRule, Rule, choose_rule_set
from cases.models import Deadline
from cases.rulebook import current_rulebook

METHOD_WORDS = {
    Method.PERSONAL: "served in person",
    Method.MAIL: "served by mail",
    Method.ELECTRONIC: "served electronically",
    Method.FAX: "served by fax",
}


@dataclass(frozen=True)
class Otherwise:
    """One other reading: in words, and the day that it would be due."""

    words: str
    day: date


def other_ways(deadline: Deadline) -> list[Otherwise]:
    """Return the day under each other way of service and place of mail that would change it."""
    found = _counted(deadline)
    if found is None or not found[1].adds_mail:
        return []
    clock, rule, counting = found
    ways = [
        Otherwise(METHOD_WORDS[method], day)
        for method, day in under_other_methods(rule, clock.event, counting)
        if method != Method.MAIL
    ]
    ways += [
        Otherwise(f"mailed {PLACE_WORDS[place]}", day)
        for place, day in under_other_places(rule, clock.event, counting)
    ]
    return [way for way in ways if way.day != deadline.due_on]


def on_another_day(deadline: Deadline, day: date) -> Otherwise | None:
    """Return the due day had the event been on `day`; None where no rule was in force then."""
    clock = clock_of(deadline)
    if clock is None:
        return None
    event = replace(clock.event, at=midday(day))
    rule, counting = _rule(clock, event)
    if rule is None:
        return None
    return Otherwise(rule.trigger, due(rule, event, counting).on)


def clock_of(deadline: Deadline) -> Clock | None:
    """Return the clock of the file that this deadline was counted from, if it has it still."""
    clocks = clocks_of(case_dates(deadline.case))
    return next((clock for clock in clocks if clock.name == deadline.clock), None)


def _counted(deadline: Deadline) -> tuple[Clock, Rule, Counting] | None:
    clock = clock_of(deadline)
    if clock is None:
        return None
    rule, counting = _rule(clock, clock.event)
    return (clock, rule, counting) if rule else None


def _rule(clock: Clock, event: Event) -> tuple[Rule | None, Counting]:
    book = current_rulebook()
    try:
        rules = choose_rule_set(book.rule_sets, event.day)
        rule = rules.find(clock.rule_id, clock.dispute, event.day, event.method)
    except NoSuchRule:
        return None, book.counting
    return rule, book.counting

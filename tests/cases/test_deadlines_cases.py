"""Whole cases, two thousand of them, against a second way from their facts to their due dates."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.deadlines import shipped
from cases.deadlines.addresses import Route, place_of
from cases.deadlines.clocks import CaseDates, NotedEvent, Pause, clocks_of
from cases.deadlines.counting import Extension, Method, Toll, due
from cases.deadlines.explain import explain, recount
from cases.deadlines.rules import choose_rule_set
from tests.cases.case_oracle import case_due, noon

PACIFIC = ZoneInfo("America/Los_Angeles")
ADDRESS_BY_PLACE = {
    "california": "1 Main Street\nFresno, CA 93701",
    "united_states": "9 Strip\nLas Vegas, NV 89101",
    "abroad": "7 Calle\nTijuana\nMexico",
    "confidential_address": "Safe at Home\nSacramento, CA 95812",
    None: "General delivery",
}
PLACES = list(ADDRESS_BY_PLACE)


@pytest.mark.parametrize("seed", range(10))
def test_two_hundred_cases_agree_with_the_second_way(seed):
    chance = random.Random(f"cases {seed}")
    for _ in range(200):
        facts = invented(chance)

        counted = {clock.name: counted_day(clock) for clock in clocks_of(dates_of(facts))}

        assert counted == case_due(facts), facts


def counted_day(clock) -> date:
    rules = choose_rule_set(shipped.rule_sets(), clock.event.day)
    rule = rules.find(clock.rule_id, clock.dispute, clock.event.day, clock.event.method)
    result = due(rule, clock.event, shipped.counting())
    assert recount(explain(result)) == result.on
    return result.on


def invented(chance: random.Random) -> dict:
    """Facts of 2026 to 2029: conversion, extension, pauses, a late form, both ends of the mail."""
    served_on = date(2026, 4, 1) + timedelta(days=chance.randrange(1200))
    received_on = served_on + timedelta(days=chance.randrange(40))
    notified_at = instant(chance, received_on + timedelta(days=chance.randrange(1, 9)))
    complete_on = received_on + timedelta(days=chance.randrange(3, 40))
    is_expedited = chance.random() < 0.35
    turned = instant(chance, received_on + timedelta(days=chance.randrange(1, 40)))
    paused = chance.sample(["A1", "R1", "R2", "P1"], k=chance.choice([0, 0, 1, 2]))
    stopped = {rule for rule in paused if chance.random() < 0.2}
    return {
        "served_on": served_on,
        "method": chance.choice(list(Method)).value,
        "ends": (chance.choice(PLACES), chance.choice(PLACES)),
        "form_given_on": served_on + timedelta(days=9) if chance.random() < 0.2 else None,
        "received_on": received_on,
        "notified_at": notified_at,
        "complete_on": complete_on if chance.random() < 0.8 else None,
        "is_expedited": is_expedited,
        "is_formulary": chance.random() < 0.3,
        "expedited_at": turned if is_expedited and chance.random() < 0.7 else None,
        "extension": chance.choice([0, 0, 1, 2, 3]),
        "stopped": stopped,
        "spans": {rule: span(chance, served_on) for rule in paused if rule not in stopped},
        "appeals": [
            (subject, complete_on + timedelta(days=20), ("california", chance.choice(PLACES)))
            for subject in chance.sample(["injured_worker", "attorney", "employer"], k=2)
        ],
    }


def span(chance: random.Random, day: date) -> tuple[date, date]:
    first = day + timedelta(days=chance.randrange(60))
    return first, first + timedelta(days=chance.randrange(20))


def instant(chance: random.Random, day: date) -> datetime:
    hour, minute = chance.randrange(24), chance.randrange(60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PACIFIC)


def dates_of(facts: dict) -> CaseDates:
    facts["tolled"] = {
        rule: frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))
        for rule, (first, last) in facts["spans"].items()
    }
    pauses = [Pause(rule, None) for rule in sorted(facts["stopped"])]
    pauses += [Pause(rule, Toll(*days, "it stood still")) for rule, days in facts["spans"].items()]
    extension = facts["extension"]
    return CaseDates(
        is_expedited=facts["is_expedited"],
        is_formulary=facts["is_formulary"],
        ur_served_on=facts["served_on"],
        ur_service_method=facts["method"],
        ur_route=route(facts["ends"]),
        form_given_on=facts["form_given_on"],
        application_received_on=facts["received_on"],
        eligible_at=None,
        assigned_on=None,
        records_requested_at=facts["notified_at"],
        records_complete_on=facts["complete_on"],
        issued_on=None,
        expedited_at=facts["expedited_at"],
        extension=Extension(extension, "approved", facts["received_on"]) if extension else None,
        pauses=tuple(pauses),
        events=tuple(
            NotedEvent("P1", subject, noon(day), Method.MAIL, route(ends))
            for subject, day, ends in facts["appeals"]
        ),
    )


def route(ends) -> Route:
    """The way of the mail, read from two addresses."""
    return Route(*(place_of(ADDRESS_BY_PLACE[end]) for end in ends))

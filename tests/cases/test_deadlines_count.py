"""Every worked example, and ten thousand invented histories against a second way of counting."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.deadlines import shipped
from cases.deadlines.counting import Due, Event, Extension, Method, Place, Toll, due
from cases.deadlines.explain import explain, recount, under_other_methods
from cases.deadlines.rules import Dispute, NoSuchRule, Unit, choose_rule_set
from tests.cases.deadline_oracle import oracle_due

PACIFIC = ZoneInfo("America/Los_Angeles")


def count(rule_id: str, day: str, dispute: str, method: str, place: str = "california") -> Due:
    start = date.fromisoformat(day)
    event = Event(
        datetime(start.year, start.month, start.day, 16, 10, tzinfo=PACIFIC),
        Method(method),
        Place(place),
    )
    rules = choose_rule_set(shipped.rule_sets(), start)
    return due(rules.find(rule_id, Dispute(dispute), start, method), event, shipped.counting())


@pytest.mark.parametrize(
    ("rule_id", "day", "dispute", "method", "place", "expected"),
    [
        ("A1", "2026-10-13", "regular", "mail", "california", "2026-11-17"),
        ("A1", "2026-10-13", "regular", "personal", "california", "2026-11-12"),
        ("A1", "2026-11-10", "formulary", "mail", "california", "2026-11-25"),
        ("A1", "2026-11-12", "formulary", "mail", "california", "2026-11-30"),
        ("N1", "2026-11-25", "regular", "personal", "california", "2026-11-30"),
        ("N1", "2026-11-10", "regular", "personal", "california", "2026-11-12"),
        ("R1", "2026-11-30", "regular", "mail", "california", "2026-12-15"),
        ("R1", "2026-11-30", "regular", "electronic", "california", "2026-12-14"),
        ("R2", "2026-11-30", "regular", "electronic", "california", "2026-12-10"),
        ("R1", "2026-12-14", "regular", "electronic", "california", "2026-12-28"),
        ("E2", "2026-11-23", "regular", "personal", "california", "2026-12-02"),
        ("D1", "2026-12-02", "regular", "personal", "california", "2027-01-04"),
        ("D1", "2026-12-21", "formulary", "personal", "california", "2026-12-29"),
        ("D1", "2026-11-25", "expedited", "personal", "california", "2026-11-28"),
        ("P1", "2026-11-20", "regular", "mail", "california", "2026-12-28"),
        ("P1", "2026-11-20", "regular", "mail", "united_states", "2026-12-30"),
        ("I1", "2026-11-24", "regular", "personal", "california", "2026-12-03"),
        ("I2", "2026-11-24", "regular", "personal", "california", "2026-12-14"),
    ],
)
def test_it_counts_the_worked_examples(rule_id, day, dispute, method, place, expected):
    result = count(rule_id, day, dispute, method, place)

    assert result.on == date.fromisoformat(expected)
    assert recount(explain(result)) == result.on


def test_a_duty_of_ours_has_a_target_before_the_roll_over():
    result = count("D1", "2026-12-02", "regular", "personal")

    assert (result.on, result.target_on) == (date(2027, 1, 4), date(2026, 12, 31))


def test_a_dispute_of_2015_never_meets_the_formulary_limits():
    result = count("A1", "2015-05-06", "formulary", "mail")

    assert (result.rule.length, result.on) == (30, date(2015, 6, 10))


def test_a_day_without_a_rule_is_said():
    with pytest.raises(NoSuchRule, match="R2 of 2014 has no regular clock in force on 2016-12-31"):
        count("R2", "2016-12-31", "regular", "electronic")


def test_hours_run_through_the_night_the_clocks_change():
    rule = shipped.rule_sets()[1].find("U1", Dispute.EXPEDITED, date(2026, 10, 30))
    event = Event(datetime(2026, 10, 30, 10, 0, tzinfo=PACIFIC))

    result = due(rule, event, shipped.counting())

    assert result.at.astimezone(PACIFIC) == datetime(2026, 11, 2, 9, 0, tzinfo=PACIFIC)


def test_a_year_that_nobody_verified_is_provisional():
    assert count("D1", "2030-12-20", "regular", "personal").is_provisional


def test_it_says_what_another_way_of_service_would_give():
    rule = shipped.rule_sets()[1].find("A1", Dispute.REGULAR, date(2026, 10, 13))
    event = Event(datetime(2026, 10, 13, 9, 0, tzinfo=PACIFIC), Method.PERSONAL)

    others = dict(under_other_methods(rule, event, shipped.counting()))

    assert others[Method.MAIL] == date(2026, 11, 17)


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_histories_agree_with_the_second_way_of_counting(seed):
    chance = random.Random(seed)
    clocks = [(rules, rule) for rules in shipped.rule_sets() for rule in rules.rules]
    for _ in range(1000):
        rules, rule = chance.choice(clocks)
        event = invented_event(rules, rule, chance)

        result = due(rule, event, shipped.counting())

        assert result.on == by_the_oracle(rule, event), (rule, event)
        assert recount(explain(result)) == result.on


def invented_event(rules, rule, chance: random.Random) -> Event:
    first = max(rule.effective_from, rules.effective_from, date(2013, 1, 1))
    last = min(rule.effective_to, rules.effective_to, date(2030, 6, 1))
    day = first + timedelta(days=chance.randrange((last - first).days + 1))
    if chance.random() < 0.2:
        day = chance.choice([d for d in EDGES if first <= d <= last] or [day])
    tolls = ()
    if chance.random() < 0.2:
        begins = day + timedelta(days=chance.randrange(-3, 10))
        tolls = (Toll(begins, begins + timedelta(days=chance.randrange(40)), "no form was given"),)
    is_extended = chance.random() < 0.1 and rule.unit != Unit.HOURS
    return Event(
        at=datetime(
            day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), tzinfo=PACIFIC
        ),
        method=Method(rule.method) if rule.method else chance.choice(list(Method)),
        place=chance.choice(list(Place)),
        tolls=tolls,
        extension=Extension(chance.randrange(1, 4), "approved", day) if is_extended else None,
    )


EDGES = [
    date(year, month, day)
    for year in range(2013, 2031)
    for month, day in [(2, 28), (3, 8), (3, 14), (6, 18), (9, 24), (11, 1), (11, 26), (12, 31)]
] + [date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29), date(2028, 2, 29)]


def by_the_oracle(rule, event: Event) -> date:
    counts_days = rule.unit in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)
    tolled = {
        toll.first + timedelta(days=n)
        for toll in event.tolls
        for n in range((toll.last - toll.first).days + 1)
        if counts_days
    }
    return oracle_due(
        at=event.at,
        unit=rule.unit.value,
        length=rule.length,
        mail=rule.adds_mail and event.method == Method.MAIL,
        place=event.place.value,
        rolls=rule.rolls,
        tolled=tolled,
        extension=event.extension.days if event.extension else 0,
    )

"""Whether the application came in time, counted by the rules of deadlines (A1, A2, A3).

The time runs from service, never from the decision's own date. What the file does not say is given
in the applicant's favour, or asked; an unknown day of service is unknown, and nobody is late by it.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from cases.deadlines.clocks import midday
from cases.deadlines.counting import Due, Event, Method, Place, due
from cases.deadlines.explain import explain
from cases.deadlines.rules import Dispute, NoSuchRule, Rule, choose_rule_set
from cases.eligibility.facts import ApplicationFacts, ServiceFacts
from cases.eligibility.findings import Code, Finding, Verdict, day_in_words

RULE = "The application came in time"
IS_PER_SERVICE = False
CITE = "LC 4610.5(h)(1)"
CITE_OF_FORM = "LC 4610.5(h)(3)"
FILING, FILING_AFTER_DISPUTE = "A1", "A2"
ADMINISTRATOR = "the claims administrator"
WORKER = "the injured worker"


Way = tuple[Method, Place]
BY_HAND: Way = (Method.PERSONAL, Place.CALIFORNIA)


@dataclass(frozen=True)
class Start:
    """What starts the time: which rule, the day, how it was served (each way it may have been).

    `ways` goes from the shortest time to the longest; what the file leaves open has several.
    """

    rule_id: str
    day: date
    ways: tuple[Way, ...]
    trigger: str = ""


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """In time by the earliest count, late only by the most generous one."""
    if facts.is_form_given is False and facts.form_given_on is None:
        words = "The claims administrator gave no form, so the time has not begun to run."
        return Finding(RULE, Verdict.PASSES, words, CITE_OF_FORM)
    start = _start(facts)
    if start is None:
        return _without_service(facts)
    if any(pause.rule_id == start.rule_id and pause.toll is None for pause in facts.filing_pauses):
        words = "The time to file stands still; nobody is late by it."
        return Finding(RULE, Verdict.PASSES, words, CITE)
    try:
        counts = [_count(facts, start, way) for way in start.ways]
    except NoSuchRule:
        words = f"No rule on filing was in force on {day_in_words(start.day)}."
        return Finding(RULE, Verdict.UNKNOWN, words, CITE)
    return _judged(facts, start, counts[0], counts[-1])


def _start(facts: ApplicationFacts) -> Start | None:
    if facts.dispute_resolved_on is not None:
        return Start(FILING_AFTER_DISPUTE, facts.dispute_resolved_on, _by_mail(facts))
    if facts.ur_served_on is None:
        return None
    ways = _ways(facts)
    if facts.form_given_on is not None and facts.form_given_on > facts.ur_served_on:
        trigger = "form, envelope and notices given, which the time waits for (LC 4610.5(h)(3))"
        return Start(FILING, facts.form_given_on, ways, trigger)
    return Start(FILING, facts.ur_served_on, ways)


def _ways(facts: ApplicationFacts) -> tuple[Way, ...]:
    if not facts.ur_service_method:
        return (BY_HAND, *_by_mail(facts))
    method = Method(facts.ur_service_method)
    return _by_mail(facts) if method == Method.MAIL else ((method, Place.CALIFORNIA),)


def _by_mail(facts: ApplicationFacts) -> tuple[Way, ...]:
    """An address that does not say where it is may be anywhere: the longest time counts too."""
    near = (Method.MAIL, facts.ur_place)
    return (near,) if facts.is_ur_place_known else (near, (Method.MAIL, Place.ABROAD))


def _count(facts: ApplicationFacts, start: Start, way: Way) -> Due:
    method, place = way
    rule = _rule(facts, start, method)
    tolls = tuple(
        pause.toll
        for pause in facts.filing_pauses
        if pause.rule_id == start.rule_id and pause.toll is not None
    )
    event = Event(at=midday(start.day), method=method, place=place, tolls=tolls)
    return due(rule, event, facts.rules.counting)


def _rule(facts: ApplicationFacts, start: Start, method: Method) -> Rule:
    """Return the filing rule; the formulary's where one was in force on that day."""
    rules = choose_rule_set(facts.rules.rule_sets, start.day)
    rule = rules.find(start.rule_id, Dispute.REGULAR, start.day, method)
    if facts.is_formulary:
        with suppress(NoSuchRule):
            rule = rules.find(start.rule_id, Dispute.FORMULARY, start.day, method)
    return replace(rule, trigger=start.trigger) if start.trigger else rule


def _judged(facts: ApplicationFacts, start: Start, earliest: Due, latest: Due) -> Finding:
    received = f"Received {day_in_words(facts.received_on)}"
    if facts.received_on <= earliest.on:
        words = f"{received}; the last day was {day_in_words(earliest.on)}."
        return _found(Verdict.PASSES, words, earliest)
    if facts.received_on <= latest.on:
        return _undecided(start, received, earliest, latest)
    days = (facts.received_on - latest.on).days
    words = (
        f"{received}, {days} day{'' if days == 1 else 's'} after the last day, "
        f"{day_in_words(latest.on)}."
    )
    if facts.is_form_given is None and latest.rule.id == FILING:
        words += " The file does not say whether the claims administrator gave the form."
    return replace(_found(Verdict.FAILS, words, latest), code=Code.UNTIMELY)


def _undecided(start: Start, received: str, earliest: Due, latest: Due) -> Finding:
    """In time by one reading of what the file leaves open, late by another: somebody is asked."""
    first, last = day_in_words(earliest.on), day_in_words(latest.on)
    if start.ways[0][0] != Method.MAIL:
        words = f"{first} if the decision was handed over, {last} if mailed, and the file does not "
        words, asked = words + "say how it was served.", ADMINISTRATOR
    else:
        words = f"{first} if it was mailed within California, {last} if from or to abroad, and an "
        words, asked = words + "address does not say where it is.", WORKER
    words = f"{received}; the last day was {words}"
    return replace(_found(Verdict.UNKNOWN, words, latest), asks_of=asked)


def _found(verdict: Verdict, words: str, count: Due) -> Finding:
    return Finding(
        RULE,
        verdict,
        words,
        count.rule.cite,
        lines=explain(count),
        is_provisional=count.is_provisional,
    )


def _without_service(facts: ApplicationFacts) -> Finding:
    """Unknown, and asked only where it could matter: service cannot come before the decision."""
    words = "The file does not say when the UR decision was served."
    unknown = Finding(RULE, Verdict.UNKNOWN, words, CITE, asks_of=ADMINISTRATOR)
    if facts.ur_decided_on is None:
        return unknown
    try:
        soonest = _count(facts, Start(FILING, facts.ur_decided_on, (BY_HAND,)), BY_HAND)
    except NoSuchRule:
        return unknown
    if facts.received_on > soonest.on:
        return unknown
    words += " Even served on the day it was made, the last day would have been "
    return replace(unknown, reason=f"{words}{day_in_words(soonest.on)}.", asks_of="")

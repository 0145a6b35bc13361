"""Whether the application came in time, counted by the rules of deadlines (A1, A2, A3).

The time runs from service, never from the decision's own date. What the file does not say is given
in the applicant's favour, or asked; an unknown day of service is unknown, and nobody is late by it.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from cases.deadlines.clocks import midday
from cases.deadlines.counting import Due, Event, Method, due
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


@dataclass(frozen=True)
class Start:
    """What starts the time: which rule, the day, how it was served (each way it may have been)."""

    rule_id: str
    day: date
    methods: tuple[Method, ...]
    trigger: str = ""


def judge(facts: ApplicationFacts, service: ServiceFacts | None) -> Finding:
    """In time by the earliest count, late only by the most generous one."""
    if facts.is_form_given is False and facts.form_given_on is None:
        words = "The claims administrator gave no form, so the time has not begun to run."
        return Finding(RULE, Verdict.PASSES, words, CITE_OF_FORM)
    start = _start(facts)
    if start is None:
        return _without_service(facts)
    try:
        counts = [_count(facts, start, method) for method in start.methods]
    except NoSuchRule:
        words = f"No rule on filing was in force on {day_in_words(start.day)}."
        return Finding(RULE, Verdict.UNKNOWN, words, CITE)
    return _judged(facts, counts[0], counts[-1])


def _start(facts: ApplicationFacts) -> Start | None:
    if facts.dispute_resolved_on is not None:
        return Start(FILING_AFTER_DISPUTE, facts.dispute_resolved_on, (Method.MAIL,))
    if facts.ur_served_on is None:
        return None
    stated = facts.ur_service_method
    methods = (Method(stated),) if stated else (Method.PERSONAL, Method.MAIL)
    if facts.form_given_on is not None and facts.form_given_on > facts.ur_served_on:
        trigger = "form, envelope and notices given, which the time waits for (LC 4610.5(h)(3))"
        return Start(FILING, facts.form_given_on, methods, trigger)
    return Start(FILING, facts.ur_served_on, methods)


def _count(facts: ApplicationFacts, start: Start, method: Method) -> Due:
    rule = _rule(facts, start, method)
    event = Event(at=midday(start.day), method=method, place=facts.worker_place)
    return due(rule, event, facts.rules.counting)


def _rule(facts: ApplicationFacts, start: Start, method: Method) -> Rule:
    """Return the filing rule; the formulary's where one was in force on that day."""
    rules = choose_rule_set(facts.rules.rule_sets, start.day)
    rule = rules.find(start.rule_id, Dispute.REGULAR, start.day, method)
    if facts.is_formulary:
        with suppress(NoSuchRule):
            rule = rules.find(start.rule_id, Dispute.FORMULARY, start.day, method)
    return replace(rule, trigger=start.trigger) if start.trigger else rule


def _judged(facts: ApplicationFacts, earliest: Due, latest: Due) -> Finding:
    received = f"Received {day_in_words(facts.received_on)}"
    if facts.received_on <= earliest.on:
        words = f"{received}; the last day was {day_in_words(earliest.on)}."
        return _found(Verdict.PASSES, words, earliest)
    if facts.received_on <= latest.on:
        words = (
            f"{received}; the last day was {day_in_words(earliest.on)} if the decision was handed "
            f"over, {day_in_words(latest.on)} if mailed, and the file does not say how it was "
            "served."
        )
        return replace(_found(Verdict.UNKNOWN, words, latest), asks_of=ADMINISTRATOR)
    days = (facts.received_on - latest.on).days
    words = (
        f"{received}, {days} day{'' if days == 1 else 's'} after the last day, "
        f"{day_in_words(latest.on)}."
    )
    if facts.is_form_given is None and latest.rule.id == FILING:
        words += " The file does not say whether the claims administrator gave the form."
    return replace(_found(Verdict.FAILS, words, latest), code=Code.UNTIMELY)


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
        soonest = _count(
            facts, Start(FILING, facts.ur_decided_on, (Method.PERSONAL,)), Method.PERSONAL
        )
    except NoSuchRule:
        return unknown
    if facts.received_on > soonest.on:
        return unknown
    words += " Even served on the day it was made, the last day would have been "
    return replace(unknown, reason=f"{words}{day_in_words(soonest.on)}.", asks_of="")

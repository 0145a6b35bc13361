"""The checklist judges applications of known verdicts right, and each of its rules is needed."""

from datetime import date

import pytest

from cases import eligibility
from cases.deadlines.explain import recount
from cases.eligibility import RULES, judge, timeliness
from cases.eligibility.findings import Code, Verdict, passes
from cases.eligibility.proposals import codes_against
from tests.cases.eligibility_applications import ALONE, APPLICATIONS, PAIRS, Known


def verdict_of(known: Known) -> tuple[str, str, frozenset[str], bool]:
    judgement = judge(known.facts)
    [one] = judgement.services
    found = (*judgement.findings, *one.findings)
    codes = frozenset(codes_against(known.facts, found))
    is_downgraded = judgement.downgrade is not None
    return one.proposal.outcome, one.proposal.code, codes, is_downgraded


@pytest.mark.parametrize("known", APPLICATIONS, ids=lambda known: known.name)
def test_the_application_is_judged_as_known(known):
    expected = (known.outcome, known.code, known.codes, known.is_downgraded)
    assert verdict_of(known) == expected


def test_every_code_is_known_alone_and_in_pairs():
    assert {known.name for known in ALONE} == set(Code)
    in_pairs = {name for known in PAIRS for name in known.name.split(" and ")}
    assert in_pairs == set(Code)
    assert len(APPLICATIONS) >= 40


def table() -> list[tuple]:
    """Every verdict of every rule on every known application."""
    return [
        (known.name, one.rule, one.verdict, one.code)
        for known in APPLICATIONS
        for judgement in [judge(known.facts)]
        for one in (*judgement.findings, *judgement.services[0].findings)
    ]


def outcomes() -> list[tuple]:
    return [verdict_of(known) for known in APPLICATIONS]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.rpartition(".")[2])
def test_a_broken_rule_changes_a_verdict(rule, monkeypatch):
    sound, sound_outcomes = table(), outcomes()
    broken = lambda facts, service: passes(rule.RULE, "Broken.", "")  # noqa: E731
    monkeypatch.setattr(rule, "judge", broken)
    assert table() != sound
    is_information_alone = rule is eligibility.ur_time
    assert (outcomes() != sound_outcomes) or is_information_alone


def test_how_long_ur_took_is_never_an_outcome():
    slow = next(known for known in APPLICATIONS if known.name == "UR took half a year")
    [flag] = [one for one in judge(slow.facts).findings if one.is_flag]
    assert flag.reason.startswith("UR decided 194 days after the request.")
    assert (flag.verdict, flag.code, flag.asks_of) == (Verdict.PASSES, None, "")


def test_every_finding_says_why_and_by_what():
    for known in APPLICATIONS:
        judgement = judge(known.facts)
        for one in (*judgement.findings, *judgement.services[0].findings):
            assert one.reason.endswith(".")
            assert one.cite
            assert (one.verdict == Verdict.FAILS) == (one.code is not None)


MAILED = {"ur_service_method": "mail"}
BY_HAND = {"ur_service_method": "personal"}
FORMULARY = {"is_formulary": True}
TIMES = [
    # UR served, how, last day: the worked examples, then what moves the last day.
    (date(2026, 10, 13), MAILED, date(2026, 11, 17)),
    (date(2026, 10, 13), BY_HAND, date(2026, 11, 12)),
    (date(2026, 10, 13), {"ur_service_method": "electronic"}, date(2026, 11, 12)),
    (date(2026, 10, 13), {"ur_service_method": "fax"}, date(2026, 11, 12)),
    (date(2026, 11, 10), MAILED | FORMULARY, date(2026, 11, 25)),
    (date(2026, 11, 12), MAILED | FORMULARY, date(2026, 11, 30)),
    (date(2015, 3, 2), MAILED | FORMULARY, date(2015, 4, 6)),
    (date(2026, 10, 13), MAILED | {"ur_place": "united_states"}, date(2026, 11, 23)),
    (date(2026, 10, 13), MAILED | {"ur_place": "abroad"}, date(2026, 12, 2)),
    (date(2026, 10, 13), BY_HAND | {"form_given_on": date(2026, 11, 2)}, date(2026, 12, 2)),
    (
        date(2026, 10, 13),
        MAILED | {"dispute_resolved_on": date(2026, 10, 13)},
        date(2026, 11, 17),
    ),
]


@pytest.mark.parametrize(("served", "how", "last"), TIMES)
def test_the_last_day_is_in_time_and_the_day_after_is_not(served, how, last):
    decided = {"ur_decided_on": served, "ur_served_on": served} | how
    on_it = Known("", decided | {"received_on": last}).facts
    after = Known("", decided | {"received_on": date.fromordinal(last.toordinal() + 1)}).facts
    on_time, late = timeliness.judge(on_it, None), timeliness.judge(after, None)
    assert (on_time.verdict, on_time.code) == (Verdict.PASSES, None)
    assert (late.verdict, late.code) == (Verdict.FAILS, Code.UNTIMELY)
    assert recount(late.lines) == last


@pytest.mark.parametrize("received", [date(2026, 10, 26), date(2027, 5, 1), date(2030, 1, 1)])
def test_an_unknown_service_date_is_unknown_and_never_late(received):
    facts = Known("", {"ur_served_on": None, "received_on": received}).facts
    found = timeliness.judge(facts, None)
    assert (found.verdict, found.code) == (Verdict.UNKNOWN, None)


def test_late_and_conditional_are_for_judgement():
    for name in ("UNTIMELY", "CNC"):
        known = next(one for one in ALONE if one.name == name)
        assert judge(known.facts).services[0].proposal.is_for_judgement
    signature = next(one for one in ALONE if one.name == "NO_SIGNATURE")
    assert not judge(signature.facts).services[0].proposal.is_for_judgement

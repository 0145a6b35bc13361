"""Each gate of matching, the fit of a specialty, and the order of candidates."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from reviews.matching import (
    account,
    availability,
    board,
    discipline,
    licence,
    load,
    practice,
    prior,
    qme,
)
from reviews.matching.due import credentials_through
from reviews.matching.facts import (
    CertificationFacts,
    DisputeFacts,
    EarlierPart,
    LicenceFacts,
    Question,
    ReviewerFacts,
    Verdict,
)
from reviews.matching.rank import candidate, ranked
from reviews.matching.specialty import Level, best_fit

DAY = date(2026, 3, 2)
DUE = date(2026, 4, 1)
QUESTION = Question(day=DAY, through=DUE, min_years=5, min_weekly_hours=24)
LICENCE = LicenceFacts("Texas", False, True, date(2026, 12, 31), date(2026, 1, 5))
BOARDED = CertificationFacts("Orthopedic Surgery", "A board", date(2026, 12, 31), date(2026, 1, 5))
REVIEWER = ReviewerFacts(
    pseudonym="R-0001",
    degree="md",
    licences=(LICENCE,),
    certifications=(BOARDED,),
    practice_years=Decimal("12"),
    practice_weekly_hours=Decimal("32"),
    practice_recorded_on=date(2026, 1, 5),
    is_qme=False,
    qme_checked_on=date(2026, 1, 5),
    has_disciplinary_history=False,
    discipline_checked_on=date(2026, 1, 5),
    is_account_active=True,
    is_available=True,
    unavailable_until=None,
    open_cases=2,
    case_capacity=10,
)
GATES = (licence, board, discipline, qme, practice, prior, availability, load, account)
DISPUTE = DisputeFacts("CM26-0000001", ("Surgery Spine lumbar fusion at L4-L5",), "")


def with_licence(**changes):
    return replace(REVIEWER, licences=(replace(LICENCE, **changes),))


def with_certification(**changes):
    return replace(REVIEWER, certifications=(replace(BOARDED, **changes),))


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__.rpartition(".")[2])
def test_a_sound_record_opens_every_gate_and_names_the_rule(gate):
    finding = gate.check(REVIEWER, QUESTION)
    assert finding.verdict == Verdict.MET
    assert finding.reason.endswith(".")
    assert finding.rule


@pytest.mark.parametrize(
    ("gate", "reviewer", "words"),
    [
        (licence, replace(REVIEWER, licences=()), "no licence on record"),
        (licence, with_licence(is_restricted=True), "Texas licence is restricted"),
        (licence, with_licence(is_in_good_standing=False), "not in good standing"),
        (licence, with_licence(expires_on=date(2026, 3, 1)), "expired on 1 Mar 2026"),
        (licence, with_licence(expires_on=date(2026, 3, 31)), "before the determination is due"),
        (board, replace(REVIEWER, certifications=()), "no board certification on record"),
        (board, with_certification(board=""), "No board is recorded for Orthopedic Surgery"),
        (board, with_certification(expires_on=date(2026, 2, 1)), "expired on 1 Feb 2026"),
        (board, with_certification(expires_on=date(2026, 3, 31)), "before the determination is"),
        (discipline, replace(REVIEWER, has_disciplinary_history=True), "disciplinary action"),
        (discipline, replace(REVIEWER, discipline_checked_on=None), "Nobody has recorded"),
        (qme, replace(REVIEWER, is_qme=True), "holds a QME appointment"),
        (qme, replace(REVIEWER, qme_checked_on=None), "Nobody has recorded"),
        (qme, replace(REVIEWER, qme_checked_on=date(2026, 3, 3)), "Nobody has recorded"),
        (practice, replace(REVIEWER, practice_years=Decimal("5")), "more than 5 are asked"),
        (practice, replace(REVIEWER, practice_weekly_hours=Decimal("23.5")), "24 are asked"),
        (prior, replace(REVIEWER, earlier_part=EarlierPart.DECIDED), "Has judged this dispute"),
        (prior, replace(REVIEWER, earlier_part=EarlierPart.WITHDREW), "Withdrew"),
        (prior, replace(REVIEWER, earlier_part=EarlierPart.CONFLICTED), "conflict of interest"),
        (availability, replace(REVIEWER, is_available=False), "takes no cases"),
        (availability, replace(REVIEWER, unavailable_until=DAY), "away through 2 Mar 2026"),
        (load, replace(REVIEWER, open_cases=10), "10 of 10 cases open"),
        (account, replace(REVIEWER, is_account_active=False), "deactivated"),
    ],
)
def test_a_gate_is_shut_with_its_reason(gate, reviewer, words):
    finding = gate.check(reviewer, QUESTION)
    assert finding.verdict == Verdict.REFUSED
    assert words in finding.reason


def test_a_licence_that_ends_on_the_due_day_is_enough():
    reviewer = with_licence(expires_on=DUE)
    assert licence.check(reviewer, QUESTION).verdict == Verdict.MET


def test_one_good_licence_outweighs_a_bad_one():
    bad = replace(LICENCE, state="Ohio", is_restricted=True)
    reviewer = replace(REVIEWER, licences=(bad, LICENCE))
    assert licence.check(reviewer, QUESTION).verdict == Verdict.MET
    assert [row.state for row in licence.valid_licences(reviewer, QUESTION)] == ["Texas"]


def test_a_certification_for_life_does_not_expire():
    reviewer = with_certification(expires_on=None)
    assert board.check(reviewer, QUESTION).verdict == Verdict.MET


def test_a_chiropractor_needs_no_board():
    reviewer = replace(REVIEWER, degree="dc", certifications=())
    assert board.check(reviewer, QUESTION).verdict == Verdict.NOTED


@pytest.mark.parametrize("missing", ["practice_years", "practice_weekly_hours"])
def test_a_missing_practice_record_is_noted_and_not_claimed(missing):
    reviewer = replace(REVIEWER, **{missing: None})
    assert practice.check(reviewer, QUESTION).verdict == Verdict.NOTED
    assert not practice.is_supported(reviewer, QUESTION)


def test_an_undated_practice_record_is_not_claimed():
    assert not practice.is_supported(replace(REVIEWER, practice_recorded_on=None), QUESTION)


def test_a_decline_is_noted_and_may_be_asked_again():
    reviewer = replace(REVIEWER, earlier_part=EarlierPart.DECLINED)
    assert prior.check(reviewer, QUESTION).verdict == Verdict.NOTED


@pytest.mark.parametrize(
    ("due_on", "through"),
    [(DAY + timedelta(days=9), DAY + timedelta(days=9)), (date(2015, 7, 8), DAY), (None, DAY)],
)
def test_credentials_must_hold_until_the_determination_is_due(due_on, through):
    assert credentials_through(due_on, day=DAY) == through


@pytest.mark.parametrize(
    ("specialty", "services", "requester", "level"),
    [
        ("Orthopedic Surgery", ("Lumbar fusion",), "orthopedic  surgery", Level.SAME),
        ("Orthopedic Surgery", ("MRI of the lumbar spine",), "", Level.SIMILAR),
        ("Psychiatry", ("Cognitive behavioral therapy",), "", Level.SIMILAR),
        ("Pain Management", ("Something unheard of",), "Anesthesiology", Level.SIMILAR),
        ("Family Practice", ("Something unheard of",), "", Level.GENERAL),
        ("Dermatology", ("MRI of the lumbar spine",), "", Level.UNCLEAR),
    ],
)
def test_the_fit_is_said_in_words(specialty, services, requester, level):
    dispute = DisputeFacts("CM26-0000001", services, requester)
    fit = best_fit(dispute, (replace(BOARDED, specialty=specialty),))
    assert fit.level == level
    assert specialty in fit.words


def _candidates(**changes_by_name):
    return {
        name: candidate(number, replace(REVIEWER, pseudonym=name, **changes), DISPUTE, QUESTION)
        for number, (name, changes) in enumerate(changes_by_name.items())
    }


def test_who_may_not_judge_comes_last_and_the_best_fit_first():
    california = replace(LICENCE, state="California")
    skin = (replace(BOARDED, specialty="Dermatology"),)
    found = _candidates(
        excluded={"is_qme": True, "licences": (california,)},
        unfit={"certifications": skin, "licences": (california,)},
        texan={},
        busy={"licences": (california,), "open_cases": 8},
        free={"licences": (california,), "open_cases": 1},
    )
    order = [one.pseudonym for one in ranked(DISPUTE, found.values())]
    assert order == ["free", "busy", "texan", "unfit", "excluded"]


def test_equals_are_not_always_in_the_same_order():
    found = _candidates(**{f"R-{number}": {} for number in range(6)})
    orders = {
        tuple(
            one.pseudonym
            for one in ranked(replace(DISPUTE, case_number=f"CM26-{n}"), found.values())
        )
        for n in range(8)
    }
    assert len(orders) > 1

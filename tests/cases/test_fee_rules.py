"""Which fee a case has: by its day, priority, kind of care, degree, number and stage."""

from datetime import date
from decimal import Decimal

import pytest

from cases.fees.money import dollars
from cases.fees.rules import FeeFacts, Stage, shipped_fee_rules

D, BEFORE, AFTER = Stage.DETERMINED, Stage.BEFORE_REVIEWER, Stage.AFTER_REVIEWER
KNOWN = {"is_pharmacy_only": False, "degree": "md_do", "reviewers": 1}


def fee(day: date, stage: Stage, priority: str = "standard", **facts):
    asked = FeeFacts(day, stage, priority, **(KNOWN | facts))
    return shipped_fee_rules().fee(asked)


@pytest.mark.parametrize(
    ("day", "stage", "priority", "facts", "amount"),
    [
        (date(2013, 5, 1), D, "standard", {}, 560),
        (date(2013, 5, 1), D, "standard", {"reviewers": 2}, 760),
        (date(2013, 5, 1), D, "standard", {"degree": "other"}, 495),
        (date(2013, 5, 1), D, "standard", {"degree": "other", "reviewers": 2}, 655),
        (date(2013, 5, 1), D, "expedited", {}, 685),
        (date(2013, 5, 1), D, "expedited", {"reviewers": 2}, 850),
        (date(2013, 5, 1), D, "expedited", {"degree": "other"}, 595),
        (date(2013, 5, 1), D, "expedited", {"degree": "other", "reviewers": 2}, None),
        (date(2013, 5, 1), BEFORE, "standard", {}, None),
        (date(2014, 3, 31), D, "standard", {}, 560),
        (date(2014, 4, 1), D, "standard", {}, 420),
        (date(2014, 4, 1), D, "expedited", {}, 515),
        (date(2014, 4, 1), D, "expedited", {"is_pharmacy_only": True}, 390),
        (date(2014, 4, 1), D, "standard", {"is_pharmacy_only": True}, 390),
        (date(2014, 4, 1), BEFORE, "expedited", {}, 160),
        (date(2014, 4, 1), AFTER, "standard", {}, 420),
        (date(2015, 1, 1), D, "standard", {}, None),
        (date(2019, 12, 31), BEFORE, "standard", {}, None),
        (date(2020, 1, 1), D, "standard", {}, 345),
        (date(2020, 1, 1), D, "expedited", {"is_pharmacy_only": True}, 345),
        (date(2026, 3, 31), BEFORE, "standard", {}, 115),
        (date(2026, 3, 31), AFTER, "standard", {}, None),
        (date(2026, 4, 1), D, "standard", {}, None),
        (date(2026, 4, 1), BEFORE, "expedited", {}, None),
    ],
)
def test_the_fee_follows_from_the_rule_of_the_day(day, stage, priority, facts, amount):
    assert fee(day, stage, priority, **facts).amount == amount


def test_what_the_file_does_not_say_is_never_guessed():
    unsure = fee(date(2014, 6, 2), D, is_pharmacy_only=None)
    assert unsure.amount is None
    assert "whether only drugs are disputed" in unsure.note
    nobody = fee(date(2013, 6, 3), D, degree="", reviewers=None)
    assert nobody.amount is None
    assert "the reviewer's degree, how many reviewers there were" in nobody.note


def test_a_fact_that_changes_nothing_need_not_be_known():
    found = fee(date(2021, 6, 1), D, is_pharmacy_only=None, degree="", reviewers=None)
    assert (found.amount, found.is_verified) == (Decimal(345), False)


def test_only_what_was_read_in_the_regulation_is_verified():
    assert fee(date(2013, 5, 1), D).is_verified
    assert not fee(date(2014, 5, 1), D).is_verified


def test_an_amount_is_written_as_people_write_it():
    words = [dollars(one) for one in (345, Decimal("1250.00"), Decimal("12.5"), None)]
    assert words == ["$345", "$1,250", "$12.50", "not known"]

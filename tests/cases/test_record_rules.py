"""What is asked for, what ticks it, and what silence may cost: the rules as values."""

from datetime import date

from cases.expected.rules import asked_of, shipped_record_rules
from cases.expected.suggest import Document, months_before, suggested

RULES = shipped_record_rules()
ITEM = {item.code: item for item in RULES.items}
REQUEST = date(2026, 2, 18)


def documents(**dated_on_by_kind):
    return [
        Document(key, kind, "claims_administrator", day)
        for key, (kind, day) in enumerate(dated_on_by_kind.items(), start=1)
    ]


def test_the_administrator_owes_the_list_and_the_others_may_send():
    owed = asked_of("claims_administrator", date(2026, 5, 4))
    assert len(owed) == 9
    assert all(item.is_required and item.cite for item in owed)
    assert [item.is_required for item in asked_of("injured_worker", REQUEST)] == [False]
    assert [item.is_required for item in asked_of("requesting_physician", REQUEST)] == [False]


def test_each_letter_of_the_regulation_and_each_number_of_the_statute_is_there():
    cites = " ".join(f"{item.cite} {item.statute}" for item in RULES.items)
    assert all(f"9792.10.5(a)(1)({letter})" in cites for letter in "ABCDEF")
    assert all(f"4610.5(l)({number})" in cites for number in (1, 2, 3, 4))


def test_a_dispute_of_2015_meets_no_list_of_what_was_sent():
    codes = [item.code for item in RULES.items_on(date(2015, 5, 4))]
    assert "list" not in codes
    assert "reports" in codes


def test_a_text_that_was_read_is_verified_until_it_changed():
    assert ITEM["reports"].is_verified_on(date(2026, 3, 31))
    assert not ITEM["reports"].is_verified_on(date(2026, 4, 1))
    assert not ITEM["used"].is_verified_on(date(2014, 1, 2))


def test_reports_of_the_six_months_before_the_request_are_suggested():
    file = documents(
        progress_report=date(2025, 8, 18),
        consultation=date(2025, 8, 17),
        imaging_report=None,
        correspondence=date(2026, 2, 1),
    )
    assert suggested(ITEM["reports"], file, request_on=REQUEST) == [1, 3]
    assert suggested(ITEM["reports"], file, request_on=None) == [1, 2, 3]
    assert suggested(ITEM["correspondence"], file, request_on=REQUEST) == [4]


def test_what_no_kind_tells_is_for_a_person_alone():
    file = documents(progress_report=date(2026, 1, 5), other=date(2026, 1, 6))
    assert suggested(ITEM["support"], file, request_on=REQUEST) == []


def test_what_the_worker_sent_is_suggested_by_its_sender():
    sent = [Document(1, "other", "injured_worker", None), Document(2, "other", "employer", None)]
    assert suggested(ITEM["worker"], sent, request_on=REQUEST) == [1]


def test_months_are_counted_back_to_a_day_that_exists():
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2024, 8, 31), 6) == date(2024, 2, 29)
    assert months_before(date(2026, 3, 15), 6) == date(2025, 9, 15)


def test_silence_may_cost_five_hundred_a_day_up_to_five_thousand_and_is_unverified():
    penalty = RULES.penalty_on(date(2025, 12, 15))
    assert [penalty.exposure(days) for days in (0, 1, 9, 10, 40)] == [0, 500, 4500, 5000, 5000]
    assert not penalty.is_verified


def test_since_the_new_rules_what_silence_costs_is_not_known():
    assert RULES.penalty_on(date(2026, 4, 1)).exposure(12) is None

"""Every constraint of what moves a clock, violated by raw rows: a part of `test_constraints`."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import models

from cases.models import Extension
from reviews.models import ConflictRecheck
from tests.factories import (
    NOON,
    make_case,
    make_conversion,
    make_event,
    make_extension,
    make_message,
    make_review,
    make_toll,
)


def repeat(row: models.Model, **values: object) -> None:
    """Write a second row like the first."""
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def decided(**values: object) -> Extension:
    known = {"outcome": "approved", "days_approved": 2, "decided_on": date(2025, 7, 1)}
    known |= {"decided_by_name": "Dana Director", "decision_reason": "Granted."}
    return make_extension(**(known | values))


def change_party(**values: object) -> None:
    case = make_case()
    case.parties.filter(role="employer").update(**values)


def recheck(**values: object) -> ConflictRecheck:
    known = {"reason": "claims_administrator", "asked_at": NOON} | values
    return ConflictRecheck.objects.create(review=make_review(), **known)


OF_CLOCKS: dict[str, Callable[[], object]] = {
    "cases_one_current_event_a_clock": lambda: repeat(make_event()),
    "cases_an_event_names_its_rule": lambda: make_event(rule_id=""),
    "cases_a_pause_ends_after_it_begins": lambda: make_toll(last_on=date(2025, 6, 1)),
    "cases_a_pause_says_why": lambda: make_toll(reason=""),
    "cases_a_pause_taken_back_says_why": lambda: make_toll(withdrawn_at=NOON),
    "cases_one_lasting_pause_a_clock": lambda: repeat(make_toll()),
    "cases_one_extension_is_asked_at_a_time": lambda: repeat(make_extension()),
    "cases_a_clock_is_extended_once": lambda: repeat(decided()),
    "cases_an_extension_is_of_one_to_three_days_with_its_reason": lambda: make_extension(
        days_asked=4
    ),
    "cases_an_approval_gives_one_to_three_days": lambda: decided(days_approved=None),
    "cases_a_decided_extension_says_who_when_and_why": lambda: decided(decided_by_name=""),
    "cases_an_expedited_case_has_its_certification": lambda: make_conversion(document=None),
    "cases_a_certification_comes_before_the_change": lambda: make_conversion(
        received_at=NOON + timedelta(days=1)
    ),
    "cases_a_priority_changes_on_its_own_ground": lambda: make_conversion(ground="not_supported"),
    "cases_a_party_is_replaced_after_it_came": lambda: change_party(
        since_on=date(2025, 7, 1), replaced_on=date(2025, 6, 1)
    ),
    "reviews_one_open_recheck_a_review": lambda: repeat(recheck()),
    "reviews_an_answered_recheck_has_its_answer": lambda: recheck(answered_at=NOON),
    "reviews_a_conflict_found_again_is_explained": lambda: recheck(
        answered_at=NOON, is_free_of_conflict=False, wording_version="1"
    ),
    "cases_nobody_is_told_the_same_twice": lambda: repeat(make_message()),
    "cases_a_mail_goes_out_after_its_message": lambda: make_message(
        mail_after=NOON - timedelta(hours=1)
    ),
    "cases_a_reminder_names_its_due_date": lambda: make_message(kind="reminder"),
}

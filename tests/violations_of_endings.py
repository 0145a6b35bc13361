"""Endings, fees, items asked for, silences, late records: constraints violated by raw rows."""

from collections.abc import Callable
from datetime import date

from django.db import models

from reviews.models import RecordAcknowledgement
from tests.factories import (
    NOON,
    make_case,
    make_ending,
    make_fee,
    make_item,
    make_review,
    make_silence,
)


def change(row: models.Model, **values: object) -> None:
    """Write the values as SQL does, past every form and action."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def repeat(row: models.Model) -> None:
    """Write a second row like the first."""
    row.pk, row._state.adding = None, True
    row.save(force_insert=True)


def make_acknowledgement() -> RecordAcknowledgement:
    review = make_review()
    return RecordAcknowledgement.objects.create(
        review=review,
        record=review.case.records.first(),
        user=review.reviewer.user,
        acknowledged_at=NOON,
    )


VIOLATIONS: dict[str, Callable[[], object]] = {
    "cases_an_item_is_asked_for_once": lambda: repeat(make_item(make_case())),
    "cases_a_settled_item_says_when": lambda: change(make_item(make_case()), state="received"),
    "cases_what_did_not_come_says_why": lambda: make_item(
        make_case(), state="missing", settled_at=NOON
    ),
    "cases_one_open_silence_a_case": lambda: repeat(make_silence(make_case())),
    "cases_a_silence_that_ended_says_how": lambda: make_silence(make_case(), ended_at=NOON),
    "cases_a_review_without_records_says_why": lambda: make_silence(
        make_case(), ended_at=NOON, ended_by_what="went_on", days_late=3
    ),
    "cases_a_case_ends_once": lambda: repeat(make_ending(make_case(), is_whole=True)),
    "cases_a_service_ends_once": lambda: repeat(make_ending(make_case(), 1).ended_services.get()),
    "cases_notice_of_an_ending_follows_it": lambda: make_ending(
        make_case(), noticed_on=date(2025, 6, 19)
    ),
    "cases_an_ending_says_why": lambda: make_ending(make_case(), explanation=""),
    "cases_an_ending_taken_back_says_why": lambda: make_ending(make_case(), taken_back_at=NOON),
    "cases_one_fee_a_case": lambda: repeat(make_fee(make_case())),
    "cases_a_corrected_fee_says_why": lambda: make_fee(make_case(), corrects=make_fee(make_case())),
    "cases_a_fee_is_not_negative": lambda: make_fee(make_case(), amount=-1),
    "reviews_a_late_record_is_acknowledged_once_by_each": lambda: repeat(make_acknowledgement()),
}

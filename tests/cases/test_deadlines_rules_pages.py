"""The rules as pages: what is in force, and a new version of a calendar."""

from datetime import date

import pytest
from django.urls import reverse

from cases.actions.deadlines import refresh_deadlines
from cases.models import AuditEvent, RuleDocument
from cases.tasks.recounts import recount_deadlines
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db
ADD = {"version": 1, "change": "add", "name": "Day of Mourning", "day": "12/21/2026"}
ADD |= {"reason": "Declared by the Governor.", "statute": "Executive Order N-1-26"}


@pytest.fixture
def post(client, ada):
    client.force_login(ada)
    address = reverse("cases:change_calendar", args=["judicial_holidays"])
    return lambda **values: client.post(address, ADD | values)


def test_the_page_shows_the_tables_and_what_is_not_verified(client, cora):
    client.force_login(cora)

    page = client.get(reverse("cases:rules")).content.decode()

    assert "Native American Day" in page
    assert "LC 4610.6(d)(1)" in page
    assert "not verified" in page


def test_an_added_day_makes_a_version_and_moves_the_due_dates(post, cora):
    case = make_case("ready_for_review", records_complete_on=date(2026, 11, 20))
    refresh_deadlines(case, by=cora, at=NOON, reason="case.complete_records")

    assert post().status_code == 302

    row = RuleDocument.objects.get()
    assert (row.version, row.kind) == (2, "judicial_holidays")
    recount_deadlines(row.recount.pk)
    assert case.deadlines.current().get(clock="D1").due_on == date(2026, 12, 22)
    assert AuditEvent.objects.get(kind="rules.changed").data["change"] == "add"


def test_a_version_that_was_not_looked_at_is_not_changed(post):
    post()

    answer = post(day="12/22/2026")

    assert answer.status_code == 409
    assert "Somebody added version 2" in answer.content.decode()
    assert RuleDocument.objects.count() == 1


def test_an_ended_holiday_stays_in_the_years_before(post):
    post(change="end", holiday="Native American Day", year=2028)

    [ended] = [
        each
        for each in RuleDocument.objects.get().document["holidays"]
        if each["name"] == "Native American Day"
    ]
    assert (ended["from_year"], ended["to_year"]) == (2022, 2027)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": ""}, "Give the day that is closed"),
        ({"day": "12/25/2026"}, "closed already"),
        ({"day": "12/25/2050"}, "is outside it"),
        ({"reason": ""}, "Say why the calendar changes"),
        ({"change": "end"}, "Give the first year"),
        ({"change": "verify", "statute": ""}, "Name the text"),
        ({"change": "verify"}, "Choose a holiday"),
    ],
)
def test_a_change_that_cannot_be_says_why(post, typed, sentence):
    answer = post(**typed)

    assert sentence in answer.content.decode()
    assert not RuleDocument.objects.exists()

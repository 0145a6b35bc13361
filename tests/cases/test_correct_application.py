"""Correcting what intake mistyped: until the approval, never blindly, and with its audit row."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.actions.corrections import correct_application, facts_digest
from cases.entries import application_entry
from cases.errors import EditConflict, Refused
from cases.lifecycle import PARTIES_MAY_CHANGE, CaseStatus
from cases.models import AuditEvent, Case
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db


def correct(case, by, *, revision=None, decision=None, **changes):
    stored = application_entry(Case.objects.get(pk=case.pk))
    entry = replace(stored, **changes)
    entry = replace(entry, ur_decision=replace(entry.ur_decision, **(decision or {})))
    return correct_application(
        case, entry, by=by, at=NOON, revision=revision or facts_digest(stored)
    )


def test_dates_and_numbers_are_corrected(cora):
    case = make_case("in_review")
    correct(
        case,
        cora,
        date_of_injury=date(2023, 2, 15),
        claim_number="WC-1",
        decision={"served_on": date(2025, 6, 7)},
    )
    entry = application_entry(Case.objects.get(pk=case.pk))
    event = AuditEvent.objects.exclude(kind="deadline.counted").get()
    assert (entry.date_of_injury, entry.claim_number) == (date(2023, 2, 15), "WC-1")
    assert entry.ur_decision.served_on == date(2025, 6, 7)
    assert event.kind == "application.corrected"
    assert event.changed_fields == ["claim_number", "date_of_injury", "served_on"]
    assert event.data == {}


def test_nothing_else_of_the_entry_is_written(cora):
    case = make_case()
    correct(case, cora, priority="expedited", parties=(), services=(), claim_number="WC-1")
    case.refresh_from_db()
    assert (case.priority, case.parties.count(), case.services.count()) == ("standard", 5, 2)


def test_saving_without_a_change_leaves_no_row(cora):
    correct(make_case(), cora)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date_of_injury": date(2025, 6, 10)}, "is before the date of injury"),
        ({"application_received_on": date(2025, 6, 21)}, "is after the date assigned"),
        ({"decision": {"rfa_on": date(2025, 6, 6)}}, "is before the date of the request"),
        ({"claim_number": "1" * 61}, "at most 60"),
    ],
)
def test_what_cannot_be_is_refused(changes, words, cora):
    with pytest.raises(Refused, match=words):
        correct(make_case("assigned"), cora, **changes)


def test_what_somebody_changed_meanwhile_is_not_written_over(cora):
    case = make_case()
    opened = facts_digest(application_entry(case))
    correct(case, cora, claim_number="WC-1")
    with pytest.raises(EditConflict):
        correct(case, cora, claim_number="WC-2", revision=opened)


@pytest.mark.parametrize("status", sorted(set(CaseStatus.values) - PARTIES_MAY_CHANGE))
def test_it_is_closed_once_approved_or_ended(status, cora):
    with pytest.raises(Refused, match="cannot be changed"):
        correct(make_case(status), cora, claim_number="WC-1")


def test_others_may_not(quinn, max):
    for person in (quinn, max):
        with pytest.raises(PermissionDenied):
            correct(make_case(), person, claim_number="WC-1")


def test_the_page_saves_what_it_shows_and_says_what_is_wrong(cora, sign_in):
    case, client = make_case(), sign_in(cora)
    url = reverse("cases:correct_application", args=[case.case_number])
    page = client.get(url)
    posted = {field.name: field.value() or "" for field in page.context["form"]}
    posted["revision"] = page.context["revision"]
    before = application_entry(case)
    client.post(url, posted)
    assert application_entry(Case.objects.get(pk=case.pk)) == before
    answer = client.post(url, posted | {"date_of_injury": "06/10/2025"}).content.decode()
    assert "is before the date of injury (10 Jun 2025)" in answer
    client.post(url, posted | {"claim_number": "WC-1"})
    case.refresh_from_db()
    assert case.claim_number == "WC-1"

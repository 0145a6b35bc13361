"""Where an address is, what that does to a due date, and what is asked where it says nothing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from cases.actions.deadlines import refresh_deadlines
from cases.actions.screening import judge_case
from cases.deadlines.addresses import Route, place_of
from cases.deadlines.counting import Place
from tests.factories import make_case

CA, US, ABROAD, SAFE = (
    Place.CALIFORNIA,
    Place.UNITED_STATES,
    Place.ABROAD,
    Place.CONFIDENTIAL_ADDRESS,
)
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("1 Main Street\nFresno, CA 93701", CA),
        ("1 Main Street, Fresno CA 93701-0001", CA),
        ("1 Main Street\nFresno, California 93701\nUSA", CA),
        ("9 Strip\nLas Vegas, NV 89101", US),
        ("9 Oak\nCharleston, West Virginia 25301, U.S.A.", US),
        ("2 Peach St\nAtlanta, Georgia 30301", US),
        ("7 Calle\nTijuana, B.C. 22000\nMéxico", ABROAD),
        ("7 King St\nToronto ON M5V 2T6, Canada", ABROAD),
        ("Safe at Home\nP.O. Box 1\nSacramento, CA 95812", SAFE),
        ("1 Main Street\nFresno, CA 89101", None),
        ("1 Main Street\nReno, NV 93701", None),
        ("Baja California 22000", None),
        ("Unit 1\nAPO AE 09012", None),
        ("1 Calle\nSan Juan, PR 00901", None),
        ("Rustaveli 1\nTbilisi\nGeorgia", None),
        ("1 Main Street, Fresno", None),
        ("  \n", None),
    ],
)
def test_an_address_says_where_it_is_or_nothing(address, place):
    assert place_of(address) == place


@pytest.mark.parametrize(
    ("sender", "recipient", "place", "is_known"),
    [
        (CA, CA, CA, True),
        (US, CA, US, True),
        (CA, US, US, True),
        (CA, SAFE, SAFE, True),
        (US, SAFE, SAFE, True),
        (ABROAD, None, ABROAD, True),
        (US, None, US, False),
        (None, None, CA, False),
    ],
)
def test_the_farther_end_sets_the_days(sender, recipient, place, is_known):
    route = Route(sender, recipient)

    assert (route.place, route.is_known) == (place, is_known)


def mailed_case(
    *, administrator="PO Box 7\nSacramento, CA 95814", worker="1 A St\nFresno, CA 93701"
):
    case = make_case("received", application_received_on=date(2026, 11, 20))
    case.ur_decision.decided_on = case.ur_decision.served_on = date(2026, 10, 13)
    case.ur_decision.service_method, case.ur_decision.rfa_on = "mail", None
    case.ur_decision.save()
    case.parties.filter(role="claims_administrator").update(address=administrator)
    case.parties.filter(role="injured_worker").update(address=worker)
    return case


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends", "due_on"),
    [
        ({}, date(2026, 11, 17)),
        ({"administrator": "9 Strip\nLas Vegas, NV 89101"}, date(2026, 11, 23)),
        ({"worker": "7 Calle\nTijuana\nMexico"}, date(2026, 12, 2)),
        ({"worker": "Safe at Home\nSacramento, CA 95812"}, date(2026, 11, 24)),
    ],
)
def test_the_time_to_file_is_counted_by_both_ends_of_the_mail(cora, ends, due_on):
    case = mailed_case(**ends)

    refresh_deadlines(case, by=cora, at=NOON, reason="first")

    assert case.deadlines.get(clock="A1").due_on == due_on


@pytest.mark.django_db
def test_an_address_that_says_nothing_is_counted_as_california_and_said(client, cora):
    case = mailed_case(worker="General delivery, Fresno")
    refresh_deadlines(case, by=cora, at=NOON, reason="first")
    client.force_login(cora)

    row = case.deadlines.get(clock="A1")
    page = client.get(reverse("cases:deadline", args=[case.case_number, "A1"])).content.decode()

    assert (row.due_on, row.is_place_known) == (date(2026, 11, 17), False)
    assert "because an address does not say where it is" in page
    assert "Mailed from or to abroad: Wed 2 Dec 2026" in page


@pytest.mark.django_db
def test_nobody_is_late_by_an_address_that_says_nothing(cora):
    case = mailed_case(worker="General delivery, Fresno")

    finding = _timeliness(case)

    assert (finding.verdict, finding.asks_of) == ("unknown", "the injured worker")
    assert "an address does not say where it is" in finding.reason


@pytest.mark.django_db
def test_what_a_person_said_of_the_place_goes_before_the_words(cora):
    case = mailed_case(worker="General delivery, Fresno")
    case.parties.filter(role="injured_worker").update(place="abroad")

    refresh_deadlines(case, by=cora, at=NOON, reason="first")

    assert case.deadlines.get(clock="A1").place == "abroad"
    assert _timeliness(case).verdict == "passes"


def _timeliness(case):
    judgement = judge_case(case, on=NOON.date())
    return next(one for one in judgement.findings if one.rule.startswith("The application came in"))

"""A new version of a rule set or of the days for mail: tried first, then added and recounted."""

from datetime import date

import pytest
from django.urls import reverse

from cases.actions.deadlines import refresh_deadlines
from cases.deadlines import shipped
from cases.models import AuditEvent, RuleDocument
from cases.rulebook import current_documents
from cases.tasks.recounts import recount_deadlines
from tests.factories import NOON, make_case, make_toll

pytestmark = pytest.mark.django_db
RULES = shipped.documents()[("rule_set", "2026-04")]["rules"]
D1 = next(place for place, rule in enumerate(RULES) if rule["id"] == "D1")
CHANGE = {"version": 1, "clock": f"{D1}-regular", "change": "length", "length": 20}
CHANGE |= {"from_on": "11/01/2026", "cite": "LC 4610.6(d)(1), new", "reason": "A new statute."}
MAIL = {"version": 1, "place": "united_states", "days": 12, "cite": "CCP 1013(a), new"}
MAIL |= {"reason": "The statute was amended."}


@pytest.fixture
def post(client, ada):
    client.force_login(ada)
    address = reverse("cases:change_rule_set", args=["2026-04"])
    return lambda **values: client.post(address, CHANGE | values)


@pytest.fixture
def cases(cora):
    """One whose event is before the change, and two after it, one of them with a pause."""
    days = (date(2026, 10, 20), date(2026, 11, 20), date(2026, 11, 20))
    made = [make_case("ready_for_review", records_complete_on=day) for day in days]
    make_toll(made[2], last_on=date(2025, 6, 9))
    for case in made:
        refresh_deadlines(case, by=cora, at=NOON, reason="first")
    return made


def due(case):
    return case.deadlines.current().get(clock="D1").due_on


def test_trying_says_what_would_move_and_keeps_nothing(post, cases):
    before = [due(case) for case in cases]

    page = post(**{"try": "1"}).content.decode()

    assert "2 due dates in 2 cases" in page
    assert cases[0].case_number not in page
    for case in cases[1:]:
        assert case.case_number in page
    assert "Thu 10 Dec 2026" in page
    assert not RuleDocument.objects.exists()
    assert [due(case) for case in cases] == before


def test_what_was_tried_is_what_the_recount_does(post, cases):
    assert post().status_code == 302

    row = RuleDocument.objects.get()
    recount_deadlines(row.recount.pk)

    assert [due(case) for case in cases] == [
        date(2026, 11, 19),
        date(2026, 12, 10),
        date(2026, 12, 10),
    ]
    assert cases[1].deadlines.current().get(clock="D1").is_verified
    assert AuditEvent.objects.get(kind="rules.changed").data["change"] == "length"


def test_a_clock_can_be_verified_with_its_cite(post):
    post(change="verify", cite="Read in the code")

    _, document = current_documents()[("rule_set", "2026-04")]
    clock = document["rules"][D1]["clocks"]["regular"]
    assert (clock["is_verified"], clock["cite"]) == (True, "Read in the code")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"length": ""}, "Give the new length"),
        ({"from_on": ""}, "Give the first day"),
        ({"from_on": "01/01/2020"}, "the change comes after it"),
        ({"change": "verify", "cite": ""}, "Name the text"),
        ({"clock": "99-regular"}, "Select a valid choice"),
        ({"reason": ""}, "Say why"),
        ({"version": 7}, "Somebody added version 1"),
    ],
)
def test_a_change_that_cannot_be_says_why(post, typed, sentence):
    answer = post(**typed)

    assert sentence in answer.content.decode()
    assert not RuleDocument.objects.exists()


def test_the_days_for_mail_are_tried_and_changed(client, ada, cora):
    case = make_case("received", application_received_on=date(2026, 11, 20))
    decision = case.ur_decision
    decision.decided_on = decision.served_on = date(2026, 10, 13)
    decision.rfa_on = None
    decision.save()
    case.parties.filter(role="injured_worker").update(place="united_states")
    refresh_deadlines(case, by=cora, at=NOON, reason="first")
    client.force_login(ada)
    address = reverse("cases:change_mail_days")
    # The application came in, so its time runs no more: nothing that runs would move.
    assert "No running due date" in client.post(address, MAIL | {"try": "1"}).content.decode()

    assert client.post(address, MAIL).status_code == 302

    recount_deadlines(RuleDocument.objects.get().recount.pk)
    assert case.deadlines.current().get(clock="A1").due_on == date(2026, 11, 24)

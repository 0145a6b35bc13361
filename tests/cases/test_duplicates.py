"""Suspected duplicates: which fields make one, found on receipt, settled by a person."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.actions.duplicates import settle_duplicate
from cases.actions.intake import receive_application
from cases.duplicates import Compared, is_similar, is_suspected, matching_fields
from cases.errors import Refused
from cases.intake import ApplicationEntry, PartyEntry, ServiceEntry, UrDecisionEntry
from cases.models import AuditEvent, Case, DuplicateSuspicion
from tests.factories import make_organization

INJURY, DECIDED, BORN = date(2024, 5, 5), date(2026, 2, 24), date(1970, 1, 2)


def compared(**changes) -> Compared:
    known = {
        "worker": "Wanda Wörker",
        "born_on": BORN,
        "date_of_injury": INJURY,
        "ur_decided_on": DECIDED,
        "requested": ("MRI of the lumbar spine",),
    }
    return Compared(**(known | changes))


@pytest.mark.parametrize(
    ("changes", "suspected"),
    [
        ({}, True),
        ({"worker": "WORKER, Wanda"}, True),
        ({"born_on": None}, True),
        ({"date_of_injury": date(2024, 5, 6)}, True),
        ({"ur_decided_on": date(2026, 2, 25)}, True),
        ({"requested": ("Acupuncture",)}, True),
        ({"requested": ("Acupuncture",), "ur_decided_on": date(2026, 2, 25)}, False),
        ({"requested": ("Acupuncture",), "date_of_injury": date(2024, 5, 6)}, False),
        ({"born_on": date(1980, 1, 2)}, False),
        ({"worker": "Walter Worker"}, False),
    ],
)
def test_the_worker_and_two_more_make_a_suspicion(changes, suspected):
    assert is_suspected(matching_fields(compared(), compared(**changes))) is suspected


def test_the_same_document_is_suspected_whatever_else_was_typed():
    one = compared(document_sha256="a" * 64)
    other = compared(
        document_sha256="a" * 64,
        worker="Somebody Else",
        born_on=None,
        date_of_injury=date(2020, 1, 1),
        ur_decided_on=date(2025, 1, 1),
        requested=("Acupuncture",),
    )
    assert matching_fields(one, other) == ("document",)
    assert is_suspected(("document",))


def test_two_empty_names_and_two_empty_digests_are_no_match():
    assert matching_fields(compared(worker=""), compared(worker="")) == (
        "date_of_birth",
        "date_of_injury",
        "ur_decision_date",
        "services",
    )


def test_requests_are_similar_by_the_words_they_share():
    assert is_similar("MRI of the lumbar spine", "Lumbar spine MRI, without contrast")
    assert not is_similar("MRI of the lumbar spine", "Acupuncture of the neck")
    assert not is_similar("", "")


def application(**changes) -> ApplicationEntry:
    worker = PartyEntry("injured_worker", "Wanda Worker", date_of_birth=BORN)
    known = {
        "application_received_on": date(2026, 3, 10),
        "date_of_injury": INJURY,
        "ur_decision": UrDecisionEntry(DECIDED),
        "parties": (worker, PartyEntry("claims_administrator", "Clear Claims, Inc.")),
        "services": (ServiceEntry("MRI of the lumbar spine"),),
        "submission_key": uuid4(),
    }
    return ApplicationEntry(**(known | changes))


@pytest.fixture
def two_cases(cora, db) -> tuple[Case, Case]:
    make_organization()
    at = timezone.now()
    return tuple(receive_application(application(), by=cora, at=at) for _ in range(2))


def settle(case, other, by, **values):
    known = {"state": "linked", "reason": "One dispute, sent twice.", "seen": "open"}
    return settle_duplicate(case, other, by=by, at=timezone.now(), **(known | values))


def test_an_application_received_again_is_suspected_and_stays_a_case_of_its_own(two_cases):
    first, second = two_cases
    found = DuplicateSuspicion.objects.get()
    assert (found.case, found.other, found.state) == (second, first, "open")
    assert found.matched == [
        "worker",
        "date_of_birth",
        "date_of_injury",
        "ur_decision_date",
        "services",
    ]
    event = AuditEvent.objects.get(kind="duplicate.suspected")
    assert event.case_number == second.case_number
    assert event.data == {"other": first.case_number, "matched": found.matched}
    assert Case.objects.count() == 2


def test_a_double_submit_is_one_case_and_no_suspicion(cora):
    make_organization()
    entry = application()
    for _ in range(2):
        receive_application(entry, by=cora, at=timezone.now())
    assert not DuplicateSuspicion.objects.exists()


def test_another_dispute_of_the_worker_is_not_suspected(two_cases, cora):
    other = application(
        ur_decision=UrDecisionEntry(date(2026, 1, 9)), services=(ServiceEntry("Acupuncture"),)
    )
    case = receive_application(other, by=cora, at=timezone.now())
    assert not case.suspicions.exists()


def test_it_is_settled_from_either_side_and_stands_in_the_trail_of_both(two_cases, cora):
    first, second = two_cases
    settled = settle(first, second, cora)
    assert (settled.state, settled.decided_by) == ("linked", cora)
    events = AuditEvent.objects.filter(kind="duplicate.linked")
    assert {event.case_number for event in events} == {first.case_number, second.case_number}
    assert "sent twice" not in str([event.data for event in events])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": "  "}, "Say why"),
        ({"reason": "x" * 2001}, "at most 2,000"),
        ({"reason": "a\x00b"}, "reason"),
        ({"state": "open"}, "Choose"),
        ({"state": "merged"}, "Choose"),
        ({"seen": "dismissed"}, "meanwhile"),
    ],
)
def test_what_cannot_be_settled_is_refused_in_words(two_cases, cora, values, words):
    with pytest.raises(Refused) as refusal:
        settle(*two_cases, cora, **values)
    assert words in refusal.value.reasons[0]
    assert DuplicateSuspicion.objects.get().state == "open"


def test_a_decision_can_be_changed_by_who_has_seen_it(two_cases, cora):
    settle(*two_cases, cora, state="dismissed", reason="Another knee.")
    with pytest.raises(Refused):
        settle(*two_cases, cora)
    assert settle(*two_cases, cora, seen="dismissed").state == "linked"


def test_a_reviewer_settles_nothing(two_cases, rita):
    with pytest.raises(PermissionDenied):
        settle(*two_cases, rita)

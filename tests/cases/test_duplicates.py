"""Suspected duplicates: which fields make one, found on receipt, settled by a person."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.actions.corrections import correct_application, facts_digest
from cases.actions.duplicates import settle_duplicate, suspect_duplicates
from cases.actions.intake import receive_application
from cases.actions.intake_drafts import attach_to_draft, receive_draft
from cases.actions.parties import save_party
from cases.actions.screening import application_facts
from cases.duplicates import Compared, is_similar, is_suspected, matching_fields
from cases.entries import application_entry as entry_of
from cases.entries import party_entry
from cases.errors import Refused
from cases.intake import ApplicationEntry, PartyEntry, ServiceEntry, UrDecisionEntry
from cases.models import AuditEvent, Case, DuplicateSuspicion
from cases.pipelines.records import store_upload
from cases.queues import work_lists
from tests.factories import make_organization, tiny_pdf

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
    one = compared(documents=frozenset({"a" * 64}))
    other = compared(
        documents=frozenset({"a" * 64}),
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


def earlier_of(case: Case):
    return application_facts(case, on=date(2026, 3, 11)).services[0].earlier


def test_eligibility_follows_what_the_person_decided(two_cases, cora):
    first, second = two_cases
    assert earlier_of(second).case_number == first.case_number
    settle(first, second, cora, state="dismissed", reason="Another knee.")
    assert earlier_of(second) is None
    Case.objects.filter(pk=first.pk).update(date_of_injury=date(2024, 5, 6))
    settle(first, second, cora, seen="dismissed")
    assert earlier_of(second).case_number == first.case_number


def test_the_page_shows_both_and_lights_what_matches(two_cases, cora, sign_in):
    first, second = two_cases
    for case, other in ((first, second), (second, first)):
        answer = sign_in(cora).get(reverse("cases:duplicates", args=[case.case_number]))
        [pair] = answer.context["pairs"]
        lit = {row.label for row in pair.rows if row.is_same}
        assert pair.other == other
        assert lit == {
            "Injured worker",
            "Date of birth",
            "Date of injury",
            "UR decision",
            "Disputed services",
        }
        assert answer.content.count(b'class="is-same"') == 4
        assert answer.content.count(b'class="is-alike">MRI of the lumbar spine') == 2
        assert answer.content.count(b"MRI of the lumbar spine") == 2


def test_only_the_similar_services_are_lit_and_an_equal_claim_number_too(
    organization, cora, sign_in
):
    first = receive_application(application(claim_number="C-1"), by=cora, at=timezone.now())
    second = receive_application(application(claim_number="C-1"), by=cora, at=timezone.now())
    first.services.filter(position=2).update(requested="Acupuncture")
    answer = sign_in(cora).get(reverse("cases:duplicates", args=[second.case_number]))
    [pair] = answer.context["pairs"]
    row_by_label = {row.label: row for row in pair.rows}
    assert row_by_label["Claim number"].is_same
    assert not row_by_label["Application received"].is_same
    assert row_by_label["Disputed services"].alike == {first.services.get(position=1).requested}


def send(client, case, other, **values):
    known = {"other": other.pk, "seen": "open", "do": "linked", f"{other.pk}-reason": "Sent twice."}
    return client.post(reverse("cases:duplicates", args=[case.case_number]), known | values)


def test_a_pair_is_linked_on_the_page_and_leaves_the_work_list(two_cases, cora, sign_in):
    first, second = two_cases
    client = sign_in(cora)
    assert b"could be the same dispute" in client.get(second.get_absolute_url()).content
    assert [one.title for one in work_lists(cora, timezone.now())][-1] == "Possible duplicates"
    assert send(client, first, second).status_code == 302
    assert DuplicateSuspicion.objects.get().state == "linked"
    assert b"Linked as the same dispute" in client.get(second.get_absolute_url()).content
    assert "Possible duplicates" not in [one.title for one in work_lists(cora, timezone.now())]


def test_what_was_typed_stays_when_the_page_is_refused(two_cases, cora, sign_in):
    client = sign_in(cora)
    late = send(client, *two_cases, seen="dismissed")
    assert late.status_code == 409
    assert b"Sent twice." in late.content
    assert b"meanwhile" in late.content
    empty = send(client, *two_cases, **{f"{two_cases[1].pk}-reason": " "})
    assert b"Say why" in empty.content
    unknown = client.post(
        reverse("cases:duplicates", args=[two_cases[0].case_number]), {"other": "9999"}
    )
    assert unknown.status_code == 409
    assert DuplicateSuspicion.objects.get().state == "open"


def test_a_correction_makes_them_look_alike(two_cases, cora):
    first, second = two_cases
    other = application(
        date_of_injury=date(2020, 1, 1), services=(ServiceEntry("Acupuncture of the neck"),)
    )
    third = receive_application(other, by=cora, at=timezone.now())
    assert not third.suspicions.exists()
    stored = entry_of(third)
    wanted = replace(stored, date_of_injury=INJURY)
    at = timezone.now()
    correct_application(third, wanted, by=cora, at=at, revision=facts_digest(stored))
    assert set(third.suspicions.values_list("other", flat=True)) == {first.pk, second.pk}


def test_a_correction_of_the_earlier_case_suspects_the_later_one(two_cases, cora):
    first, second = two_cases
    DuplicateSuspicion.objects.all().delete()
    worker = first.parties.get(role="injured_worker")
    entry = replace(party_entry(worker), date_of_birth=None)
    save_party(first, entry, by=cora, at=timezone.now(), party=worker)
    found = DuplicateSuspicion.objects.get()
    assert (found.case, found.other) == (second, first)
    assert "date_of_birth" not in found.matched


def test_what_a_person_dismissed_is_not_asked_again(two_cases, cora):
    first, second = two_cases
    settle(first, second, cora, state="dismissed", reason="Another knee.")
    suspect_duplicates(second, by=cora, at=timezone.now())
    assert DuplicateSuspicion.objects.get().state == "dismissed"
    assert AuditEvent.objects.filter(kind="duplicate.suspected").count() == 1


def test_the_same_ur_decision_as_a_file_is_the_same_document(cora, db):
    make_organization()
    apart = {"services": (ServiceEntry("Acupuncture"),), "date_of_injury": date(2020, 1, 1)}
    cases = []
    for changes in ({}, apart):
        key, stored = uuid4(), store_upload([tiny_pdf("one UR decision")], "ur.pdf")
        at = timezone.now()
        attach_to_draft(key, "ur_determination", stored, by=cora, at=at)
        worker = PartyEntry("injured_worker", f"Worker {len(cases)}")
        parties = (worker, PartyEntry("claims_administrator", "Clear Claims, Inc."))
        entry = application(parties=parties, **changes)
        cases.append(receive_draft(key, entry, by=cora, at=at))
    found = DuplicateSuspicion.objects.get()
    assert (found.case, found.other) == (cases[1], cases[0])
    assert found.matched == ["document", "ur_decision_date"]

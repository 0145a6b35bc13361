"""Parties of a case: added, corrected, removed, and until when."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.parties import remove_party, save_party
from cases.entries import party_entry
from cases.errors import Refused
from cases.intake import PartyEntry
from cases.lifecycle import PARTIES_MAY_CHANGE, CaseStatus
from cases.models import AuditEvent, ContactNote, Party
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db

HOSPITAL = PartyEntry(role="facility", name="Valley Hospital")
INSURER = PartyEntry(role="insurer", name="Sound Insurance Company")
CLOSED = sorted(set(CaseStatus.values) - PARTIES_MAY_CHANGE)


def worker_of(case) -> Party:
    return case.parties.get(role="injured_worker")


def test_a_new_party_is_added(cora):
    case = make_case()
    party = save_party(case, INSURER, by=cora, at=NOON)
    event = AuditEvent.objects.get()
    assert party_entry(party) == INSURER
    assert (event.kind, event.data, event.object_id) == (
        "party.added",
        {"role": "insurer"},
        party.pk,
    )


def test_a_change_names_its_fields_and_no_values(cora):
    case = make_case()
    entry = replace(party_entry(worker_of(case)), telephone="209-555-0144", language="Spanish")
    save_party(case, entry, by=cora, at=NOON)
    event = AuditEvent.objects.get()
    assert (event.kind, event.changed_fields) == ("party.changed", ["language", "telephone"])
    assert "Spanish" not in str(event.data)
    assert worker_of(case).language == "Spanish"


def test_saving_without_a_change_leaves_no_row(cora):
    case = make_case()
    save_party(case, party_entry(worker_of(case)), by=cora, at=NOON)
    assert not AuditEvent.objects.exists()


def test_a_second_facility_is_another_party(cora):
    case = make_case()
    first = save_party(case, HOSPITAL, by=cora, at=NOON)
    save_party(case, HOSPITAL, by=cora, at=NOON)
    save_party(case, replace(HOSPITAL, name="Hill Clinic"), by=cora, at=NOON, party=first)
    names = list(case.parties.filter(role="facility").values_list("name", flat=True))
    assert sorted(names) == ["Hill Clinic", "Valley Hospital"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (replace(INSURER, name=" "), "Insurer: enter the name"),
        (replace(INSURER, designated_on=date(2025, 1, 1)), "Only an agent"),
        (
            PartyEntry("injured_worker", "Wanda", date_of_birth=date(2024, 1, 1)),
            "not before the date of injury",
        ),
    ],
)
def test_what_is_wrong_is_refused(entry, words, cora):
    with pytest.raises(Refused, match=words):
        save_party(make_case(), entry, by=cora, at=NOON)


@pytest.mark.parametrize("status", CLOSED)
def test_parties_are_closed_once_approved_or_ended(status, cora):
    case = make_case(status)
    with pytest.raises(Refused, match=f"the case is {CaseStatus(status).label.lower()}"):
        save_party(case, INSURER, by=cora, at=NOON)
    with pytest.raises(Refused):
        remove_party(case.parties.get(role="employer"), by=cora, at=NOON)


def test_a_party_does_not_move_to_another_role_or_case(cora):
    case, other = make_case(), make_case()
    with pytest.raises(Refused, match="keeps its case and its role"):
        save_party(case, INSURER, by=cora, at=NOON, party=worker_of(case))
    with pytest.raises(Refused, match="keeps its case and its role"):
        entry = party_entry(worker_of(other))
        save_party(case, entry, by=cora, at=NOON, party=worker_of(other))


def test_an_attorney_can_be_removed_and_a_worker_cannot(cora):
    case = make_case()
    remove_party(case.parties.get(role="attorney"), by=cora, at=NOON)
    assert not case.parties.filter(role="attorney").exists()
    assert AuditEvent.objects.get().kind == "party.removed"
    with pytest.raises(Refused, match="A case needs its injured worker"):
        remove_party(worker_of(case), by=cora, at=NOON)


def test_a_party_with_notes_stays(cora):
    case = make_case()
    attorney = case.parties.get(role="attorney")
    ContactNote.objects.create(
        case=case, party=attorney, text="Called.", noted_by=cora, noted_at=NOON
    )
    with pytest.raises(Refused, match="notes are kept"):
        remove_party(attorney, by=cora, at=NOON)


def test_others_may_not(quinn, max, stella):
    case = make_case()
    for person in (quinn, max, stella):
        with pytest.raises(PermissionDenied):
            save_party(case, INSURER, by=person, at=NOON)
        with pytest.raises(PermissionDenied):
            remove_party(case.parties.get(role="attorney"), by=person, at=NOON)

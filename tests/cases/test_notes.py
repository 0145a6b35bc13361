"""Notes of calls: kept with whom and by whom, in any state of the case."""

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.notes import note_contact
from cases.errors import Refused
from cases.models import AuditEvent, ContactNote
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db


def test_a_note_is_kept_and_its_words_stay_out_of_the_audit(cora):
    case = make_case("issued")
    attorney = case.parties.get(role="attorney")
    note = note_contact(case, by=cora, at=NOON, text=" Asked for a copy. ", party=attorney)
    event = AuditEvent.objects.get()
    assert (note.text, note.noted_by, note.noted_at) == ("Asked for a copy.", cora, NOON)
    assert (event.kind, event.data) == ("note.added", {"with_party": "attorney"})


@pytest.mark.parametrize(
    ("text", "words"),
    [(" \n", "an empty note"), ("x" * 60_001, "60,001 characters"), ("a\x00b", "U\\+0000")],
)
def test_what_cannot_be_kept_is_refused(text, words, cora):
    with pytest.raises(Refused, match=words):
        note_contact(make_case(), by=cora, at=NOON, text=text)
    assert not ContactNote.objects.exists()


def test_a_party_of_another_case_is_refused(cora):
    stranger = make_case().parties.get(role="attorney")
    with pytest.raises(Refused, match="not on this case"):
        note_contact(make_case(), by=cora, at=NOON, text="Called.", party=stranger)


def test_others_may_not(quinn, stella, ada):
    for person in (quinn, stella, ada):
        with pytest.raises(PermissionDenied):
            note_contact(make_case(), by=person, at=NOON, text="Called.")

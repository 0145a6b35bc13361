"""Notes of calls and other contacts: added, never edited."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.actions.disputes import letter_limits
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.models import Case, ContactNote, Party


@transaction.atomic
def note_contact(
    case: Case, *, by: Any, at: datetime, text: str, party: Party | None = None
) -> ContactNote:
    """Keep what was said, with whom if it was a party; at any time, ended cases too."""
    case = lock_case(case)
    access.require(by, "cases.note_contact")
    text, longest = text.strip(), letter_limits().text
    if not text:
        raise Refused("Write what was said: an empty note is not kept.")
    if len(text) > longest:
        raise Refused(f"The note has {len(text):,} characters; at most {longest:,} are kept.")
    unprintable = character_refusal("The note", text)
    if unprintable:
        raise Refused(unprintable)
    if party is not None and party.case_id != case.pk:
        raise Refused("That party is not on this case.")
    note = ContactNote.objects.create(case=case, party=party, text=text, noted_by=by, noted_at=at)
    audit.append("note.added", note, by=by, with_party=party.role if party else "")
    return note

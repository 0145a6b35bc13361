"""The parties of a case: added, corrected, taken off, until the determination is approved."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.disputes import letter_limits
from cases.actions.duplicates import suspect_duplicates
from cases.actions.lifecycle import lock_case
from cases.errors import Refused
from cases.intake import PartyEntry, party_problems
from cases.lifecycle import PARTIES_MAY_CHANGE, CaseStatus
from cases.models import Case, Party

SEVERAL = frozenset({Party.Role.FACILITY, Party.Role.MANUFACTURER})
COMPARED = frozenset({"name", "date_of_birth"})
NEEDED = frozenset({Party.Role.INJURED_WORKER, Party.Role.CLAIMS_ADMINISTRATOR})


@transaction.atomic
def save_party(
    case: Case, entry: PartyEntry, *, by: Any, at: datetime, party: Party | None = None
) -> Party:
    """Add the party, or change `party` to be as entered; a role that a case has once is found."""
    case = _open_for_change(case, by)
    found = list(
        party_problems(entry, timezone.localdate(at), letter_limits(), injury=case.date_of_injury)
    )
    if found:
        raise Refused(*[problem.sentence for problem in found])
    row = _row_to_change(case, entry, party)
    if row is None:
        row = Party.objects.create(case=case, **asdict(entry))
        audit.append("party.added", row, by=by, role=row.role)
        return row
    changed = [name for name, value in asdict(entry).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(entry, name))
    if changed:
        row.save(update_fields=changed)
        audit.append("party.changed", row, by=by, changed=changed, role=row.role)
    if COMPARED & set(changed) and row.role == Party.Role.INJURED_WORKER:
        suspect_duplicates(case, by=by, at=at)
    if {"address", "place"} & set(changed):
        refresh_deadlines(case, by=by, at=at, reason="party.changed")
    return row


@transaction.atomic
def remove_party(party: Party, *, by: Any, at: datetime) -> None:
    """Take a party off the case that was entered by mistake or has no part in it any more."""
    case = _open_for_change(party.case, by)
    words = Party.Role(party.role).label.lower()
    if party.role in NEEDED:
        raise Refused(f"A case needs its {words}: correct the entry instead of removing it.")
    if party.contact_notes.exists():
        raise Refused(
            f"There are notes of contacts with this {words}, and notes are kept. "
            "Correct the entry instead of removing it."
        )
    audit.append("party.removed", party, by=by, case=case, role=party.role)
    party.delete()


def refuse_late_change(case: Case, what: str = "parties") -> None:
    """Raise Refused when the file may not be corrected any more; `what` of it is named."""
    if case.status in PARTIES_MAY_CHANGE:
        return
    words = CaseStatus(case.status).label.lower()
    raise Refused(
        f"The {what} of {case.case_number} cannot be changed: the case is {words}. That is "
        "possible until the determination is approved; a mistake found later is a reason to "
        "return it."
    )


def _open_for_change(case: Case, by: Any) -> Case:
    case = lock_case(case)
    access.require(by, "cases.edit_parties")
    refuse_late_change(case)
    return case


def _row_to_change(case: Case, entry: PartyEntry, party: Party | None) -> Party | None:
    if party is not None:
        if party.case_id != case.pk or party.role != entry.role:
            raise Refused("A party keeps its case and its role: remove it and add another.")
        return Party.objects.select_for_update().get(pk=party.pk)
    if entry.role in SEVERAL:
        return None
    return case.parties.select_for_update().filter(role=entry.role).first()

"""Correcting what intake mistyped of the application: dates and numbers, until the approval.

What the application itself says (signed, attached) stays as it was received; the priority changes
by conversion, not by correction.
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.disputes import letter_limits
from cases.actions.duplicates import suspect_duplicates
from cases.actions.lifecycle import lock_case
from cases.actions.parties import refuse_late_change
from cases.entries import application_entry, entry_digest
from cases.errors import EditConflict, Refused
from cases.intake import ApplicationEntry, problems
from cases.intake.findings import day_words
from cases.models import Case

OF_CASE = (
    "application_received_on",
    "date_of_injury",
    "date_of_injury_to",
    "claim_number",
    "adj_number",
    "is_formulary_dispute",
)
OF_FORM = ("jurisdictional_claim_number", "primary_diagnosis")


@transaction.atomic
def correct_application(
    case: Case, entry: ApplicationEntry, *, by: Any, at: datetime, revision: str
) -> Case:
    """Put the dates and numbers of `entry` in place of the stored ones.

    `revision` is the digest of what was on the page; EditConflict when that is not stored any more.
    """
    case = lock_case(case)
    access.require(by, "cases.correct_application")
    refuse_late_change(case, "application")
    stored = application_entry(case)
    if facts_digest(stored) != revision:
        raise EditConflict(
            "Somebody changed the application after this page was opened. What you typed is still "
            "here; open the case in another window, compare, and save again."
        )
    wanted = replace(stored, ur_decision=entry.ur_decision, **_of_case(entry))
    _refuse_problems(case, wanted, at)
    changed = _write(case, stored, wanted)
    if changed:
        audit.append("application.corrected", case, by=by, changed=changed)
        refresh_deadlines(case, by=by, at=at, reason="application.corrected")
        suspect_duplicates(case, by=by, at=at)
    return case


def facts_digest(entry: ApplicationEntry) -> str:
    """Return a digest of what can be corrected."""
    return entry_digest(replace(entry, parties=(), services=(), priority="standard"))


def _of_case(entry: ApplicationEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in (*OF_CASE, *OF_FORM)}


def _refuse_problems(case: Case, wanted: ApplicationEntry, at: datetime) -> None:
    found = [p.sentence for p in problems(wanted, timezone.localdate(at), letter_limits())]
    if case.assigned_on and wanted.application_received_on > case.assigned_on:
        found.append(
            f"The date the application was received ({day_words(wanted.application_received_on)}) "
            f"is after the date assigned ({day_words(case.assigned_on)}). Check both."
        )
    if found:
        raise Refused(*found)


def _write(case: Case, stored: ApplicationEntry, wanted: ApplicationEntry) -> list[str]:
    """Write what differs and return the names of its fields."""
    before, after = _of_case(stored), _of_case(wanted)
    changed = _put(case, OF_CASE, before, after)
    changed += _put(case.application, OF_FORM, before, after)
    before, after = asdict(stored.ur_decision), asdict(wanted.ur_decision)
    return changed + _put(case.ur_decision, tuple(after), before, after)


def _put(
    row: models.Model, names: tuple[str, ...], before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    changed = [name for name in names if before[name] != after[name]]
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        row.save(update_fields=changed)
    return changed

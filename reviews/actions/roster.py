"""The roster's writers: a reviewer is added, and the credential record is kept as verified."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.characters import character_refusal
from cases.errors import Refused
from reviews.models import Certification, Licence, Reviewer


@dataclass(frozen=True)
class LicenceEntry:
    """A licence as verified with the state's board."""

    state: str
    number: str
    expires_on: date
    verified_on: date
    is_restricted: bool = False
    is_in_good_standing: bool = True


@dataclass(frozen=True)
class CertificationEntry:
    """A specialty, with the board that certified it and until when."""

    specialty: str
    verified_on: date
    board: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class ReviewerEntry:
    """Everything the roster keeps of a reviewer, beside the account."""

    degree: str
    licences: tuple[LicenceEntry, ...]
    certifications: tuple[CertificationEntry, ...]
    practice_years: Decimal | None = None
    practice_weekly_hours: Decimal | None = None
    practice_recorded_on: date | None = None
    is_qme: bool = False
    qme_checked_on: date | None = None
    has_disciplinary_history: bool = False
    discipline_checked_on: date | None = None
    is_available: bool = True
    unavailable_until: date | None = None
    case_capacity: int = 10
    is_synthetic: bool = False


PARTS = ("licences", "certifications")


@transaction.atomic
def add_reviewer(user: Any, entry: ReviewerEntry, *, by: Any, at: datetime) -> Reviewer:
    """Put an account on the roster with its credential record, under a new pseudonym."""
    access.require(by, "reviews.edit_roster")
    if not user.has_perm("reviews.answer_offer"):
        raise Refused(
            f"{user.full_name}'s account is not a reviewer's. The administrator gives accounts "
            "their role."
        )
    if Reviewer.objects.filter(user=user).exists():
        raise Refused(f"{user.full_name} is on the roster already: edit that record.")
    _refuse_bad_entry(entry, on=timezone.localdate(at))
    reviewer = Reviewer(user=user, pseudonym=_new_pseudonym())
    _set_fields(reviewer, entry)
    reviewer.save()
    _save_parts(reviewer, entry)
    audit.append("reviewer.added", reviewer, by=by)
    return reviewer


@transaction.atomic
def edit_reviewer(reviewer: Reviewer, entry: ReviewerEntry, *, by: Any, at: datetime) -> Reviewer:
    """Bring the credential record up to date; a row that is left out is taken off the record."""
    access.require(by, "reviews.edit_roster")
    reviewer = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    if reviewer.user_id == by.pk:
        raise Refused("Nobody keeps his own credential record: ask a colleague.")
    _refuse_bad_entry(entry, on=timezone.localdate(at))
    changed = _set_fields(reviewer, entry)
    reviewer.save()
    changed += _save_parts(reviewer, entry)
    audit.append("reviewer.edited", reviewer, by=by, changed=changed)
    return reviewer


def _new_pseudonym() -> str:
    """Return an unused pseudonym; random, so that it tells neither order nor person."""
    while True:
        pseudonym = f"R-{secrets.randbelow(9000) + 1000}"
        if not Reviewer.objects.filter(pseudonym=pseudonym).exists():
            return pseudonym


def _set_fields(reviewer: Reviewer, entry: ReviewerEntry) -> list[str]:
    names = [name for name in entry.__dataclass_fields__ if name not in PARTS]
    changed = [name for name in names if getattr(reviewer, name) != getattr(entry, name)]
    for name in changed:
        setattr(reviewer, name, getattr(entry, name))
    return changed


def _save_parts(reviewer: Reviewer, entry: ReviewerEntry) -> list[str]:
    """Write licences and certifications by their natural keys; the record's order stays."""
    parts = (
        ("licences", Licence, "state", entry.licences),
        ("certifications", Certification, "specialty", entry.certifications),
    )
    return [name for name, *part in parts if _save_part(reviewer, *part)]


def _save_part(reviewer: Reviewer, model: Any, key: str, entries: tuple[Any, ...]) -> bool:
    stored = {getattr(row, key): row for row in model.objects.filter(reviewer=reviewer)}
    kept = {getattr(entry, key) for entry in entries}
    gone = [row.pk for value, row in stored.items() if value not in kept]
    model.objects.filter(pk__in=gone).delete()
    is_changed = bool(gone)
    for entry in entries:
        values = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
        row = stored.get(values[key]) or model(reviewer=reviewer)
        if row.pk is None or any(getattr(row, name) != values[name] for name in values):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            is_changed = True
    return is_changed


def _refuse_bad_entry(entry: ReviewerEntry, *, on: date) -> None:
    reasons = [*_missing(entry), *_twice(entry), *_not_yet(entry, on), *_unprintable(entry)]
    if reasons:
        raise Refused(*reasons)


def _missing(entry: ReviewerEntry) -> list[str]:
    reasons = []
    if not entry.licences:
        reasons.append("Record at least one licence to practise (LC 139.5(d)(4)(A)).")
    has_practice = entry.practice_years is not None or entry.practice_weekly_hours is not None
    if has_practice and entry.practice_recorded_on is None:
        reasons.append("Say on which day the years and hours of practice were recorded.")
    if entry.practice_weekly_hours is not None and not 0 <= entry.practice_weekly_hours <= 168:
        reasons.append("A week has 168 hours: check the hours of practice.")
    if any(not licence.number.strip() for licence in entry.licences):
        reasons.append("Each licence needs its number.")
    return reasons


def _twice(entry: ReviewerEntry) -> list[str]:
    states = [licence.state for licence in entry.licences]
    specialties = [certification.specialty for certification in entry.certifications]
    return [
        f"{value} is entered twice: keep one row for it."
        for values in (states, specialties)
        for value in sorted({value for value in values if values.count(value) > 1})
    ]


def _not_yet(entry: ReviewerEntry, on: date) -> list[str]:
    days = {
        "The day the practice was recorded": entry.practice_recorded_on,
        "The day the QME list was checked": entry.qme_checked_on,
        "The day the disciplinary record was checked": entry.discipline_checked_on,
    }
    days |= {
        f"The day the {row.state} licence was verified": row.verified_on for row in entry.licences
    }
    days |= {
        f"The day the certification in {row.specialty} was verified": row.verified_on
        for row in entry.certifications
    }
    return [
        f"{what} ({day.isoformat()}) is in the future: check it."
        for what, day in days.items()
        if day is not None and day > on
    ]


def _unprintable(entry: ReviewerEntry) -> list[str]:
    texts = [("The state of a licence", row.state) for row in entry.licences]
    texts += [("A specialty", row.specialty) for row in entry.certifications]
    texts += [("A board's name", row.board) for row in entry.certifications]
    return [reason for label, text in texts if (reason := character_refusal(label, text))]

"""Keeping the roster: adding a reviewer, and editing the credential record."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.errors import Refused
from cases.models import AuditEvent
from reviews.actions.roster import (
    CertificationEntry,
    LicenceEntry,
    ReviewerEntry,
    add_reviewer,
    edit_reviewer,
)
from reviews.models import Reviewer
from tests.factories import make_user

pytestmark = pytest.mark.django_db
CHECKED = date(2026, 1, 5)
ENTRY = ReviewerEntry(
    degree="md",
    licences=(
        LicenceEntry("Texas", "T-1", date(2027, 1, 1), CHECKED),
        LicenceEntry("California", "C-2", date(2027, 1, 1), CHECKED),
    ),
    certifications=(CertificationEntry("Neurology", CHECKED, "A board"),),
    practice_years=Decimal("9"),
    practice_weekly_hours=Decimal("30"),
    practice_recorded_on=CHECKED,
    qme_checked_on=CHECKED,
    discipline_checked_on=CHECKED,
)


@pytest.fixture
def newcomer():
    return make_user("reviewer", full_name="Nora Newcomer")


def add(user, by, entry=ENTRY):
    return add_reviewer(user, entry, by=by, at=timezone.now())


def edit(reviewer, by, **changes):
    return edit_reviewer(reviewer, replace(ENTRY, **changes), by=by, at=timezone.now())


def test_a_reviewer_is_added_under_a_pseudonym_that_does_not_name_her(newcomer, cora):
    reviewer = add(newcomer, cora)
    assert [row.state for row in reviewer.licences.all()] == ["Texas", "California"]
    assert reviewer.certifications.get().board == "A board"
    assert "Nora" not in reviewer.pseudonym
    assert "Nora" not in str(AuditEvent.objects.get(kind="reviewer.added").data)


def test_an_account_of_another_role_or_already_there_is_refused(newcomer, cora, quinn):
    with pytest.raises(Refused, match="not a reviewer's"):
        add(quinn, cora)
    add(newcomer, cora)
    with pytest.raises(Refused, match="on the roster already"):
        add(newcomer, cora)


def test_only_who_keeps_the_roster_changes_it(newcomer, rita, quinn):
    for by in (rita, quinn):
        with pytest.raises(PermissionDenied):
            add(newcomer, by)
        with pytest.raises(PermissionDenied):
            edit(rita.reviewer, by)


def test_an_edit_keeps_the_rows_that_stay_and_takes_off_what_is_left_out(newcomer, cora):
    reviewer = add(newcomer, cora)
    texas = reviewer.licences.get(state="Texas")
    edit(
        reviewer,
        cora,
        licences=(
            replace(ENTRY.licences[0], expires_on=date(2028, 1, 1)),
            LicenceEntry("Ohio", "O-3", date(2027, 1, 1), CHECKED),
        ),
    )
    assert [row.state for row in reviewer.licences.all()] == ["Texas", "Ohio"]
    texas.refresh_from_db()
    assert texas.expires_on == date(2028, 1, 1)
    assert AuditEvent.objects.get(kind="reviewer.edited").changed_fields == ["licences"]


def test_the_audit_names_the_fields_that_changed(newcomer, cora):
    reviewer = add(newcomer, cora)
    edit(reviewer, cora, is_qme=True, case_capacity=3)
    event = AuditEvent.objects.get(kind="reviewer.edited")
    assert event.changed_fields == ["case_capacity", "is_qme"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"licences": ()}, "at least one licence"),
        ({"licences": ENTRY.licences[:1] * 2}, "Texas is entered twice"),
        ({"certifications": ENTRY.certifications * 2}, "Neurology is entered twice"),
        ({"practice_recorded_on": None}, "on which day the years"),
        ({"practice_weekly_hours": Decimal("169")}, "168 hours"),
        ({"qme_checked_on": timezone.localdate() + timedelta(days=2)}, "in the future"),
        ({"licences": (replace(ENTRY.licences[0], number=" "),)}, "needs its number"),
        (
            {"certifications": (CertificationEntry("Neuro\u202elogy", CHECKED),)},
            "cannot be printed",
        ),
    ],
)
def test_a_record_that_cannot_be_true_is_refused(changes, words, newcomer, cora):
    with pytest.raises(Refused, match=words):
        add(newcomer, cora, replace(ENTRY, **changes))
    assert not Reviewer.objects.filter(user=newcomer).exists()

"""Forms of the roster: the reviewer's record, and a row for each licence and certification."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.contrib.auth import get_user_model

from cases.forms.fields import DayField, TextField
from reviews.actions.roster import CertificationEntry, LicenceEntry, ReviewerEntry
from reviews.matching.terms import BOARDS, SPECIALTIES, STATES
from reviews.models import Reviewer

MAX_ROWS = 60


class AccountForm(forms.Form):
    """Which account joins the roster."""

    user = forms.ChoiceField(
        label="Account",
        help_text="Accounts with the role of a reviewer that are not on the roster yet.",
        error_messages={"required": "Choose the account."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = {str(user.pk): user for user in _accounts()}
        choices = [(key, f"{user.full_name}, {user.email}") for key, user in self.accounts.items()]
        self.fields["user"].choices = [("", "Choose an account"), *choices]
        self.helper = _helper(Layout("user"))

    @property
    def chosen(self) -> Any:
        """The account chosen."""
        return self.accounts[self.cleaned_data["user"]]


class ReviewerForm(forms.Form):
    """The record beside licences and certifications."""

    degree = forms.ChoiceField(label="Degree", choices=Reviewer.Degree.choices)
    practice_years = forms.DecimalField(
        label="Years in active practice", required=False, min_value=0, max_value=80
    )
    practice_weekly_hours = forms.DecimalField(
        label="Hours a week in active practice", required=False, min_value=0, max_value=168
    )
    practice_recorded_on = DayField(label="Recorded on")
    is_qme = forms.BooleanField(label="Holds a QME appointment", required=False)
    qme_checked_on = DayField(label="QME list checked on")
    has_disciplinary_history = forms.BooleanField(
        label="Has a history of discipline or sanctions, taken or pending", required=False
    )
    discipline_checked_on = DayField(label="Disciplinary record checked on")
    is_available = forms.BooleanField(label="Takes cases at present", required=False)
    unavailable_until = DayField(label="Away through")
    case_capacity = forms.IntegerField(
        label="Open cases at one time, at most", min_value=0, max_value=200
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["degree"].widget.attrs["class"] = "w-code"
        for name in ("practice_years", "practice_weekly_hours", "case_capacity"):
            self.fields[name].widget.attrs["class"] = "w-date"
        self.helper = _helper(
            Layout(
                Fieldset(
                    "Degree and active practice",
                    "degree",
                    _thirds("practice_years", "practice_weekly_hours", "practice_recorded_on"),
                ),
                Fieldset(
                    "Checks",
                    _halves("is_qme", "qme_checked_on"),
                    _halves("has_disciplinary_history", "discipline_checked_on"),
                ),
                Fieldset(
                    "Availability",
                    _thirds("case_capacity", "unavailable_until", "is_available"),
                ),
            )
        )


class LicenceForm(forms.Form):
    """One licence."""

    state = forms.ChoiceField(label="State", error_messages={"required": "Choose the state."})
    number = TextField(label="Number", missing="Write the licence's number.", max_length=40)
    expires_on = DayField(label="Expires on", missing="Write the day it expires.")
    verified_on = DayField(label="Verified on", missing="Write the day it was verified.")
    is_in_good_standing = forms.BooleanField(label="In good standing", required=False, initial=True)
    is_restricted = forms.BooleanField(label="Restricted", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "state", STATES)


class CertificationForm(forms.Form):
    """One specialty."""

    specialty = forms.ChoiceField(
        label="Specialty", error_messages={"required": "Choose the specialty."}
    )
    board = TextField(label="Certifying board", max_length=200)
    expires_on = DayField(label="Expires on", help_text="Empty: for life.")
    verified_on = DayField(label="Verified on", missing="Write the day it was verified.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "specialty", SPECIALTIES)
        self.fields["board"].widget.attrs["list"] = "boards"


LicenceRows = forms.formset_factory(
    LicenceForm, extra=0, can_delete=True, max_num=MAX_ROWS, validate_max=True
)
CertificationRows = forms.formset_factory(
    CertificationForm, extra=0, can_delete=True, max_num=MAX_ROWS, validate_max=True
)


class RecordForms:
    """The forms of one record together: the reviewer, the licences, the certifications.

    `added` names the kind of row that one more is wanted of.
    """

    boards = BOARDS

    def __init__(
        self, data: Any = None, *, reviewer: Reviewer | None = None, added: str = ""
    ) -> None:
        if data is not None and added:
            data = _with_one_more(data, added)
        self.reviewer = ReviewerForm(data, initial=_initial(reviewer))
        self.licences = LicenceRows(
            data, prefix="licences", initial=_rows(reviewer, "licences", LicenceEntry)
        )
        self.certifications = CertificationRows(
            data,
            prefix="certifications",
            initial=_rows(reviewer, "certifications", CertificationEntry),
        )
        if reviewer is None and data is None:
            self.licences.extra = self.certifications.extra = 1

    def is_valid(self) -> bool:
        """Whether all of them are; each is asked, so that every error is shown."""
        verdicts = {form.is_valid() for form in self._all()}
        return verdicts == {True}

    def refuse(self, reasons: Any) -> None:
        """Show why the record was not taken."""
        self.reviewer.add_error(None, list(reasons))

    def entry(self) -> ReviewerEntry:
        """Return the record as it was typed."""
        return ReviewerEntry(
            **self.reviewer.cleaned_data,
            licences=tuple(LicenceEntry(**row) for row in _kept(self.licences)),
            certifications=tuple(CertificationEntry(**row) for row in _kept(self.certifications)),
        )

    def _all(self) -> tuple[Any, ...]:
        return self.reviewer, self.licences, self.certifications


def _accounts() -> list[Any]:
    users = get_user_model().objects.filter(is_active=True, is_service=False, reviewer=None)
    return [user for user in users if user.has_perm("reviews.answer_offer")]


def _helper(layout: Layout) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    helper.layout = layout
    return helper


def _thirds(*names: str) -> Row:
    return Row(*(Column(name, css_class="col-sm-4") for name in names))


def _halves(*names: str) -> Row:
    return Row(*(Column(name, css_class="col-sm-6") for name in names))


def _offer(form: forms.Form, name: str, words: tuple[str, ...]) -> None:
    """Offer the words, and beside them what is on record in other words."""
    present = form.initial.get(name, "")
    others = (present,) if present and present not in words else ()
    form.fields[name].choices = [("", ""), *((word, word) for word in (*others, *words))]


def _initial(reviewer: Reviewer | None) -> dict[str, Any]:
    if reviewer is None:
        return {"is_available": True, "case_capacity": 10}
    return {name: _plain(getattr(reviewer, name)) for name in ReviewerForm.base_fields}


def _plain(value: Any) -> Any:
    """Show a number as people write it: 12, not 12.0."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _rows(reviewer: Reviewer | None, name: str, entry: type) -> list[dict[str, Any]]:
    if reviewer is None:
        return []
    rows = getattr(reviewer, name).all()
    return [{key: getattr(row, key) for key in entry.__dataclass_fields__} for row in rows]


def _with_one_more(data: Any, name: str) -> Any:
    data = data.copy()
    key = f"{name}-TOTAL_FORMS"
    if data.get(key, "").isdigit():
        place, data[key] = data[key], str(int(data[key]) + 1)
        if name == "licences":
            data[f"{name}-{place}-is_in_good_standing"] = "on"
    return data


def _kept(rows: Any) -> list[dict[str, Any]]:
    """Return what is in the rows that are neither taken away nor empty."""
    kept = []
    for form in rows.forms:
        cleaned = dict(form.cleaned_data)
        if cleaned and not cleaned.pop("DELETE", False):
            kept.append(cleaned)
    return kept

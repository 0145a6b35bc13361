"""The forms that move a clock: more time, a pause, an expedited case, another administrator."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.actions.administrators import AdministratorChange
from cases.actions.clocks import RULES_BY_GROUND, TollEntry
from cases.actions.extensions import ExtensionDecision
from cases.actions.priority import Certification
from cases.deadlines.clocks import CLOCK_WORDS
from cases.deadlines.counting import PACIFIC
from cases.forms.fields import DayField, TextField, pair, part_of_page
from cases.forms.parties import PartyForm
from cases.models import Case, ClockToll, Extension, Party, PriorityChange

CAN_PAUSE = sorted(set().union(*RULES_BY_GROUND.values()))
TIME = re.compile(r"(\d{1,2})(?::(\d{2}))? ?([ap])?\.?m?\.?", re.ASCII | re.IGNORECASE)


class TimeOfDayField(TextField):
    """A time of day in Pacific time, as people type it: 16:10, 4:10 pm, 4 p.m."""

    def __init__(self, *, missing: str, **options: Any) -> None:
        super().__init__(missing=missing, width="w-date", **options)
        self.widget.attrs["placeholder"] = "hh:mm"

    def clean(self, value: Any) -> time:
        """Return the time; a sentence where it is none."""
        typed = super().clean(value)
        found = TIME.fullmatch(typed)
        if found is None:
            raise ValidationError("Write the time as 16:10 or 4:10 pm.")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if minute > 59 or not (1 <= hour <= 12 if half else hour <= 23):
            raise ValidationError(f"There is no time {typed}: write it as 16:10 or 4:10 pm.")
        return time(hour % 12 + 12 * (half == "p") if half else hour, minute)


class AskExtensionForm(forms.Form):
    """What the Administrative Director is asked for."""

    title = "Ask for an extension"

    ground = forms.ChoiceField(
        label="Ground", choices=Extension.Ground.choices, widget=forms.RadioSelect
    )
    days = forms.TypedChoiceField(
        label="Days",
        coerce=int,
        choices=[(n, f"{n} day{'' if n == 1 else 's'}") for n in (1, 2, 3)],
        initial=3,
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    reason = TextField(label="Reason", rows=4, missing="Say why more time is needed.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("ground", "days", "reason")


class DecideExtensionForm(forms.Form):
    """What the Administrative Director decided."""

    title = "Record the decision on the extension"

    outcome = forms.ChoiceField(
        label="Decision",
        choices=[("approved", "Approved"), ("refused", "Refused")],
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label="Days approved",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "None"), (1, "1 day"), (2, "2 days"), (3, "3 days")],
        widget=forms.Select(attrs={"class": "w-code"}),
        help_text="For an approval.",
    )
    decided_by_name = TextField(
        label="Decided by",
        width="w-name",
        max_length=200,
        missing="Name who decided for the Administrative Director.",
    )
    decided_on = DayField(label="Decided on", missing="Enter the day of the decision.")
    reason = TextField(label="Reason given", rows=3, missing="Give the reason as it was given.")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"decided_on": today}, **options)
        self.helper = part_of_page(
            "outcome", "days", pair("decided_by_name", "decided_on"), "reason"
        )

    def decision(self) -> ExtensionDecision:
        """Return what was typed, as a decision."""
        return ExtensionDecision(**self.cleaned_data)


class TollForm(forms.Form):
    """A stop of one clock."""

    title = "Pause a clock"

    rule_id = forms.ChoiceField(
        label="Which clock",
        choices=[("", "Choose one"), *((rule, CLOCK_WORDS[rule]) for rule in CAN_PAUSE)],
        widget=forms.Select(attrs={"class": "w-name"}),
        error_messages={"required": "Choose the clock that stands still."},
    )
    ground = forms.ChoiceField(
        label="By which rule",
        choices=ClockToll.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose by which rule it stands still."},
    )
    first_on = DayField(label="From", missing="Enter the first day on which it stood still.")
    last_on = DayField(label="To", help_text="Leave empty while it lasts.")
    reason = TextField(label="What happened", rows=3, missing="Say what happened.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("rule_id", "ground", pair("first_on", "last_on"), "reason")

    def entry(self) -> TollEntry:
        """Return what was typed, as a pause."""
        return TollEntry(**self.cleaned_data)


class EndTollForm(forms.Form):
    """The last day of a pause."""

    title = "End the pause"

    last_on = DayField(label="Last day", missing="Enter the last day on which it stood still.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("last_on")


class WithdrawTollForm(forms.Form):
    """Why a pause is taken back."""

    title = "Take the pause back"

    reason = TextField(label="Reason", rows=3, missing="Say why the pause is taken back.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("reason")


class DoneForm(forms.Form):
    """When a party did what it owed, or used its right."""

    title = "Record that it was done"

    done_on = DayField(label="Done on", missing="Enter the day on which it was done.")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"done_on": today}, **options)
        self.helper = part_of_page("done_on")


class ExpediteForm(forms.Form):
    """The certification that makes a case expedited."""

    title = "Convert to expedited"

    ground = forms.ChoiceField(
        label="Certified by",
        choices=[
            (PriorityChange.Ground.PHYSICIAN.value, "The treating physician"),
            (PriorityChange.Ground.DIRECTOR.value, "The Administrative Director"),
        ],
        initial=PriorityChange.Ground.PHYSICIAN,
        widget=forms.RadioSelect,
    )
    certified_by = TextField(
        label="Name", width="w-name", max_length=200, missing="Name who certified the threat."
    )
    document = forms.ModelChoiceField(
        label="Certification in the file",
        queryset=None,
        empty_label="Choose the document",
        widget=forms.Select(attrs={"class": "w-name"}),
        error_messages={
            "required": "Choose the written certification. If it is not in the file yet, upload it "
            "with its supporting documents first (8 CCR 9792.10.4(c)).",
        },
    )
    received_on = DayField(label="Received on", missing="Enter the day on which it was received.")
    received_time = TimeOfDayField(
        label="at (Pacific time)", missing="Enter the time: the expedited clocks start with it."
    )

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        records = case.records.current().exclude(file_sha256="").order_by("-position")
        self.fields["document"].queryset = records
        self.fields["document"].label_from_instance = lambda record: (
            f"{record.position}. {record.title}"
        )
        self.helper = part_of_page(
            "ground", "certified_by", "document", pair("received_on", "received_time")
        )

    def certification(self) -> Certification:
        """Return what was typed, as a certification."""
        typed = self.cleaned_data
        return Certification(
            certified_by=typed["certified_by"],
            document=typed["document"],
            received_at=datetime.combine(
                typed["received_on"], typed["received_time"], tzinfo=PACIFIC
            ),
            ground=typed["ground"],
        )


class AdministratorForm(PartyForm):
    """The new claims administrator, and from when on."""

    title = "Change the claims administrator"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(Party.Role.CLAIMS_ADMINISTRATOR, *args, prefix="", **options)
        self.fields |= {
            "effective_on": DayField(
                label="In effect from", missing="Enter the day on which the change took effect."
            ),
            "noticed_on": DayField(
                label="Notice received on",
                missing="Enter the day on which we were told.",
                help_text="Owed within five working days (LC 4610.5(p)).",
            ),
        }
        self.helper.layout.fields.append(pair("effective_on", "noticed_on"))

    def change(self) -> AdministratorChange:
        """Return what was typed, as a change."""
        days = {name: self.cleaned_data.pop(name) for name in ("effective_on", "noticed_on")}
        return AdministratorChange(party=self.entry(), **days)

"""The forms of the steps that a coordinator takes: eligibility, assignment, the endings."""

from datetime import date
from typing import Any

from django import forms

from cases.forms.fields import DayField, TextField, part_of_page


class EligibilityForm(forms.Form):
    """The finding and what it rests on."""

    title = "Eligibility"

    finding = forms.ChoiceField(
        label="Finding",
        choices=[
            ("eligible", "Eligible: the case goes on"),
            ("ineligible", "Ineligible: the case ends here"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose eligible or ineligible."},
    )
    reason = TextField(
        label="Reason",
        rows=4,
        missing="Say what the finding rests on.",
        help_text="Kept with the case. Of an ineligible one it goes on the notice to the parties.",
    )

    def __init__(self, *args: Any, findings: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = self.fields["finding"].choices
        self.fields["finding"].choices = [one for one in choices if one[0] in findings]
        if len(findings) == 1:
            self.fields["finding"].initial = findings[0]
        self.helper = part_of_page("finding", "reason")


class AssignCaseForm(forms.Form):
    """The date assigned, as the letter prints it."""

    title = "Assign the case"

    assigned_on = DayField(label="Date assigned", missing="Enter the date assigned.")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"assigned_on": today}, **options)
        self.helper = part_of_page("assigned_on")


class EndCaseForm(forms.Form):
    """Why a case ends before its determination; `title` names the ending."""

    reason = TextField(
        label="Reason",
        rows=4,
        missing="Say why the case ends.",
        help_text="Goes on the notice to the parties.",
    )

    def __init__(self, title: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = title
        self.helper = part_of_page("reason")

"""The forms of the steps that a coordinator takes: assignment and the endings."""

from datetime import date
from typing import Any

from django import forms

from cases.forms.fields import DayField, TextField, part_of_page


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

"""The forms of the steps that a coordinator takes: assignment."""

from datetime import date
from typing import Any

from django import forms

from cases.forms.fields import DayField, part_of_page


class AssignCaseForm(forms.Form):
    """The date assigned, as the letter prints it."""

    title = "Assign the case"

    assigned_on = DayField(label="Date assigned", missing="Enter the date assigned.")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"assigned_on": today}, **options)
        self.helper = part_of_page("assigned_on")

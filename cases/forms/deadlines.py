"""The form that asks what a due date would be, had its event been on another day."""

from typing import Any

from django import forms

from cases.forms.fields import DayField, part_of_page


class OtherDayForm(forms.Form):
    """The other day."""

    day = DayField(label="Another day", missing="Enter the other day.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("day")

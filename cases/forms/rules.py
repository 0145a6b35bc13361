"""The form of a change of a calendar: what changes, which holiday, and why."""

from typing import Any

from django import forms

from cases.actions.rules import CalendarChange
from cases.forms.fields import DayField, TextField, part_of_page

CHANGES = (
    ("add", "Add a closed day"),
    ("end", "End a holiday from a year on"),
    ("verify", "Mark a holiday as verified"),
)


class CalendarForm(forms.Form):
    """One change of one calendar; the version that was looked at travels with it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label="What changes", choices=CHANGES, widget=forms.Select(attrs={"class": "w-name"})
    )
    holiday = forms.ChoiceField(
        label="Which holiday",
        required=False,
        widget=forms.Select(attrs={"class": "w-name"}),
        help_text="To end it or to mark it as verified.",
    )
    year = forms.IntegerField(
        label="Not observed from the year",
        required=False,
        min_value=2013,
        max_value=2100,
        help_text="To end a holiday; the years before stay as they are.",
    )
    day = DayField(label="Closed day", help_text="To add a day.")
    name = TextField(label="Name of the day", max_length=80, help_text="To add a day.")
    statute = TextField(
        label="Statute or order",
        max_length=120,
        help_text="Where it was read; without it an added day counts as not verified.",
    )
    reason = TextField(
        label="Reason",
        rows=3,
        missing="Say why the calendar changes.",
        help_text="Kept with the version; open cases are counted again and keep their old dates.",
    )

    def __init__(self, holidays: list[str], version: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"version": version}, **options)
        choices = [("", "Choose one"), *((name, name) for name in dict.fromkeys(holidays))]
        self.fields["holiday"].choices = choices
        self.helper = part_of_page(*self.fields)

    def entry(self, kind: str) -> CalendarChange:
        """Return what was typed, as a change of the calendar `kind`."""
        typed = self.cleaned_data
        return CalendarChange(
            kind=kind,
            version=typed["version"],
            change=typed["change"],
            holiday=typed["name"] if typed["change"] == "add" else typed["holiday"],
            reason=typed["reason"],
            statute=typed["statute"],
            day=typed["day"],
            year=typed["year"],
        )

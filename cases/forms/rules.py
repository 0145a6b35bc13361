"""The form of a change of a calendar: what changes, which holiday, and why."""

from typing import Any

from django import forms

from cases.actions.rules import CalendarChange
from cases.actions.rulesets import MailDaysChange, RuleChange
from cases.deadlines.clocks import CLOCK_WORDS
from cases.forms.fields import DayField, TextField, part_of_page
from cases.models.clocks import PLACES

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


class RuleSetForm(forms.Form):
    """One change of one clock of a rule set; the version that was looked at travels with it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    clock = forms.ChoiceField(
        label="Which clock",
        widget=forms.Select(attrs={"class": "w-name"}),
        error_messages={"required": "Choose the clock."},
    )
    change = forms.ChoiceField(
        label="What changes",
        choices=(
            ("length", "Its length, from a day on"),
            ("verify", "Mark its length as verified"),
            ("end", "It ends"),
        ),
        widget=forms.Select(attrs={"class": "w-name"}),
    )
    length = forms.IntegerField(
        label="New length",
        required=False,
        min_value=1,
        max_value=400,
        help_text="In the clock's own unit.",
    )
    from_on = DayField(
        label="For events from", help_text="Earlier events keep the clock that was in force."
    )
    cite = TextField(
        label="Statute or regulation",
        max_length=120,
        help_text="Where it was read; without it a new length counts as not verified.",
    )
    reason = TextField(
        label="Reason",
        rows=3,
        missing="Say why the rule changes.",
        help_text="Kept with the version; open cases are counted again and keep their old dates.",
    )

    def __init__(self, plain: Any, version: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"version": version}, **options)
        self.fields["clock"].choices = [("", "Choose one"), *_clocks(plain)]
        self.helper = part_of_page(*self.fields)

    def entry(self, name: str) -> RuleChange:
        """Return what was typed, as a change of the set `name`."""
        typed = dict(self.cleaned_data)
        place, _, dispute = typed.pop("clock").partition("-")
        return RuleChange(name=name, clock=(int(place), dispute), **typed)


class MailDaysForm(forms.Form):
    """One change of the days for mail."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.ChoiceField(
        label="Place", choices=PLACES, widget=forms.Select(attrs={"class": "w-name"})
    )
    days = forms.IntegerField(
        label="Calendar days",
        min_value=0,
        max_value=400,
        error_messages={"required": "Give the days."},
    )
    cite = TextField(
        label="Statute", max_length=200, missing="Name the text in which the days were read."
    )
    reason = TextField(label="Reason", rows=3, missing="Say why the days change.")

    def __init__(self, version: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"version": version}, **options)
        self.helper = part_of_page(*self.fields)

    def entry(self) -> MailDaysChange:
        """Return what was typed, as a change."""
        return MailDaysChange(**self.cleaned_data)


def _clocks(plain: Any) -> list[tuple[str, str]]:
    """Return the clocks of a set, each by its place and dispute, with its length in words."""
    return [
        (f"{place}-{dispute}", _clock_words(rule, dispute, clock))
        for place, rule in enumerate(plain["rules"])
        for dispute, clock in rule["clocks"].items()
    ]


def _clock_words(rule: Any, dispute: str, clock: Any) -> str:
    what = CLOCK_WORDS.get(rule["id"], rule["what"])
    way = f", {rule['method']}" if rule.get("method") else ""
    length = f"{clock['length']} {clock['unit'].replace('_', ' ')}"
    return f"{rule['id']} {what} ({dispute}{way}): {length}"

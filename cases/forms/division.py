"""The forms of splitting, putting together and consolidating: what, and why."""

from typing import Any

from django import forms

from cases.forms.fields import TextField, part_of_page
from cases.models import Case


class ReasonForm(forms.Form):
    """Why it is done; stays with the history of the case."""

    reason = TextField(
        label="Reason", rows=2, missing="Say why.", help_text="Stays with the history of the case."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page(*self.fields)


class ConsolidateForm(ReasonForm):
    """The other case, by its number, and why the two are decided as one."""

    other = TextField(
        label="The other case",
        width="w-code",
        missing="Enter the number of the other case.",
        help_text="Its case number, such as CM26-0000001.",
    )
    field_order = ("other", "reason")


def chosen_places(values: list[str], case: Case) -> list[int]:
    """Return the places of services that were ticked and are there."""
    there = set(case.services.values_list("position", flat=True))
    typed = {int(value) for value in values if value.isdecimal() and len(value) < 4}
    return sorted(typed & there)

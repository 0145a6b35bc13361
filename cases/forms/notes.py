"""The note of a call: one field, and with whom."""

from typing import Any

from django import forms

from cases.forms.fields import TextField, part_of_page
from cases.models import Case


class ContactNoteForm(forms.Form):
    """What was said; with whom is optional."""

    text = TextField(label="What was said", rows=3, missing="Write what was said.")
    party = forms.ModelChoiceField(
        label="With", queryset=None, required=False, empty_label="Nobody of the parties"
    )

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["data-key"] = "n"
        self.fields["party"].queryset = case.parties.all()
        self.fields["party"].label_from_instance = lambda p: f"{p.get_role_display()}: {p.name}"
        self.helper = part_of_page("text", "party")

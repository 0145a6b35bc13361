"""Forms of offers: who is asked and why the specialty fits, and the reasons for an end."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from cases.forms.fields import TextField, part_of_page

REASON_LENGTH = 2000


class OfferForm(forms.Form):
    """The fit that is recorded with an offer."""

    fit_specialty = forms.ChoiceField(
        label="Specialty that fits",
        error_messages={"required": "Choose the certification that fits these services."},
    )
    fit_reason = TextField(
        label="Why it is the same or similar",
        rows=4,
        missing="Say why the specialty fits: the reason is kept with the offer.",
        max_length=REASON_LENGTH,
        help_text="Kept with the offer; the letter says that the specialty is the same or similar.",
    )

    def __init__(self, *args: Any, specialties: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["fit_specialty"].choices = [(name, name) for name in specialties]
        self.helper = part_of_page(*Layout("fit_specialty", "fit_reason"))


class ReasonForm(forms.Form):
    """A reason, in a sentence."""

    reason = TextField(
        label="Reason", rows=4, missing="Write the reason.", max_length=REASON_LENGTH
    )

    def __init__(self, *args: Any, hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].help_text = hint
        self.helper = part_of_page("reason")

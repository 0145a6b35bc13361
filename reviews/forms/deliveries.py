"""Form of the release desk: when, how and where one recipient was served."""

from typing import Any

from django import forms

from cases.forms.fields import DayField, TextField, part_of_page
from reviews.models import Delivery


class ServeLetterForm(forms.Form):
    """Proof of service of one letter on one recipient; a scanned envelope fills and sends it."""

    envelope_number = TextField(
        label="Case number on the envelope",
        help_text="Type or scan it. Needed for mail and personal service.",
        missing="Type or scan the case number that stands on the envelope.",
        width="w-name",
        max_length=60,
    )
    method = forms.ChoiceField(
        label="Method",
        choices=Delivery.Method.choices,
        error_messages={"required": "Choose how the letter was served."},
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    served_on = DayField(
        label="Date of service",
        help_text="For mail, the day of the postmark: the time to appeal counts from it.",
        missing="Give the day on which the letter was served.",
    )
    address = TextField(
        label="Address",
        help_text="Where it went: street, fax number or e-mail address.",
        missing="Give the address that the letter was served at.",
        rows=3,
        max_length=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        envelope = self.fields["envelope_number"]
        envelope.widget.attrs |= {"autofocus": True, "spellcheck": "false"}
        if self.is_bound and self.data.get("method") in (
            Delivery.Method.ELECTRONIC,
            Delivery.Method.FAX,
        ):
            envelope.required = False
        self.helper = part_of_page("envelope_number", "method", "served_on", "address")

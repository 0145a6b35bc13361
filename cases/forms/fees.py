"""The form that corrects a fee."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from cases.forms.fields import TextField, part_of_page

MOST = Decimal("9999999.99")
SENTENCE = "Write the amount in dollars, for example 345 or 345.50; leave it empty if not known."


class CorrectFeeForm(forms.Form):
    """What the fee is, and why it was another."""

    amount = TextField(
        label="Amount in dollars",
        width="w-date",
        help_text="Empty if it is not known.",
    )
    reason = TextField(
        label="Why, and by whose word",
        rows=3,
        max_length=2000,
        missing="Say why the amount changes, and by whose word.",
        help_text="Stays with the new row; the first one is kept.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("amount", "reason")

    def clean_amount(self) -> Decimal | None:
        """Return the amount; None where the field is empty."""
        typed = self.cleaned_data["amount"].removeprefix("$").replace(",", "").strip()
        if not typed:
            return None
        try:
            amount = Decimal(typed)
        except InvalidOperation:
            raise forms.ValidationError(SENTENCE)
        if not amount.is_finite() or not 0 <= amount <= MOST:
            raise forms.ValidationError(SENTENCE)
        if amount != amount.quantize(Decimal("0.01")):
            raise forms.ValidationError("A cent is the smallest part of a dollar.")
        return amount.quantize(Decimal("0.01"))

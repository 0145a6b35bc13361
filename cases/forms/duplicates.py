"""The form that settles a suspected duplicate."""

from typing import Any

from django import forms

from cases.forms.fields import TextField, part_of_page


class SettleForm(forms.Form):
    """Why two cases are one dispute, or are not."""

    reason = TextField(
        label="Reason",
        rows=2,
        missing="Say why: a suspicion is not settled without a reason.",
        help_text="Kept with both cases.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("reason")

"""Form of one phrase."""

from typing import Any

from django import forms

from cases.forms.fields import TextField, part_of_page


class PhraseForm(forms.Form):
    """A phrase's name and words."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="What you choose it by, for example: MTUS is silent.",
        error_messages={"required": "Give the phrase a short name."},
    )
    text = TextField(
        label="Words",
        help_text=(
            "Put what differs from case to case in double square brackets, for example [[side]]: "
            "a review is not submitted while such a blank is left. Keep facts of a case out of it."
        ),
        missing="Write the words of the phrase.",
        rows=5,
        max_length=5_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = part_of_page("name", "text")

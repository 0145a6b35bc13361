"""Form of the quality check: the reasons that go back to the reviewer."""

from typing import Any

from django import forms

from cases.forms.fields import TextField, part_of_page


class ReturnReviewForm(forms.Form):
    """Why a version goes back; the words are all that the reviewer is told."""

    reasons = TextField(
        label="What has to change",
        help_text="The reviewer reads this above the draft. Name the service and the passage.",
        missing="Say what the reviewer has to change.",
        rows=5,
        max_length=10_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = part_of_page("reasons")

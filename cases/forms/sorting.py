"""What a person says of pages: an answer, and the numbers of the pages it is about."""

import re
from typing import Any

from django import forms

from cases.actions.pages import MOST_AT_ONCE

FOLD, UNFOLD, WITHHOLD, RELEASE = "fold", "unfold", "withhold", "release"
SEPARATORS = re.compile(r"\s*,\s*")
SEPARATORS = re.compile(r"\s*,\s*")
RANGE = re.compile(r"(\d{1,8})(?:\s*[-–]\s*(\d{1,8}))?")


class DecideForm(forms.Form):
    """One answer for some pages, typed as “12, 30-34”."""

    act = forms.ChoiceField(
        label="What becomes of them",
        choices=[
            (WITHHOLD, "Withhold: another patient's"),
            (FOLD, "Fold away"),
            (UNFOLD, "Bring back"),
            (RELEASE, "This patient's"),
        ],
        error_messages={"required": "Choose what becomes of the pages."},
    )
    numbers = forms.CharField(
        label="Pages",
        max_length=20_000,
        error_messages={"required": "Name at least one page."},
    )

    def clean_numbers(self) -> list[int]:
        """Return the numbers, those of ranges too."""
        numbers: list[int] = []
        for piece in filter(None, SEPARATORS.split(self.cleaned_data["numbers"].strip())):
            numbers += _numbers(piece)
            if len(numbers) > MOST_AT_ONCE:
                raise forms.ValidationError(f"At most {MOST_AT_ONCE:,} pages are sorted at once.")
        return numbers


def _numbers(piece: str) -> Any:
    found = RANGE.fullmatch(piece)
    if found is None:
        raise forms.ValidationError("Write page numbers with commas between them, as 12, 30-34.")
    first = int(found[1])
    last = int(found[2] or first)
    if last < first:
        raise forms.ValidationError(f"The range {piece} ends before it begins.")
    if last - first > MOST_AT_ONCE:
        raise forms.ValidationError(f"At most {MOST_AT_ONCE:,} pages are sorted at once.")
    return range(first, last + 1)

"""What the book sends: what was in sight, where it is open, by how much a page was turned."""

import json
from typing import Any

from django import forms

from cases.actions.reading import MOST_PAGES_AT_ONCE, Place

LONGEST_TALE = 60_000
LONGEST_SIGHT = 60_000  # milliseconds of one page in one report


class ReadingForm(forms.Form):
    """A report of the pages that were in sight, and of the place."""

    pages = forms.CharField(required=False, max_length=LONGEST_TALE)
    place = forms.CharField(required=False, max_length=500)

    def clean_pages(self) -> dict[int, int]:
        """Return the milliseconds by page number."""
        told = self._told("pages", [])
        if not isinstance(told, list) or len(told) > MOST_PAGES_AT_ONCE:
            raise forms.ValidationError("Too many pages at once.")
        seen: dict[int, int] = {}
        for row in told:
            if not (isinstance(row, list) and len(row) == 2 and all(map(_is_count, row))):
                raise forms.ValidationError("A page is its number and its milliseconds.")
            seen[row[0]] = min(row[1], LONGEST_SIGHT)
        return seen

    def clean_place(self) -> Place | None:
        """Return the place, if one was told."""
        told = self._told("place", {})
        if not isinstance(told, dict) or not _is_count(told.get("page")):
            return None
        offset = told.get("offset", 0.0)
        return Place(
            number=told["page"],
            offset=float(offset) if isinstance(offset, int | float) else 0.0,
            zoom=str(told.get("zoom", "width"))[:10],
            is_spread=told.get("spread") is True,
            look=str(told.get("look", "plain"))[:10],
            is_text=told.get("asText") is True,
        )

    def _told(self, name: str, empty: Any) -> Any:
        try:
            return json.loads(self.cleaned_data[name] or json.dumps(empty))
        except (ValueError, RecursionError):
            raise forms.ValidationError("This is not readable.") from None


class TurnForm(forms.Form):
    """How far a page is to be shown turned."""

    degrees = forms.TypedChoiceField(choices=[(d, d) for d in (0, 90, 180, 270)], coerce=int)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000_000

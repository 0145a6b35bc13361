"""What the book sends about a highlight."""

from django import forms

from cases.models import RecordPage
from reviews.actions.evidence import Passage


class HighlightForm(forms.Form):
    """A highlight, or a change of one; what is not sent does not change."""

    page_key = forms.CharField(required=False, max_length=40)
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)
    end = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)
    left = forms.FloatField(required=False)
    top = forms.FloatField(required=False)
    right = forms.FloatField(required=False)
    bottom = forms.FloatField(required=False)
    service = forms.IntegerField(required=False, min_value=0, max_value=999)
    note = forms.CharField(required=False, strip=False)
    revision = forms.IntegerField(required=False, min_value=0)
    part = forms.CharField(required=False, max_length=10)

    def passage(self, page: RecordPage) -> Passage:
        """Return what was marked on the page."""
        sent = self.cleaned_data
        edges = [sent[name] for name in ("left", "top", "right", "bottom")]
        if all(edge is not None for edge in edges):
            left, top, right, bottom = edges
            return Passage(page, area=(left, top, right, bottom))
        return Passage(page, start=sent["start"] or 0, end=sent["end"] or 0)

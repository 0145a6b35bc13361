"""What is sent about findings: a reason to keep one, or reasons beside a submission."""

from django import forms
from django.http import QueryDict

KEEP = "keep-"


class KeepFindingForm(forms.Form):
    """One finding by its digest, and why it stays as it is."""

    key = forms.RegexField(r"^[0-9a-f]{64}$")
    reason = forms.CharField(max_length=2_000)


def typed_reasons(data: QueryDict) -> dict[str, str]:
    """Return the reasons typed beside a submission, by the digest of their finding."""
    return {
        name.removeprefix(KEEP): data.get(name, "")
        for name in data
        if name.startswith(KEEP) and data.get(name, "").strip()
    }

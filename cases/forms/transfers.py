"""What a script says of a file and of its parts."""

from django import forms

from cases.actions.transfers import Announced

DIGEST = r"^[0-9a-f]{64}$"
OF_THE_PAGE = "The page sent something that cannot be read: reload it and choose the file again."


class AnnouncedForm(forms.Form):
    """A file before it is sent: `size` in bytes, and the digest that the page shows."""

    name = forms.CharField(max_length=4000, strip=False, error_messages={"required": OF_THE_PAGE})
    size = forms.IntegerField(
        min_value=0, max_value=2**53, error_messages={"required": OF_THE_PAGE}
    )
    sha256 = forms.RegexField(
        DIGEST, error_messages={"invalid": OF_THE_PAGE, "required": OF_THE_PAGE}
    )

    def announced(self) -> Announced:
        """Return what was said."""
        return Announced(**self.cleaned_data)


class PartForm(forms.Form):
    """A part: where it begins, in bytes, and its digest."""

    start = forms.IntegerField(
        min_value=0, max_value=2**53, error_messages={"required": OF_THE_PAGE}
    )
    sha256 = forms.RegexField(
        DIGEST, error_messages={"invalid": OF_THE_PAGE, "required": OF_THE_PAGE}
    )

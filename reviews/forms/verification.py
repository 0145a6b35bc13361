"""Form of the public page that says whether a PDF is ours."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from cases.forms.fields import part_of_page


class VerifyForm(forms.Form):
    """One file; what is in it is looked at elsewhere."""

    file = forms.FileField(
        label="The letter as a PDF file",
        help_text="It is looked at and not kept.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        allow_empty_file=True,
        error_messages={"required": "Choose the PDF file of the letter."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = part_of_page("file")

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than any letter of ours."""
        file = self.cleaned_data["file"]
        if file.size > settings.VERIFY_MAX_BYTES:
            megabytes = settings.VERIFY_MAX_BYTES // (1024 * 1024)
            raise ValidationError(f"No letter of ours is larger than {megabytes} MB.")
        return file

"""The form of bulk intake: several case files at once."""

from typing import Any

from django import forms

from cases.forms.fields import part_of_page
from cases.forms.records import FilesField, FilesInput


class CaseFilesForm(forms.Form):
    """Case files, dropped or chosen together."""

    files = FilesField(
        label="Case files",
        help_text="JSON, one case each (imr-case-file/1). Drop as many as you like.",
        error_messages={"required": "Choose at least one case file."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        accepts = {"accept": "application/json,.json", "multiple": True}
        self.fields["files"].widget = FilesInput(attrs=accepts)
        self.helper = part_of_page("files")

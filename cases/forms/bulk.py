"""The form of bulk intake: several case files at once."""

from typing import Any

from django import forms

from cases.forms.fields import part_of_page
from cases.forms.records import ACCEPTED, FilesField, FilesInput


class NamedFilesForm(forms.Form):
    """Files that records of waiting case files name, however large."""

    files = FilesField(
        label="Files that their records name",
        help_text="Each is told by its name. Large ones go on by themselves after a lost network.",
        error_messages={"required": "Choose at least one file."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, auto_id="named_%s", **options)
        self.helper = part_of_page("files")


class CaseFilesForm(forms.Form):
    """Case files, dropped or chosen together."""

    files = FilesField(
        label="Case files",
        help_text="JSON, one case each (imr-case-file/1), and the files of records that they name.",
        error_messages={"required": "Choose at least one case file."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        accepts = {"accept": f"application/json,.json,{ACCEPTED['accept']}", "multiple": True}
        self.fields["files"].widget = FilesInput(attrs=accepts)
        self.helper = part_of_page("files")

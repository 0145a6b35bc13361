"""Forms of the tray: bundles sent in, pages assigned to a case, pages set aside."""

from typing import Any

from django import forms

from cases.actions.tray import Assignment
from cases.forms.fields import TextField, pair, part_of_page
from cases.forms.records import FilesField, sources
from cases.models import MedicalRecord, ReceivedFile


class BundlesForm(forms.Form):
    """Bundles without a case."""

    files = FilesField(
        label="Files",
        help_text="Pages after a coversheet of ours go to its case by themselves.",
        error_messages={"required": "Choose at least one file."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choice = part_of_page("files")


class AssignForm(forms.Form):
    """Where pages of a bundle belong."""

    first = forms.IntegerField(label="First page", min_value=1)
    last = forms.IntegerField(label="Last page", min_value=1)
    case_number = TextField(label="Case number", max_length=20, missing="Enter the case number.")
    family_name = TextField(
        label="Family name of the injured worker",
        max_length=120,
        missing="Enter the family name as the pages have it.",
        help_text="As the pages have it. It must be the name in the case.",
    )
    source = forms.ChoiceField(label="Sent by", error_messages={"required": "Choose the sender."})
    kind = forms.ChoiceField(label="Kind", error_messages={"required": "Choose the kind."})
    title = TextField(
        label="Title", max_length=300, help_text="As the list of documents shall have it."
    )

    def __init__(self, *args: Any, file: ReceivedFile, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = MedicalRecord.Kind.choices
        self.fields["source"].choices = [("", "Choose the sender"), *sources()]
        for name, page in (("first", file.first_page), ("last", file.last_page)):
            self.fields[name].initial = page
        self.fields["kind"].initial = MedicalRecord.Kind.OTHER
        self.helper = part_of_page(
            pair("first", "last"),
            "case_number",
            "family_name",
            pair("source", "kind"),
            "title",
        )

    def assignment(self) -> Assignment:
        """Return what was chosen."""
        return Assignment(**self.cleaned_data)


class SetAsideForm(forms.Form):
    """Why pages belong to no case."""

    reason = TextField(
        label="Why these pages belong to no case here",
        rows=2,
        max_length=2000,
        help_text="They leave the tray and are kept. You can put them back from there.",
        missing="Say why these pages belong to no case: the reason stays with them.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("reason")

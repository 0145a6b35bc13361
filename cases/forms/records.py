"""Forms of records: upload, file of a listed record, supersede, complete."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.characters import character_refusal
from cases.forms.fields import DayField, TextField, pair, part_of_page
from cases.intake.records import RecordEntry
from cases.models import MedicalRecord, Party

MAX_FILES_AT_ONCE = 50
USUAL_SOURCES = ("claims_administrator", "injured_worker", "attorney", "requesting_physician")
ACCEPTED = {
    "accept": "application/pdf,image/tiff,image/jpeg,.pdf,.tif,.tiff,.jpg,.jpeg",
}


class FilesInput(forms.ClearableFileInput):
    """Chooses several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """A list of uploaded files; an empty one passes, so that it can be named and refused."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=FilesInput(attrs={**ACCEPTED, "multiple": True}),
            allow_empty_file=True,
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files chosen, each checked alone."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class RecordForm(forms.Form):
    """What is said of a document."""

    SAID = (pair("kind", "source"), "title", "author", pair("date_of_service", "received_on"))

    kind = forms.ChoiceField(label="Kind", error_messages={"required": "Choose the kind."})
    title = TextField(
        label="Title",
        max_length=300,
        help_text="As the letter's list of documents shall have it. Left empty: the kind.",
    )
    author = TextField(label="Author", max_length=200)
    date_of_service = DayField(label="Date of service")
    source = forms.ChoiceField(label="Sent by", error_messages={"required": "Choose the sender."})
    received_on = DayField(label="Received on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "Choose the kind"), *MedicalRecord.Kind.choices]
        self.fields["source"].choices = sources()
        self.helper = part_of_page(*self.SAID)

    def clean(self) -> dict[str, Any]:
        """Refuse characters that cannot be printed, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        _refuse_unprintable(self, cleaned)
        return cleaned

    def entry(self) -> RecordEntry:
        """Return what the form says as values."""
        names = ("kind", "source", "title", "author", "date_of_service", "received_on")
        return RecordEntry(**{name: self.cleaned_data[name] for name in names})


class UploadForm(RecordForm):
    """One or many files of which the same is said; files kept from before need no new choice."""

    files = FilesField(
        label="Files",
        help_text="Several at once where kind, author and dates are the same.",
        error_messages={"required": "Choose at least one file."},
    )

    def __init__(self, *args: Any, has_kept: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choice = part_of_page("files")
        self.fields["files"].required = not has_kept
        if has_kept:
            self.fields["files"].label = "More files"

    def clean_files(self) -> Sequence[UploadedFile]:
        """Refuse more files than one request may bring, and none at all."""
        files = self.cleaned_data["files"]
        if len(files) > MAX_FILES_AT_ONCE:
            raise forms.ValidationError(
                f"You chose {len(files)} files. Up to {MAX_FILES_AT_ONCE} can be uploaded at once."
            )
        if not files and self.fields["files"].required:
            raise forms.ValidationError("Choose at least one file.")
        return files


class RecordFileForm(forms.Form):
    """The file of a record that was listed without one."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        widget=forms.FileInput(ACCEPTED),
        error_messages={"required": "Choose the file."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("file")


class SupersedeForm(RecordForm):
    """Why a record is wrong, and what takes its place."""

    WRONG_FILE, WRONG_WORDS, NOT_HERE = "file", "words", "none"
    SAID = (*RecordForm.SAID, "reason")

    remedy = forms.ChoiceField(
        label="What is wrong",
        widget=forms.RadioSelect,
        choices=[
            (WRONG_FILE, "The file: I upload the right one"),
            (WRONG_WORDS, "What is said of it: the file stays, the description changes"),
            (NOT_HERE, "It does not belong to this case: nothing takes its place"),
        ],
        error_messages={"required": "Say what is wrong."},
    )
    file = forms.FileField(
        label="The right file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(ACCEPTED),
        help_text="Only where the file is wrong.",
    )
    reason = TextField(
        label="Reason",
        rows=3,
        missing="Say why the record is superseded.",
        help_text="Stays with the superseded record, for everyone who may see it.",
    )

    def __init__(self, *args: Any, is_sent: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_sent = is_sent
        self.choice = part_of_page("remedy", "file")

    def clean(self) -> dict[str, Any]:
        """Ask for the file exactly where one is needed; `is_sent`: it comes part by part."""
        cleaned = super().clean()
        needs_file = cleaned.get("remedy") == self.WRONG_FILE
        if needs_file and not self.is_sent and not self.files.get("file"):
            self.add_error("file", "Choose the right file, or say that only the words are wrong.")
        if self.is_sent and not needs_file:
            self.add_error("remedy", "A file was chosen: say that the file is wrong, or reload.")
        return cleaned


class CompleteRecordsForm(forms.Form):
    """The day the records were complete, and what never came."""

    complete_on = DayField(
        label="Complete on",
        missing="Enter the day.",
        help_text="The day the last supporting document came in. The time to decide runs from it.",
    )
    without_reason = TextField(
        label="Why the review goes on without what did not come",
        rows=3,
        max_length=2000,
        help_text="Stays in the file. The letter names each item that is missing.",
    )
    not_received = TextField(
        label="Requested and not received",
        rows=4,
        max_length=4000,
        help_text="Printed in the letter after the documents reviewed, below what is missing from "
        "the list. Empty if all came.",
    )

    def __init__(self, *args: Any, lacks: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        shown = ("complete_on", *(["without_reason"] if lacks else []), "not_received")
        self.helper = part_of_page(*shown)

    def clean(self) -> dict[str, Any]:
        """Refuse characters that cannot be printed."""
        cleaned = super().clean() or self.cleaned_data
        _refuse_unprintable(self, cleaned)
        return cleaned


def sources() -> list[tuple[str, str]]:
    """Return who may have sent something, the usual senders first."""
    labels = dict(Party.Role.choices)
    usual = [(role, labels[role]) for role in USUAL_SOURCES]
    return usual + [(role, label) for role, label in labels.items() if role not in USUAL_SOURCES]


def _refuse_unprintable(form: forms.Form, cleaned: dict[str, Any]) -> None:
    for name, value in list(cleaned.items()):  # a refusal takes the value out
        refusal = isinstance(value, str) and character_refusal(
            f"“{form.fields[name].label}”", value
        )
        if refusal:
            form.add_error(name, refusal)

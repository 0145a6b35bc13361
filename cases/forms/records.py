"""Forms of records: upload, file of a listed record, supersede, complete."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.characters import character_refusal
from cases.intake.records import RecordEntry
from cases.models import MedicalRecord, Party

MAX_FILES_AT_ONCE = 50
USUAL_SOURCES = ("claims_administrator", "injured_worker", "attorney", "requesting_physician")


class DayInput(forms.DateInput):
    """A day, with the browser's picker."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class FilesInput(forms.ClearableFileInput):
    """Chooses several PDFs at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """A list of uploaded files; an empty one passes, so that it can be named and refused."""

    def __init__(self, **options: Any) -> None:
        attrs = {"accept": "application/pdf,.pdf", "multiple": True}
        super().__init__(widget=FilesInput(attrs=attrs), allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files chosen, each checked alone."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class OneFileInput(forms.FileInput):
    """Chooses one PDF."""

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "application/pdf,.pdf"})


class RecordForm(forms.Form):
    """What is said of a document."""

    kind = forms.ChoiceField(label="Kind", choices=MedicalRecord.Kind.choices)
    title = forms.CharField(
        label="Title",
        max_length=300,
        required=False,
        help_text="As the documents list of the letter shall have it. Left empty: the kind.",
    )
    author = forms.CharField(label="Author", max_length=200, required=False)
    date_of_service = forms.DateField(label="Date of service", required=False, widget=DayInput())
    source = forms.ChoiceField(label="Sent by")
    received_on = forms.DateField(label="Received on", required=False, widget=DayInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = _sources()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self.build_layout()

    def build_layout(self) -> Layout:
        """Return the fields in reading order, two short ones beside each other."""
        return Layout(
            Row(Column("kind", css_class="col-sm-6"), Column("source", css_class="col-sm-6")),
            "title",
            Row(
                Column("author", css_class="col-sm-6"),
                Column("date_of_service", css_class="col-sm-3"),
                Column("received_on", css_class="col-sm-3"),
            ),
        )

    def clean_title(self) -> str:
        """Refuse characters that cannot be printed."""
        return _printable("The title", self.cleaned_data["title"])

    def clean_author(self) -> str:
        """Refuse characters that cannot be printed."""
        return _printable("The author", self.cleaned_data["author"])

    def entry(self) -> RecordEntry:
        """Return what the form says as values."""
        names = ("kind", "source", "title", "author", "date_of_service", "received_on")
        return RecordEntry(**{name: self.cleaned_data[name] for name in names})


class UploadForm(RecordForm):
    """One or many PDFs of which the same is said."""

    files = FilesField(
        label="PDF files",
        required=False,
        help_text="Several at once where kind, author and dates are the same.",
    )

    def build_layout(self) -> Layout:
        """Begin with the files."""
        return Layout("files", *super().build_layout())

    def clean_files(self) -> Sequence[UploadedFile]:
        """Refuse more files than one request may bring."""
        files = self.cleaned_data["files"]
        if len(files) > MAX_FILES_AT_ONCE:
            raise forms.ValidationError(
                f"You chose {len(files)} files. Up to {MAX_FILES_AT_ONCE} can be uploaded at once."
            )
        return files


class RecordFileForm(forms.Form):
    """The file of a record that was listed without one."""

    file = forms.FileField(label="PDF file", allow_empty_file=True, widget=OneFileInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class SupersedeForm(RecordForm):
    """Why a record is wrong, and what takes its place."""

    WRONG_FILE, WRONG_WORDS, NOT_HERE = "file", "words", "none"

    remedy = forms.ChoiceField(
        label="What is wrong",
        widget=forms.RadioSelect,
        choices=[
            (WRONG_FILE, "The file: I upload the right one"),
            (WRONG_WORDS, "What is said of it: the file stays, the description changes"),
            (NOT_HERE, "It does not belong to this case: nothing takes its place"),
        ],
    )
    file = forms.FileField(
        label="The right file",
        required=False,
        allow_empty_file=True,
        widget=OneFileInput(),
        help_text="A PDF; only where the file is wrong.",
    )
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Stays with the superseded record, for everyone who may see it.",
    )

    def build_layout(self) -> Layout:
        """Put the remedy first and the reason last."""
        return Layout("remedy", "file", *super().build_layout(), "reason")

    def clean_reason(self) -> str:
        """Refuse characters that cannot be printed."""
        return _printable("The reason", self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        """Ask for the file exactly where one is needed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("remedy") == self.WRONG_FILE and not cleaned.get("file"):
            self.add_error("file", "Choose the right file, or say that only the words are wrong.")
        return cleaned


class CompleteRecordsForm(forms.Form):
    """The day the records were complete, and what never came."""

    complete_on = forms.DateField(
        label="Complete on",
        widget=DayInput(),
        help_text="The day the last supporting document came in. The time to decide runs from it.",
    )
    not_received = forms.CharField(
        label="Requested and not received",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Printed in the letter after the documents reviewed. Empty if all came.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_not_received(self) -> str:
        """Refuse characters that cannot be printed, and take a browser's line ends as ours."""
        return _printable("This text", self.cleaned_data["not_received"])


def _sources() -> list[tuple[str, str]]:
    labels = dict(Party.Role.choices)
    usual = [(role, labels[role]) for role in USUAL_SOURCES]
    return usual + [(role, label) for role, label in labels.items() if role not in USUAL_SOURCES]


def _printable(label: str, text: str) -> str:
    text = text.replace("\r\n", "\n")
    refusal = character_refusal(label, text)
    if refusal:
        raise forms.ValidationError(refusal)
    return text

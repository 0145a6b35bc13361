"""What a script says of a file and of its parts."""

from typing import Any

from django import forms

from cases.actions.transfers import Announced, Attaching
from cases.models import Case, IntakeAttachment, MedicalRecord, Transfer

DIGEST = r"^[0-9a-f]{64}$"
OF_THE_PAGE = "The page sent something that cannot be read: reload it and choose the file again."
NO_SUCH_RECORD = "This record is not in the list any more: reload the page to see why."


class AnnouncedForm(forms.Form):
    """A file before it is sent: `size` in bytes, the digest that the page shows, and for what.

    The page of case files sends `of_case_files`, that of intake the key of its application.
    """

    name = forms.CharField(max_length=4000, strip=False, error_messages={"required": OF_THE_PAGE})
    size = forms.IntegerField(
        min_value=0, max_value=2**53, error_messages={"required": OF_THE_PAGE}
    )
    sha256 = forms.RegexField(
        DIGEST, error_messages={"invalid": OF_THE_PAGE, "required": OF_THE_PAGE}
    )
    of_case_files = forms.CharField(max_length=10, required=False)
    intake = forms.UUIDField(required=False, error_messages={"invalid": OF_THE_PAGE})

    def announced(self, *, has_case: bool) -> Announced:
        """Return what was said."""
        said = dict(self.cleaned_data)
        is_named, draft = bool(said.pop("of_case_files")), said.pop("intake")
        if has_case:
            return Announced(**said)
        if is_named:
            return Announced(**said, beside=Transfer.Beside.CASE_FILES)
        return Announced(**said, beside=Transfer.Beside.INTAKE if draft else "", draft=draft)


class PartForm(forms.Form):
    """A part: where it begins, in bytes, and its digest."""

    start = forms.IntegerField(
        min_value=0, max_value=2**53, error_messages={"required": OF_THE_PAGE}
    )
    sha256 = forms.RegexField(
        DIGEST, error_messages={"invalid": OF_THE_PAGE, "required": OF_THE_PAGE}
    )


class AttachingForm(forms.Form):
    """The half-typed application that a file belongs to, and what it is there."""

    intake = forms.UUIDField(error_messages={"invalid": OF_THE_PAGE, "required": OF_THE_PAGE})
    attached_as = forms.ChoiceField(
        choices=IntakeAttachment.Kind.choices,
        error_messages={"invalid_choice": OF_THE_PAGE, "required": OF_THE_PAGE},
    )

    def attaching(self) -> Attaching:
        """Return what was said."""
        return Attaching(self.cleaned_data["intake"], self.cleaned_data["attached_as"])


class DestinationForm(forms.Form):
    """The record of the case that a file belongs to, if the page is about one.

    Only before the file is sent must it still want one: who asks twice for the end gets the same.
    """

    listed = forms.ModelChoiceField(
        MedicalRecord.objects.none(),
        required=False,
        error_messages={"invalid_choice": NO_SUCH_RECORD},
    )
    wrong = forms.ModelChoiceField(
        MedicalRecord.objects.none(),
        required=False,
        error_messages={"invalid_choice": NO_SUCH_RECORD},
    )

    def __init__(self, *args: Any, case: Case, is_sent: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        records = case.records.all() if is_sent else case.records.current()
        self.fields["wrong"].queryset = records
        self.fields["listed"].queryset = records if is_sent else records.filter(file_sha256="")

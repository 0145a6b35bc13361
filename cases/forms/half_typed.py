"""What a page sends, laid over what is stored: a closed service is not sent, and stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict

from cases.forms.fields import part_of_page
from cases.forms.records import ACCEPTED
from cases.models import IntakeAttachment

FILE_FIELD_BY_KIND = {
    IntakeAttachment.Kind.APPLICATION: "file_application",
    IntakeAttachment.Kind.UR_DETERMINATION: "file_ur_determination",
}
HINT_BY_KIND = {
    IntakeAttachment.Kind.APPLICATION: "The DWC Form IMR as it was signed.",
    IntakeAttachment.Kind.UR_DETERMINATION: "The decision that is disputed.",
}


class AttachmentsForm(forms.Form):
    """The files that may come with an application; each is stored as soon as it is chosen."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, name in FILE_FIELD_BY_KIND.items():
            self.fields[name] = forms.FileField(
                label=IntakeAttachment.Kind(kind).label,
                help_text=HINT_BY_KIND[kind],
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(ACCEPTED),
            )
        self.helper = part_of_page(*FILE_FIELD_BY_KIND.values())


def sent_key(posted: Mapping[str, Any]) -> UUID:
    """Return the key of the opened form; a new one when it was lost on the way."""
    try:
        return UUID(posted.get("submission_key", ""))
    except ValueError:
        return uuid4()


def sent_revision(posted: Mapping[str, Any]) -> int:
    """Return the revision that the window began from."""
    typed = posted.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def laid_over(stored: Mapping[str, Sequence[str]], posted: QueryDict) -> QueryDict:
    """Return the stored fields with the sent ones in their place.

    A service that was sent is taken as sent, guidelines too; one that left the list is forgotten.
    """
    listed = posted.getlist("service")
    sent = {name.split("-")[1] for name in posted if name.startswith("service-")}
    merged = QueryDict(mutable=True)
    for name, values in stored.items():
        place = name.split("-")[1] if name.startswith("service-") else ""
        if not place or (place not in sent and place in listed):
            merged.setlist(name, list(values))
    for name, values in posted.lists():
        merged.setlist(name, values)
    merged.setlist("service", listed)
    return merged


def stored_fields(stored: Mapping[str, Sequence[str]]) -> QueryDict:
    """Return what is stored as a form reads it."""
    fields = QueryDict(mutable=True)
    for name, values in stored.items():
        fields.setlist(name, list(values))
    return fields

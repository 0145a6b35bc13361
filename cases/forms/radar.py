"""The request for records that did not come: whom it asks, and its words."""

from typing import Any

from django import forms

from cases.actions.requests import LONGEST
from cases.forms.fields import TextField
from cases.models import Case, Party

MAY_BE_ASKED = (Party.Role.CLAIMS_ADMINISTRATOR, Party.Role.REQUESTING_PHYSICIAN)


class RequestForm(forms.Form):
    """Typed over what was drafted; nothing leaves before the notice is served."""

    asked_role = forms.ChoiceField(label="Asked of")
    text = TextField(
        label="What is asked for", rows=10, max_length=LONGEST, missing="Write what is asked for."
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = set(case.parties.values_list("role", flat=True))
        choices = [(role.value, role.label) for role in MAY_BE_ASKED if role in there]
        self.fields["asked_role"].choices = choices

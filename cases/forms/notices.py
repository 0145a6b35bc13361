"""Forms of the notices: service, what came back, and preparing one again."""

from datetime import date
from typing import Any

from django import forms

from cases.forms.fields import DayField, TextField, part_of_page
from cases.models import Notice, Party
from cases.notices.kinds import ServiceMethod


class ServeForm(forms.Form):
    """Proof of service of one paper on one recipient; a scanned envelope fills and sends it."""

    envelope_number = TextField(
        label="Case number on the envelope",
        help_text="Type or scan it. Needed for mail and personal service.",
        missing="Type or scan the case number that stands on the envelope.",
        width="w-name",
        max_length=60,
    )
    method = forms.ChoiceField(
        label="Method",
        choices=ServiceMethod.choices,
        error_messages={
            "required": "Choose how it was served.",
            "invalid_choice": "Choose how it was served: mail, electronic, fax or personal.",
        },
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    served_on = DayField(
        label="Date of service",
        help_text="For mail, the day of the postmark: time is counted from it.",
        missing="Give the day on which it was served.",
    )
    address = TextField(
        label="Address",
        help_text="Where it went: street, fax number or e-mail address.",
        missing="Give the address that it was served at.",
        rows=3,
        max_length=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        envelope = self.fields["envelope_number"]
        envelope.widget.attrs |= {"autofocus": True, "spellcheck": "false"}
        if self.is_bound and self.data.get("method") in (
            ServiceMethod.ELECTRONIC,
            ServiceMethod.FAX,
        ):
            envelope.required = False
        self.helper = part_of_page("envelope_number", "method", "served_on", "address")


class ReturnedForm(forms.Form):
    """When a paper came back."""

    returned_on = DayField(
        label="Came back on",
        help_text="The day on which the post, the fax or the mail system returned it.",
        missing="Give the day on which it came back.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = part_of_page("returned_on")


class PrepareAgainForm(forms.Form):
    """For which day a notice is prepared again, and how each recipient is served."""

    dated = DayField(
        label="Day of the notice",
        help_text="The day on which it is served: its due days are counted from it.",
        missing="Give the day on which the notice will be served.",
    )

    def __init__(self, notice: Notice, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"dated": today}, **kwargs)
        for service in notice.services.filter(attempt=1):
            self.fields[f"how_{service.recipient_role}"] = forms.ChoiceField(
                label=Party.Role(service.recipient_role).label,
                choices=ServiceMethod.choices,
                initial=service.planned_method,
                widget=forms.Select(attrs={"class": "w-code"}),
            )
        self.helper = part_of_page(*self.fields)

    @property
    def methods(self) -> dict[str, str]:
        """How each recipient is served, by role."""
        chosen = {n: v for n, v in self.cleaned_data.items() if n.startswith("how_")}
        return {name.removeprefix("how_"): method for name, method in chosen.items()}

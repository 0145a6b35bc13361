"""Forms of the endings: what was told and of which services, and taking an ending back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from cases.characters import character_refusal
from cases.endings import PERMISSION_BY_REASON, TOLD_BY, EndingEntry
from cases.forms.fields import DayField, TextField, pair, part_of_page
from cases.models import DisputedService, Ending, Party


class EndDisputeForm(forms.Form):
    """Why a dispute ends, for which services, who told of it and when."""

    services = forms.MultipleChoiceField(
        label="Which services",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one service.",
            "invalid_choice": "A service you chose is not in dispute any more. Choose again.",
        },
    )
    reason = forms.ChoiceField(
        label="Why the dispute ends",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the dispute ends."},
    )
    told_by = forms.ChoiceField(
        label="Told by",
        error_messages={"required": "Say who told of it."},
        help_text="The claims administrator has to tell of all but the applicant's own "
        "withdrawal, within five days (LC 4610.5(g)).",
    )
    happened_on = DayField(
        label="Day of the event",
        missing="Enter the day.",
        help_text="The authorization, the settlement, the withdrawal.",
    )
    noticed_on = DayField(
        label="Day the notice came",
        missing="Enter the day.",
        help_text="When this organization learned of it.",
    )
    explanation = TextField(
        label="In words",
        rows=4,
        max_length=4000,
        missing="Say why it ends: the notice to the parties has it.",
        help_text="Goes on the notice to the parties.",
    )

    def __init__(
        self,
        services: Sequence[DisputedService],
        *args: Any,
        user: Any,
        today: date,
        **options: Any,
    ) -> None:
        every = [str(service.pk) for service in services]
        known = {"noticed_on": today, "services": every if len(every) == 1 else []}
        super().__init__(*args, initial=known, **options)
        self.fields["services"].choices = [
            (str(one.pk), f"{one.position}. {one.requested}") for one in services
        ]
        reasons = [r for r in Ending.Reason if user.has_perm(PERMISSION_BY_REASON[r])]
        self.fields["reason"].choices = [(r.value, r.label) for r in reasons]
        roles = dict.fromkeys(role for reason in reasons for role in TOLD_BY[reason])
        self.fields["told_by"].choices = [
            ("", "Choose who told of it"),
            *((role.value, role.label) for role in map(Party.Role, roles)),
        ]
        self.helper = part_of_page(
            "services", "reason", "told_by", pair("happened_on", "noticed_on"), "explanation"
        )

    def clean_explanation(self) -> str:
        """Refuse what cannot be printed."""
        refusal = character_refusal("The explanation", self.cleaned_data["explanation"])
        if refusal:
            raise forms.ValidationError(refusal)
        return self.cleaned_data["explanation"]

    def entry(self) -> EndingEntry:
        """Return what the form says as values."""
        said = dict(self.cleaned_data)
        chosen = said.pop("services")
        return EndingEntry(**said, service_ids=tuple(sorted(int(key) for key in chosen)))


class TakeBackForm(forms.Form):
    """Why an ending is taken back."""

    reason = TextField(
        label="What was wrong with it",
        rows=3,
        max_length=2000,
        missing="Say what was wrong with it.",
        help_text="Stays with the ending, which is kept.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page("reason")

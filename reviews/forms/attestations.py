"""The attestation's form: three questions a party, none answered beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from cases.forms.fields import TextField
from cases.models import Party
from reviews.conflicts.questions import Affiliation, Answer

YES, NO = "yes", "no"


@dataclass(frozen=True)
class AskedParty:
    """One row of the page: the party, and the three bound fields about it."""

    party: Party
    fields: tuple[forms.BoundField, ...]


class AttestationForm(forms.Form):
    """Yes or no for every party and every kind of affiliation."""

    explanation = TextField(
        label="If you answered yes: what is the affiliation?",
        rows=3,
        max_length=2000,
        help_text="Only the coordinator and the medical director read it.",
    )

    def __init__(self, *args: Any, parties: Iterable[Party], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = list(parties)
        for party in self.parties:
            for kind in Affiliation:
                self.fields[_name(party, kind)] = forms.ChoiceField(
                    label=f"{kind.value.capitalize()} affiliation with {party.name}",
                    choices=[(NO, "No"), (YES, "Yes")],
                    widget=forms.RadioSelect,
                    error_messages={"required": "Answer yes or no."},
                )

    def rows(self) -> list[AskedParty]:
        """Return the parties with their questions, in order."""
        return [
            AskedParty(party, tuple(self[_name(party, kind)] for kind in Affiliation))
            for party in self.parties
        ]

    def answers(self) -> tuple[Answer, ...]:
        """Return the answers given."""
        return tuple(
            Answer(party.pk, kind.value, self.cleaned_data[_name(party, kind)] == YES)
            for party in self.parties
            for kind in Affiliation
        )


def _name(party: Party, kind: Affiliation) -> str:
    return f"party_{party.pk}_{kind.value}"

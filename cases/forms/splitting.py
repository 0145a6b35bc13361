"""One proposed document of a bundle: whether it begins there, and what is said of it."""

from datetime import date
from typing import Any

from django import forms

from cases.forms.fields import DayField, TextField
from cases.models import MedicalRecord
from cases.packets.facts import Fact
from cases.pipelines.splitting import ProposedPart


class PartForm(forms.Form):
    """Confirmed with one key: a box that is ticked begins a document."""

    begins = forms.BooleanField(label="Begins a document", required=False)
    kind = forms.ChoiceField(label="Kind", choices=MedicalRecord.Kind.choices)
    author = TextField(label="Author", max_length=200)
    facility = TextField(label="Facility", max_length=200)
    date_of_service = DayField(label="Date of service")

    def __init__(self, part: ProposedPart, data: Any = None) -> None:
        self.part = part
        facts = part.facts
        initial = {
            "begins": True,
            "kind": facts.kind.value if facts.kind else MedicalRecord.Kind.OTHER,
            "author": _value(facts.author),
            "facility": _value(facts.facility),
            "date_of_service": _day(facts.date_of_service),
        }
        super().__init__(data, prefix=f"p{part.first}", initial=initial)
        for name in ("author", "facility", "date_of_service"):
            self.fields[name].required = False

    @property
    def sources(self) -> list[tuple[str, Fact]]:
        """Where each proposed value comes from: the words and the page."""
        facts = self.part.facts
        named = {
            "Kind": facts.kind,
            "Date": facts.date_of_service,
            "Author": facts.author,
            "Facility": facts.facility,
        }
        return [(label, fact) for label, fact in named.items() if fact is not None]


def _value(fact: Fact | None) -> str:
    return fact.value[:200] if fact else ""


def _day(fact: Fact | None) -> date | None:
    return date.fromisoformat(fact.value) if fact else None

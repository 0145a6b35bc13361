"""The proposed documents of a bundle: where each begins, and what is said of it."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from cases import book
from cases.forms.drawing import LongTableRenderer
from cases.forms.fields import DayField, TextField
from cases.models import MedicalRecord
from cases.packets.facts import Fact
from cases.pipelines.splitting import ProposedPart

SAID = ("kind", "date_of_service", "author", "facility")
LONGEST_WORDS = 200
MOST_BOUNDARIES = 600


class Boundaries:
    """Where the documents began on the page as it was shown, and where one more does.

    What the person saw is what is written: a new reading of a page may propose other documents.
    """

    def __init__(self, data: QueryDict) -> None:
        shown = data.get("firsts", "").split(",")[:MOST_BOUNDARIES]
        typed = [place.strip() for place in data.getlist("begins_on")]
        self.seen = data.get("seen", "")
        self.has_rest = "rest" in data and bool(shown)
        self.typed = [place for place in typed if place]
        self.is_adding = bool(self.typed) or "add" in data
        self.added = place_named(self.typed[-1]) if self.typed else None
        self.places = {*filter(None, map(place_named, [*shown, *self.typed]))}

    def refusals(self, pages: int) -> list[str]:
        """Say what is wrong with an added place, in a record of so many pages."""
        wrong = [typed for typed in self.typed if not 1 < (place_named(typed) or 0) <= pages]
        if self.typed and not wrong:
            return []
        named = f"“{wrong[0][:20]}” is none" if wrong else "None was named"
        return [f"Name a page of this record, 2 to {pages:,}, on which a document begins: {named}."]


class PartForm(forms.Form):
    """Confirmed with one key: a box that is ticked begins a document.

    `known` is the record where it is one document alone: what it says stands before what is
    suggested, and stays where it was confirmed before.
    """

    default_renderer = LongTableRenderer

    begins = forms.BooleanField(label="Begins a document", required=False)
    kind = forms.ChoiceField(label="Kind", choices=MedicalRecord.Kind.choices)
    author = TextField(label="Author", max_length=200)
    facility = TextField(label="Facility", max_length=200)
    date_of_service = DayField(label="Date of service")

    def __init__(
        self, part: ProposedPart, data: Any = None, known: MedicalRecord | None = None
    ) -> None:
        self.part = part
        if data is not None and f"p{part.first}-kind" not in data:
            data = None  # a document that was added since the page was shown
        self.suggested = _suggested(part)
        initial = {"begins": True, "kind": MedicalRecord.Kind.OTHER, **self.suggested}
        if known is not None:
            initial |= _known(known, initial)
        super().__init__(data, prefix=f"p{part.first}", initial=initial)
        for name in ("author", "facility", "date_of_service"):
            self.fields[name].required = False

    @property
    def page_key(self) -> str:
        """What names its first page in addresses."""
        return book.key_of(self.part.pk, self.part.number)

    @property
    def facts(self) -> dict[str, Fact]:
        """What the pages say, by field."""
        facts = self.part.facts
        told = (facts.kind, facts.date_of_service, facts.author, facts.facility)
        return {name: fact for name, fact in zip(SAID, told, strict=True) if fact is not None}

    @property
    def sources(self) -> list[tuple[str, Fact]]:
        """Where each proposed value comes from: the words and the page."""
        labels = dict(zip(SAID, ("Kind", "Date", "Author", "Facility"), strict=True))
        return [(labels[name], fact) for name, fact in self.facts.items()]

    @property
    def value_sources(self) -> dict[str, dict[str, Any]]:
        """Where each confirmed value comes from, of those that are as suggested."""
        return {
            name: {"page": fact.page, "words": fact.words[:LONGEST_WORDS]}
            for name, fact in self.facts.items()
            if self.cleaned_data[name] == self.suggested[name]
        }


def place_named(typed: str) -> int | None:
    """Return the place of a page that was typed or sent; None for what is no number."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None


def _suggested(part: ProposedPart) -> dict[str, Any]:
    facts = part.facts
    return {
        "kind": facts.kind.value if facts.kind else MedicalRecord.Kind.OTHER,
        "author": _value(facts.author),
        "facility": _value(facts.facility),
        "date_of_service": _day(facts.date_of_service),
    }


def _known(record: MedicalRecord, suggested: dict[str, Any]) -> dict[str, Any]:
    said = {name: getattr(record, name) for name in SAID}
    if record.confirmed_at is not None:
        return said
    if said["kind"] == MedicalRecord.Kind.OTHER:
        said["kind"] = suggested["kind"]
    return {name: value or suggested[name] for name, value in said.items()}


def _value(fact: Fact | None) -> str:
    return fact.value[:200] if fact else ""


def _day(fact: Fact | None) -> date | None:
    return date.fromisoformat(fact.value) if fact else None

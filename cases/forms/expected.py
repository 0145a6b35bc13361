"""The checklist as a form: for each item what became of it, the documents, and the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from cases.actions.expected import WITH_REASON, Settled
from cases.forms.fields import TextField
from cases.models import ExpectedRecord, MedicalRecord
from cases.silences import is_open

State = ExpectedRecord.State


class ItemForm(forms.Form):
    """What became of one item."""

    state = forms.ChoiceField(
        label="What became of it",
        choices=State.choices,
        widget=forms.Select(attrs={"class": "w-code"}),
        error_messages={"required": "Choose what became of it."},
    )
    records = forms.TypedMultipleChoiceField(
        label="Documents",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "A document you ticked is not in the list any more."},
    )
    reason = TextField(label="Reason", max_length=2000)

    def __init__(
        self, item: ExpectedRecord, documents: Sequence[MedicalRecord], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.item = item
        self.fields["records"].choices = [
            (one.pk, f"{one.position}. {one.title}") for one in documents
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the document of what came, and for the reason of what did not."""
        cleaned = super().clean() or self.cleaned_data
        state = cleaned.get("state")
        if state == State.RECEIVED and not cleaned.get("records"):
            self.add_error("records", "Tick the document that it came with.")
        if state in WITH_REASON and not cleaned.get("reason"):
            self.add_error("reason", f"Say why it is {State(state).label.lower()}.")
        return cleaned

    def settled(self) -> Settled | None:
        """Return what changed; None for an item that stays as it is."""
        said = self.cleaned_data
        one = Settled(self.item.code, said["state"], tuple(said["records"]), said["reason"])
        if one.state == State.EXPECTED:
            one = Settled(self.item.code, one.state)
        before = tuple(self.item.records.values_list("pk", flat=True))
        is_same = (one.state, one.reason) == (self.item.state, self.item.reason)
        is_ticked_alike = set(one.record_ids) == set(before) or one.state not in TICKED
        return None if is_same and is_ticked_alike else one


TICKED = (State.RECEIVED, State.ILLEGIBLE)


@dataclass(frozen=True)
class ItemRow:
    """One row of the page: the item, its form, and whether documents are suggested for it."""

    item: ExpectedRecord
    form: ItemForm
    is_open: bool
    has_suggestion: bool


def rows_of(
    items: Sequence[ExpectedRecord],
    documents: Sequence[MedicalRecord],
    suggestions: Mapping[str, Sequence[int]],
    data: Any = None,
) -> list[ItemRow]:
    """Return the rows; an open item has what is suggested for it ticked already."""
    rows = []
    for item in items:
        waits = is_open(item)
        suggested = list(suggestions.get(item.code, ())) if waits else []
        ticked = suggested or [record.pk for record in item.records.all()]
        state = State.EXPECTED if waits else item.state
        initial = {"state": state, "records": ticked, "reason": item.reason}
        form = ItemForm(item, documents, data, prefix=item.code, initial=initial)
        rows.append(ItemRow(item, form, waits, bool(suggested)))
    return rows

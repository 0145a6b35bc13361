"""What the workbench sends: the summary, one service with its citations, the records ticked.

Half-typed work is saved too, so these forms ask for little; the submission asks for all.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict

from cases.characters import with_plain_lines
from cases.errors import Refused
from cases.intake import CitationEntry
from cases.models.disputes import Basis
from reviews.actions.pagesaves import BY_HAND, PageSave
from reviews.evidence.sequence import BELOW_WORDS, FOUND_WORDS, LEVELS, EvidenceSearch
from reviews.models.drafts import SERVICE_OUTCOMES, OpioidUse

OF_SEARCH = ("below", "found_in", "disagree", "study", "applies", "level")
PARTS = ("source", "title", "year", "sections", "pages", "text")


class DraftForm(forms.Form):
    """What every save of a draft carries: the revision on the page, and which save of it this is.

    Without a script a page counts nothing, and both stay empty.
    """

    revision = forms.IntegerField(min_value=0)
    page_key = forms.RegexField(r"^[0-9a-f-]{8,36}$", required=False)
    page_save = forms.IntegerField(min_value=1, max_value=2_000_000_000, required=False)

    def saved(self) -> dict[str, Any]:
        """Return what is to be saved, with `sent` for its place among the page's saves."""
        fields = dict(self.cleaned_data)
        page, number = fields.pop("page_key"), fields.pop("page_save")
        return fields | {"sent": PageSave(page, number) if page and number else BY_HAND}


class SummaryForm(DraftForm):
    """The clinical case summary."""

    text = forms.CharField(required=False, strip=False)


class ServiceForm(DraftForm):
    """The work on one service, without its citations."""

    outcome = forms.ChoiceField(choices=SERVICE_OUTCOMES, required=False)
    imro_basis = forms.ChoiceField(choices=Basis.choices, required=False)
    decision_rationale = forms.CharField(required=False, strip=False)
    opioid_use = forms.ChoiceField(choices=OpioidUse.choices, required=False)
    spreads = forms.BooleanField(required=False)
    below = forms.ChoiceField(choices=list(BELOW_WORDS.items()), required=False)
    found_in = forms.ChoiceField(choices=list(FOUND_WORDS.items()), required=False)
    disagree = forms.BooleanField(required=False)
    study = forms.CharField(required=False)
    applies = forms.CharField(required=False)
    level = forms.ChoiceField(choices=[(each, each) for each in LEVELS], required=False)

    def search(self) -> EvidenceSearch:
        """Return what is told of the search for evidence."""
        told = {name: self.cleaned_data.get(name) or "" for name in OF_SEARCH}
        told["applies"] = with_plain_lines(told["applies"])
        return EvidenceSearch(**told | {"disagree": bool(told["disagree"])})

    def saved(self) -> dict[str, Any]:
        """Return what is to be saved."""
        fields = super().saved()
        rest = {name: value for name, value in fields.items() if name not in OF_SEARCH}
        return rest | {"search": self.search()}


class SharingForm(forms.Form):
    """The services that one rationale shall stand under too, by their places."""

    places = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, places: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["places"].choices = [(place, str(place)) for place in places]


ASIDE = "aside_"
NUMBER = re.compile("[0-9]{1,18}")


def typed_aside(data: QueryDict) -> dict[int, str]:
    """Return why documents are set aside, by the key of the document."""
    keys = {name.removeprefix(ASIDE): name for name in data if name.startswith(ASIDE)}
    return {int(key): data[name] for key, name in keys.items() if NUMBER.fullmatch(key)}


def typed_citations(data: QueryDict) -> list[CitationEntry]:
    """Return the rows of citations as they were typed; Refused for a year that is no number."""
    columns = [data.getlist(f"citation_{part}") for part in PARTS]
    return [_citation(*row) for row in zip_longest(*columns, fillvalue="")]


def _citation(
    source: str, title: str, year: str, sections: str, pages: str, text: str
) -> CitationEntry:
    return CitationEntry(
        source=source,
        title=title.strip(),
        year=_year(year.strip()),
        sections=_parts(with_plain_lines(sections), "\n"),
        pages=_parts(pages, ","),
        text=with_plain_lines(text).strip(),
    )


def _year(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        raise Refused(f"“{typed[:20]}” is not the year of an edition: write it with four digits.")
    return int(typed)


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(separator))))

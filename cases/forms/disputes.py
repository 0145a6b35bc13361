"""The disputed services as they are entered: a list of services, each with its guideline rows.

The list travels as hidden places: `service` repeats for each service, `service-N-citation` for each
of its guidelines. Adding and taking away changes what was posted and shows it again, unjudged, so
that nothing typed is lost and the page works without scripts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from crispy_forms.layout import Column, Div, Row
from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from cases.forms.fields import (
    DaysField,
    ListField,
    PlaceField,
    StatedField,
    TextField,
    pair,
    part_of_page,
)
from cases.intake import CitationEntry, Problem, ServiceAnswers, ServiceEntry
from cases.models import Basis, Citation, DisputedService
from cases.taxonomy import SUBCATEGORIES_BY_CATEGORY

CATEGORY_PARTING = " › "
MODIFIED_ONLY = ("modification", "authorized", "eligible_portion")
FOLDED = ("codes", "quantity", "dates_of_service", "depends_on", "ur_reason")
ANSWERS = tuple(field.name for field in fields(ServiceAnswers))


class ListedForm(forms.Form):
    """A form inside a list, which can be shown again as typed without being judged."""

    def leave_unjudged(self) -> None:
        """Show what was typed without saying what is wrong with it yet."""
        self._errors = ErrorDict()


class CitationForm(ListedForm):
    """One guideline that the UR decision cited."""

    source = forms.ChoiceField(label="Source", choices=Citation.Source.choices)
    title = TextField(label="Title")
    year = PlaceField(label="Year", sentence="Write the year with four digits, such as 2016.")
    sections = ListField(label="Sections", by_line=True, rows=2, help_text="One a line.")
    pages = ListField(label="Pages", width="w-code", help_text="Parted by commas.")
    text = TextField(label="Words of a citation outside the MTUS", rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page(
            Row(
                Column("source", css_class="col-sm-3"),
                Column("title", css_class="col-sm-6"),
                Column("year", css_class="col-sm-3"),
            ),
            pair("sections", "pages"),
            Div("text", css_class="if-other"),
        )

    def entry(self) -> CitationEntry:
        """Return the guideline as entered."""
        return CitationEntry(**self.cleaned_data)


class ServiceForm(ListedForm):
    """One disputed service as UR left it."""

    requested = TextField(
        label="Requested", rows=2, missing="Enter what was requested.", help_text="Word for word."
    )
    ur_action = forms.ChoiceField(label="UR", choices=DisputedService.UrAction.choices)
    modification = forms.ChoiceField(
        label="What UR did instead",
        choices=[("", "Choose"), *DisputedService.Modification.choices],
        required=False,
    )
    modification.is_needed_when_shown = True
    authorized = TextField(label="What UR authorized", rows=2)
    authorized.is_needed_when_shown = True
    eligible_portion = TextField(label="What is left in dispute", rows=2)
    eligible_portion.is_needed_when_shown = True
    treatment = forms.ChoiceField(label="Category", required=False)
    codes = ListField(label="Codes", width="w-code", help_text="CPT, HCPCS, NDC; with commas.")
    quantity = TextField(label="Quantity", width="w-code")
    dates_of_service = DaysField(
        label="Dates of service",
        width="w-name",
        help_text="Where it has been given already: mm/dd/yyyy, with commas.",
    )
    depends_on = PlaceField(
        label="Hangs on service",
        sentence="Write the number of the service it hangs on, such as 1.",
        help_text="For a service that falls with another one.",
    )
    ur_reason = TextField(label="Reason that UR gave", rows=2)
    is_in_ur_decision = StatedField(label="The UR decision names it")
    rests_on_necessity = StatedField(label="Decided on medical necessity")
    is_conditional = StatedField(label="Denied for missing information")
    is_provided = StatedField(label="Given already")
    has_liability_dispute = StatedField(label="Liability for it disputed")
    administrator_basis = forms.ChoiceField(
        label="The claims administrator's decision rests on",
        choices=[("", "Choose"), *Basis.choices],
        error_messages={"required": "Choose what the claims administrator's decision rests on."},
    )

    def __init__(self, *args: Any, says_more: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.folded = FOLDED + (ANSWERS if says_more else ())
        for name in () if says_more else ANSWERS:
            del self.fields[name]
        self.fields["treatment"].choices = _treatments(self["treatment"].value())
        self.fields["ur_action"].widget.attrs["class"] = "w-code"
        self.helper = part_of_page(
            "requested",
            Row(
                Column("ur_action", css_class="col-sm-4"),
                Column("treatment", css_class="col-sm-8"),
            ),
            Div(
                "modification",
                "authorized",
                Div("eligible_portion", css_class="if-remainder"),
                css_class="if-modified",
            ),
        )
        answers = [pair(*ANSWERS[:2]), pair(*ANSWERS[2:4]), ANSWERS[4]] if says_more else []
        self.more_helper = part_of_page(
            pair("codes", "quantity"),
            pair("dates_of_service", "depends_on"),
            "ur_reason",
            *answers,
        )
        self.basis_helper = part_of_page("administrator_basis")

    @property
    def says_more(self) -> bool:
        """Whether the folded fields hold something, or something wrong."""
        return any(self[name].value() or self[name].errors for name in self.folded)

    def entry(self, citations: Sequence[CitationEntry]) -> ServiceEntry:
        """Return the service as entered; a denied one has nothing that only a modified one has."""
        values = dict(self.cleaned_data)
        category, _, subcategory = values.pop("treatment").partition(CATEGORY_PARTING)
        said = {name: values.pop(name) for name in ANSWERS if name in values}
        if values["ur_action"] == DisputedService.UrAction.DENIED:
            values |= dict.fromkeys(MODIFIED_ONLY, "")
        return ServiceEntry(
            category=category,
            subcategory=subcategory,
            administrator_citations=tuple(citations),
            answers=ServiceAnswers(**said) if said else None,
            **values,
        )


@dataclass
class CitationRow:
    """A guideline in the list: its place in the posted names, and its form."""

    place: str
    form: CitationForm


@dataclass
class ServiceRow:
    """A service in the list: its place in the posted names, its number on the page, its forms."""

    place: str
    number: int
    form: ServiceForm
    citations: list[CitationRow] = field(default_factory=list)
    is_open: bool = True
    is_sound: bool = True

    @property
    def forms(self) -> list["ListedForm"]:
        """The service's form and those of its guidelines."""
        return [self.form, *(citation.form for citation in self.citations)]


class ServiceList:
    """All services of the page."""

    def __init__(self, rows: list[ServiceRow]) -> None:
        self.rows = rows
        self.faults: list[str] = []
        self.begins_at_heading = False

    @classmethod
    def from_entries(
        cls, entries: Sequence[ServiceEntry], *, says_more: bool = False
    ) -> "ServiceList":
        """Show stored services; none shows one empty row to begin with."""
        initial = [_initial(entry) for entry in entries] or [{}]
        rows = [
            _row(str(place), place + 1, None, one, says_more) for place, one in enumerate(initial)
        ]
        return cls(rows)

    @classmethod
    def from_post(cls, posted: QueryDict, *, says_more: bool = False) -> "ServiceList":
        """Read the list as it was posted; where `open` names places, the others are closed."""
        places = _places(posted, "service")
        rows = [_row(place, n, posted, {}, says_more) for n, place in enumerate(places, start=1)]
        for row in rows if "open" in posted else ():
            row.is_open = row.place in posted.getlist("open")
        return cls(rows)

    @property
    def forms(self) -> list[ListedForm]:
        """Every form, in the order of the page."""
        return [form for row in self.rows for form in row.forms]

    def leave_unjudged(self) -> None:
        """Show what was typed without saying what is wrong with it yet; a closed one is marked."""
        for row in self.rows:
            row.is_sound = row.is_open or all(form.is_valid() for form in row.forms)
            for form in row.forms:
                form.leave_unjudged()

    def open_faulty(self) -> None:
        """Open every service that has something to mend."""
        for row in self.rows:
            row.is_open = row.is_open or any(form.errors for form in row.forms)

    def note_change(self, change: str, most: int) -> None:
        """Begin at what was added, or at the heading; say why nothing was when the list is full."""
        self.begins_at_heading = change.startswith("remove_service")
        if change == "add_service":
            self.rows[-1].form.fields["requested"].widget.attrs["autofocus"] = True
            if len(self.rows) >= most:
                self.faults.append(
                    f"One determination can hold at most {most} services. Receive the rest as a "
                    "second application."
                )
        row = self.changed_row(change)
        if change.startswith("add_citation") and row and row.citations:
            row.citations[-1].form.fields["title"].widget.attrs["autofocus"] = True

    def changed_row(self, change: str) -> ServiceRow | None:
        """Return the service whose guidelines were changed, or the one that was added."""
        verb, _, where = change.partition(":")
        if verb == "add_service":
            return self.rows[-1] if self.rows else None
        place = where.partition(":")[0]
        return next((row for row in self.rows if row.place == place), None)

    def is_valid(self) -> bool:
        """Whether every form has its shape."""
        return all(form.is_valid() for form in self.forms)

    def entries(self) -> tuple[ServiceEntry, ...]:
        """Return the services as entered; asks for a valid list."""
        return tuple(row.form.entry([c.form.entry() for c in row.citations]) for row in self.rows)

    def add_problem(self, problem: Problem) -> None:
        """Put a problem of the services at its field, or above them all."""
        if len(problem.path) < 3:
            self.faults.append(problem.sentence)
            return
        row, name = self.rows[int(problem.path[1])], str(problem.path[2])
        if name == "administrator_citations" and len(problem.path) > 3:
            citation = row.citations[int(problem.path[3])]
            citation.form.add_error(str(problem.path[4]), problem.sentence)
            return
        shown = {"category": "treatment", "subcategory": "treatment"}.get(name, name)
        row.form.add_error(shown, problem.sentence)


def changed_list(posted: QueryDict, verb: str, most: int) -> QueryDict:
    """Return what was posted with a service or a guideline added or taken away.

    `verb` is `add_service`, `open_service:PLACE`, `remove_service:PLACE`, `add_citation:PLACE` or
    `remove_citation:PLACE:PLACE`; anything else changes nothing. Where places are open or closed,
    what is added or opened is then the one that is open.
    """
    data = posted.copy()
    name, _, where = verb.partition(":")
    places = _places(data, "service")
    if name == "add_service" and len(places) < most:
        added = _unused(places)
        data.setlist("service", [*places, added])
        _open_only(data, added)
    elif name == "open_service" and where in places:
        _open_only(data, where)
    elif name == "remove_service" and where in places:
        _close_gap(data, places, places.index(where) + 1)
        data.setlist("service", [place for place in places if place != where])
    elif name == "add_citation" and where in places:
        key = f"service-{where}-citation"
        data.setlist(key, [*_places(data, key), _unused(_places(data, key))])
    elif name == "remove_citation":
        service, _, citation = where.partition(":")
        key = f"service-{service}-citation"
        data.setlist(key, [place for place in _places(data, key) if place != citation])
    return data


def _open_only(data: QueryDict, place: str) -> None:
    if "open" in data:
        data.setlist("open", [place])


def _places(data: QueryDict, key: str) -> list[str]:
    """Return the posted places of a list: short numbers, each once."""
    return list(dict.fromkeys(p for p in data.getlist(key) if p.isdecimal() and len(p) < 4))


def _unused(places: Sequence[str]) -> str:
    return str(max((int(place) for place in places), default=-1) + 1)


def _close_gap(data: QueryDict, places: Sequence[str], removed: int) -> None:
    """Let services that hang on a later one follow it to its new number."""
    for place in places:
        key = f"service-{place}-depends_on"
        typed = data.get(key, "").strip()
        if typed.isdecimal() and int(typed) >= removed:
            data[key] = "" if int(typed) == removed else str(int(typed) - 1)


def _row(
    place: str,
    number: int,
    posted: QueryDict | None,
    initial: Mapping[str, Any],
    says_more: bool,
) -> ServiceRow:
    prefix = f"service-{place}"
    form = ServiceForm(posted, prefix=prefix, initial=initial, says_more=says_more)
    if posted is None:
        cited = [(str(n), one) for n, one in enumerate(initial.get("administrator_citations", ()))]
    else:
        cited = [(one, None) for one in _places(posted, f"{prefix}-citation")]
    citations = [
        CitationRow(one, CitationForm(posted, prefix=f"{prefix}-citation-{one}", initial=values))
        for one, values in cited
    ]
    return ServiceRow(place, number, form, citations)


def _initial(entry: ServiceEntry) -> dict[str, Any]:
    values = asdict(entry)
    parts = [part for part in (entry.category, entry.subcategory) if part]
    return values | {"treatment": CATEGORY_PARTING.join(parts)}


def _treatments(value: Any) -> list[Any]:
    """Return the categories with their subcategories, and the present value if it is another."""
    groups = [
        (
            category,
            [(category, category)]
            + [(f"{category}{CATEGORY_PARTING}{sub}",) * 2 for sub in subcategories],
        )
        for category, subcategories in SUBCATEGORIES_BY_CATEGORY.items()
    ]
    known = {choice for _, choices in groups for choice, _ in choices}
    other = [(value, value)] if value and value not in known else []
    return [("", "Not chosen"), *other, *groups]

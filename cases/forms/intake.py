"""The application as one page of forms: the application, its UR decision, parties and services."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict

from cases.forms.disputes import ServiceList
from cases.forms.fields import DayField, StatedField, TextField, pair, part_of_page
from cases.forms.parties import OTHER_ROLES, ROLES_OF_APPLICATION, PartyForm
from cases.intake import (
    ApplicationEntry,
    Limits,
    Problem,
    UrDecisionEntry,
    party_problems,
    problems,
    service_problems,
)
from cases.models import Case, UrDecision

OF_APPLICATION = (
    "application_received_on",
    "priority",
    "signed_on",
    "has_ur_decision_attached",
    "date_of_injury",
    "date_of_injury_to",
    "claim_number",
    "adj_number",
    "is_formulary_dispute",
    "has_outside_dispute",
    "outside_dispute_on",
)
# How sentences begin that name what they are about.
SAYS_WHERE = ("Enter ", "Choose ", "The ", "A date of ", "Somebody ")
OF_UR_DECISION = ("decided_on", "served_on", "service_method", "rfa_on")


class ApplicationForm(forms.Form):
    """What the application itself says, and the UR decision that it disputes."""

    application_received_on = DayField(
        label="Received on", missing="Enter the date the application was received."
    )
    priority = forms.ChoiceField(
        label="Priority",
        choices=Case.Priority.choices,
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    signed_on = DayField(label="Signed on")
    has_ur_decision_attached = StatedField(label="UR decision attached")
    date_of_injury = DayField(label="Date of injury", missing="Enter the date of injury.")
    date_of_injury_to = DayField(
        label="Last day of injury", help_text="For a cumulative injury: when its period ended."
    )
    claim_number = TextField(label="Claim number", width="w-code")
    adj_number = TextField(label="ADJ number", width="w-code")
    is_formulary_dispute = StatedField(label="Formulary dispute")
    has_outside_dispute = StatedField(
        label="Liability disputed too", help_text="For another reason than medical necessity."
    )
    outside_dispute_on = DayField(label="Date of that dispute")
    decided_on = DayField(label="Decided on", missing="Enter the date of the UR decision.")
    served_on = DayField(label="Served on")
    service_method = forms.ChoiceField(
        label="Served by",
        choices=[("", "Not stated"), *UrDecision.ServiceMethod.choices],
        required=False,
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    rfa_on = DayField(label="Request for authorization dated")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.application_helper = part_of_page(
            pair("application_received_on", "priority"),
            pair("signed_on", "has_ur_decision_attached"),
            pair("date_of_injury", "date_of_injury_to"),
            pair("claim_number", "adj_number"),
            pair("has_outside_dispute", "outside_dispute_on"),
            "is_formulary_dispute",
        )
        self.ur_helper = part_of_page(
            pair("decided_on", "rfa_on"), pair("served_on", "service_method")
        )

    def values(self) -> dict[str, Any]:
        """Return what belongs to the application, as an entry names it."""
        values = {name: self.cleaned_data[name] for name in OF_APPLICATION if name in self.fields}
        decision = {name: self.cleaned_data[name] for name in OF_UR_DECISION}
        return values | {"ur_decision": UrDecisionEntry(**decision)}


class CorrectionForm(ApplicationForm):
    """What intake may have mistyped of the application."""

    LEFT_AS_RECEIVED = (
        "priority",
        "signed_on",
        "has_ur_decision_attached",
        "has_outside_dispute",
        "outside_dispute_on",
    )
    LABELS = {
        "decided_on": "UR decided on",
        "served_on": "UR decision served on",
        "service_method": "UR decision served by",
        "application_received_on": "Application received on",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.LEFT_AS_RECEIVED:
            del self.fields[name]
        for name, label in self.LABELS.items():
            self.fields[name].label = label
        self.helper = part_of_page(
            pair("date_of_injury", "date_of_injury_to"),
            pair("decided_on", "rfa_on"),
            pair("served_on", "service_method"),
            "application_received_on",
            pair("claim_number", "adj_number"),
            "is_formulary_dispute",
        )

    def show(self, found: Sequence[Problem]) -> None:
        """Put each problem at its field, or above them all."""
        for problem in found:
            name = str(problem.path[-1])
            self.add_error(name if name in self.fields else None, problem.sentence)


@dataclass(frozen=True)
class ErrorLink:
    """One thing to mend: the field it is at, if any, and the sentence."""

    anchor: str
    sentence: str


class IntakePage:
    """All forms of the intake page together."""

    def __init__(self, posted: QueryDict | None = None, *, today: date | None = None) -> None:
        self.submission_key = _key(posted)
        self.faults: list[str] = []
        initial = {"application_received_on": today}
        self.application = ApplicationForm(posted, initial=initial)
        self.parties = [PartyForm(role, posted) for role in ROLES_OF_APPLICATION]
        self.others = [PartyForm(role, posted) for role in OTHER_ROLES]
        self.services = (
            ServiceList.from_entries(()) if posted is None else ServiceList.from_post(posted)
        )

    def leave_unjudged(self) -> None:
        """Show what was typed without saying what is wrong with it yet."""
        for form in (self.application, *self.parties, *self.others):
            form._errors = forms.utils.ErrorDict()
        self.services.leave_unjudged()

    def entry(self, today: date, limits: Limits) -> ApplicationEntry | None:
        """Return the application as entered, or None with every problem at its field."""
        if not self._has_shape():
            self._show(self._problems_of_parts(today, limits))
            return None
        entry = ApplicationEntry(
            parties=tuple(form.entry() for form in self._entered_parties()),
            services=self.services.entries(),
            submission_key=self.submission_key,
            **self.application.values(),
        )
        found = problems(entry, today, limits)
        self._show(found)
        return None if found else entry

    @property
    def error_links(self) -> list[ErrorLink]:
        """Every problem of the page, in its order, for the summary at the top."""
        links = [ErrorLink("", sentence) for sentence in self.faults]
        for form in (self.application, *self.parties, *self.others):
            links += form_links(form, getattr(form, "words", ""))
        return links + service_links(self.services)

    @property
    def has_other_parties(self) -> bool:
        """Whether the folded parties hold something, or something wrong."""
        return any(
            form.errors or any(form[name].value() for name in form.fields) for form in self.others
        )

    def _has_shape(self) -> bool:
        parts = (self.application, *self.parties, *self.others, self.services)
        return all(part.is_valid() for part in parts)

    def _entered_parties(self) -> list[PartyForm]:
        forms_ = [*self.parties, *self.others]
        return [form for form in forms_ if form.is_valid() and not form.is_left_empty()]

    def _problems_of_parts(self, today: date, limits: Limits) -> Iterator[Problem]:
        """Judge what has its shape, so that one look shows all there is to mend."""
        for place, form in enumerate(self._entered_parties()):
            yield from party_problems(form.entry(), today, limits, path=("parties", place))
        if self.services.is_valid():
            yield from service_problems(self.services.entries(), today, limits)

    def _show(self, found: Sequence[Problem] | Iterator[Problem]) -> None:
        parties = self._entered_parties()
        for problem in list(found):
            place, name = problem.path[0], str(problem.path[-1])
            if place == "services":
                self.services.add_problem(problem)
            elif place == "parties" and len(problem.path) == 3:
                parties[int(problem.path[1])].add_error(name, problem.sentence)
            elif name in self.application.fields:
                self.application.add_error(name, problem.sentence)
            else:
                self.faults.append(problem.sentence)


def form_links(form: forms.Form, place: str = "") -> list[ErrorLink]:
    """Return a form's errors with the fields they are at; `place` begins those that lack one."""
    start = f"{place}: " if place else ""
    return [
        ErrorLink(
            form[name].auto_id if name in form.fields else "",
            _placed(sentence, start, form, name),
        )
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _placed(sentence: str, start: str, form: forms.Form, name: str) -> str:
    """Return the sentence so that it is understood away from its field."""
    if start and sentence.startswith(start):
        return sentence
    if name not in form.fields or sentence.startswith(SAYS_WHERE):
        return f"{start}{sentence}"
    return f"{start}{form.fields[name].label}: {sentence}"


def service_links(services: ServiceList) -> list[ErrorLink]:
    """Return the errors of all services, in their order."""
    links = [ErrorLink("services", sentence) for sentence in services.faults]
    for row in services.rows:
        links += form_links(row.form, f"Service {row.number}")
        for number, citation in enumerate(row.citations, start=1):
            links += form_links(citation.form, f"Service {row.number}, guideline {number}")
    return links


def _key(posted: QueryDict | None) -> UUID:
    """Return the key of this opened form; a new one when it was lost on the way."""
    try:
        return UUID((posted or {}).get("submission_key", ""))
    except ValueError:
        return uuid4()

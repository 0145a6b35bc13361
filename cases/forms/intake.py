"""The application as one page of forms: the application, its UR decision, parties and services."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from cases.forms.applications import ApplicationForm
from cases.forms.disputes import ServiceList
from cases.forms.parties import OTHER_ROLES, ROLES_OF_APPLICATION, PartyForm
from cases.intake import (
    ApplicationEntry,
    Limits,
    Problem,
    ServiceAnswers,
    ServiceEntry,
    party_problems,
    problems,
    service_problems,
)
from cases.models import Case, IntakeAttachment, Party

# How sentences begin that name what they are about.
SAYS_WHERE = ("Enter ", "Choose ", "The ", "Somebody ")
# The order of the paper form: boxes of the application beside the parties they stand between.
WORDS_BY_SECTION = {
    "application": "Application",
    "claim": "Claim and injury",
    "ur": "UR decision",
    "dispute": "Diagnosis and liability",
    "signature": "Signature",
}
BEFORE_SERVICES = (
    "application",
    Party.Role.INJURED_WORKER,
    "claim",
    Party.Role.EMPLOYER,
    Party.Role.REQUESTING_PHYSICIAN,
    Party.Role.CLAIMS_ADMINISTRATOR,
    "ur",
    "dispute",
)
AFTER_SERVICES = ("signature", Party.Role.ATTORNEY)


@dataclass(frozen=True)
class Section:
    """One box of the form: its heading, and the fields in it."""

    name: str
    words: str
    form: forms.Form
    helper: FormHelper

    @property
    def is_begun(self) -> bool:
        """Whether something stands in it."""
        return any(self.form[name].value() for name in self.form.fields)


@dataclass(frozen=True)
class ErrorLink:
    """One thing to mend: the field it is at, if any, and the sentence."""

    anchor: str
    sentence: str


class IntakePage:
    """All forms of the intake page together; `attached` names the kinds of file it came with."""

    def __init__(
        self,
        posted: QueryDict | None = None,
        *,
        key: UUID | None = None,
        today: date | None = None,
        attached: Collection[str] = (),
    ) -> None:
        self.submission_key = key or uuid4()
        self.attached = attached
        self.faults: list[str] = []
        self.has_asked = False
        initial = {"application_received_on": today}
        self.application = ApplicationForm(posted, initial=initial)
        self.parties = [PartyForm(role, posted) for role in ROLES_OF_APPLICATION]
        self.others = [PartyForm(role, posted) for role in OTHER_ROLES]
        self.services = (
            ServiceList.from_entries((), says_more=True)
            if posted is None
            else ServiceList.from_post(posted, says_more=True)
        )

    @property
    def before_services(self) -> list[Section]:
        """The boxes above the services."""
        return [self._section(name) for name in BEFORE_SERVICES]

    @property
    def after_services(self) -> list[Section]:
        """The boxes below the services."""
        return [self._section(name) for name in AFTER_SERVICES]

    def leave_unjudged(self) -> None:
        """Show what was typed without saying what is wrong with it yet."""
        for form in (self.application, *self.parties, *self.others):
            form._errors = forms.utils.ErrorDict()
        self.services.leave_unjudged()

    def entry(self, today: date, limits: Limits) -> ApplicationEntry | None:
        """Return the application as entered, or None with every problem at its field."""
        if not self._has_shape():
            self._show(self._problems_of_parts(today, limits))
            self.services.open_faulty()
            return None
        values = self.application.values()
        entry = ApplicationEntry(
            parties=tuple(form.entry() for form in self._entered_parties()),
            services=tuple(self._stated(one) for one in self.services.entries()),
            submission_key=self.submission_key,
            **(values | self._said_by_files(values)),
        )
        found = [*problems(entry, today, limits), *self._file_problems(values)]
        self._show(found)
        self.services.open_faulty()
        return None if found else entry

    def asks_of_decided(self, decided: Mapping[int, Case], *, is_known: bool) -> bool:
        """Say at its field that a service was decided before; once is enough to be sure."""
        if not decided or is_known:
            return False
        for place, case in decided.items():
            self.services.rows[place].form.add_error(
                "requested",
                f"Service {place + 1}: this was decided for the same UR decision in "
                f"{case.case_number}. If it is the same application, open that case. Press "
                "“Receive the application” again to take it in as one that came twice.",
            )
        self.services.open_faulty()
        self.has_asked = True
        return True

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

    def _section(self, name: str) -> Section:
        if name in WORDS_BY_SECTION:
            helper = self.application.helper_by_section[name]
            return Section(name, WORDS_BY_SECTION[name], self.application, helper)
        form = next(form for form in self.parties if form.role == name)
        return Section(name, form.words, form, form.helper)

    def _stated(self, service: ServiceEntry) -> ServiceEntry:
        """Let what the form says of all services hold for one that says nothing of its own."""
        answers = service.answers or ServiceAnswers()
        if answers.is_conditional is None:
            of_all = self.application.cleaned_data["is_conditional"]
            answers = replace(answers, is_conditional=of_all)
        return replace(service, answers=answers)

    def _said_by_files(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A UR decision that lies before us is attached, whether the form says so or not."""
        is_here = IntakeAttachment.Kind.UR_DETERMINATION in self.attached
        is_unsaid = values["has_ur_decision_attached"] is None
        return {"has_ur_decision_attached": True} if is_here and is_unsaid else {}

    def _file_problems(self, values: Mapping[str, Any]) -> Iterator[Problem]:
        is_here = IntakeAttachment.Kind.UR_DETERMINATION in self.attached
        if is_here and values["has_ur_decision_attached"] is False:
            yield Problem(
                ("has_ur_decision_attached",),
                "The UR decision is attached here as a file, yet the answer is no. Change the "
                "answer, or take the file off.",
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

"""The forms of eligibility: the decision on each service, and what is asked of the file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.http import QueryDict

from cases.eligibility import JudgedService
from cases.eligibility.checklist import Checklist, Outcome
from cases.forms.fields import DayField, StatedField, TextField, pair, part_of_page
from cases.models import DisputedService, EligibilityDecision
from cases.models.application import FILERS
from cases.models.disputes import ELIGIBILITY_FACTS
from cases.models.eligibility import OUTCOME_LABELS

GROUPS = ((Outcome.INELIGIBLE, "Not taken up"), (Outcome.DEFERRED, "Put off"))
PARTING = ":"
NEEDS_INFORMATION = f"{Outcome.NEEDS_INFORMATION}{PARTING}"
# Whoever asks for records asks about what may be reviewed, not about what is turned down.
MAY_BE_ASKED_ABOUT = (Outcome.ELIGIBLE, Outcome.NEEDS_INFORMATION)


def choices_on(checklist: Checklist, day: date) -> list[Any]:
    """Return what may be decided on a service, each reason in words."""
    groups = [
        (
            label,
            [
                (f"{outcome}{PARTING}{one.code}", f"{OUTCOME_LABELS[outcome]}: {one.words}")
                for one in checklist.leading_to(outcome, day)
            ],
        )
        for outcome, label in GROUPS
    ]
    return [
        (f"eligible{PARTING}", "Eligible: goes on to review"),
        (NEEDS_INFORMATION, "Needs information: ask, five working days to answer"),
        *groups,
    ]


class ServiceDecisionForm(forms.Form):
    """The decision on one service, with the proposal chosen already."""

    decision = forms.ChoiceField(
        label="Decision", error_messages={"required": "Choose what is decided on this service."}
    )
    reason = TextField(label="Reason", rows=2)

    def __init__(
        self,
        *args: Any,
        judged: JudgedService,
        choices: list[Any],
        asking: str = "",
        **more: Any,
    ) -> None:
        self.proposal = judged.proposal
        self.proposed = f"{self.proposal.outcome}{PARTING}{self.proposal.code}"
        chosen = {"decision": self.proposed}
        if asking:
            chosen = {"decision": NEEDS_INFORMATION, "reason": asking}
        super().__init__(*args, initial=chosen, **more)
        self.fields["reason"].widget.attrs["rows"] = min(2 + 2 * asking.count("\n"), 14)
        self.fields["decision"].choices = choices
        self.fields["reason"].help_text = (
            "This is proposed and never follows by itself: say why it applies here."
            if self.proposal.is_for_judgement
            else "Left empty, the words of the proposal are kept. To depart from it, say why."
        )
        self.fields["reason"].is_needed_when_shown = self.proposal.is_for_judgement
        self.helper = part_of_page(pair("decision", "reason"))

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the proposal's own words cannot be kept."""
        values = super().clean() or {}
        chosen, reason = values.get("decision"), values.get("reason", "")
        if chosen and not reason and chosen != self.proposed:
            self.add_error("reason", "Say why you depart from what is proposed.")
        elif chosen and not reason and self.proposal.is_for_judgement:
            self.add_error("reason", "Say why it applies here: it never follows by itself.")
        return values

    def chosen(self) -> tuple[str, str, str]:
        """Return outcome, code and reason."""
        outcome, _, code = self.cleaned_data["decision"].partition(PARTING)
        return outcome, code, self.cleaned_data["reason"]


class FindingForm(forms.Form):
    """Whose finding it is, and when it was received."""

    made_by = forms.ChoiceField(
        label="Made by",
        choices=EligibilityDecision.MadeBy.choices,
        widget=forms.Select(attrs={"class": "w-name"}),
    )
    received_on = DayField(
        label="Received on",
        missing="Enter the day on which the finding was received.",
        help_text="The notice of assignment is due one business day after.",
    )
    is_downgraded = forms.BooleanField(label="Go on as a regular review", required=False)

    def __init__(self, *args: Any, may_downgrade: bool, today: date, **options: Any) -> None:
        initial = {"received_on": today, "is_downgraded": may_downgrade}
        super().__init__(*args, initial=initial, **options)
        if not may_downgrade:
            del self.fields["is_downgraded"]
        parts = ["is_downgraded"] if may_downgrade else []
        self.helper = part_of_page(pair("made_by", "received_on"), *parts)


class ApplicationAnswersForm(forms.Form):
    """What eligibility asks of the application and the UR decision."""

    filed_by = forms.ChoiceField(
        label="Filed by", choices=[("", "Not stated"), *FILERS], required=False
    )
    is_signed = StatedField(label="Application signed")
    signed_on = DayField(label="Signed on")
    has_ur_decision_attached = StatedField(label="UR decision attached")
    is_form_given = StatedField(label="Form came with the UR decision")
    form_given_on = DayField(label="Form given later, on")
    has_outside_dispute = StatedField(
        label="Liability disputed too", help_text="For another reason than medical necessity."
    )
    is_review_agreed = StatedField(label="The administrator agrees to a review all the same")
    dispute_resolved_on = DayField(label="Notice served that this dispute is over")
    is_expedited = StatedField(label="UR was expedited")
    is_threat_certified = StatedField(label="Physician certifies an imminent and serious threat")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = part_of_page(
            pair("filed_by", "has_ur_decision_attached"),
            pair("is_signed", "signed_on"),
            pair("is_form_given", "form_given_on"),
            pair("has_outside_dispute", "is_review_agreed"),
            "dispute_resolved_on",
            pair("is_expedited", "is_threat_certified"),
        )
        _mark_nothing_optional(self)


class ServiceAnswersForm(forms.Form):
    """What eligibility asks of one service."""

    is_in_ur_decision = StatedField(label="The UR decision names it")
    rests_on_necessity = StatedField(label="Decided on medical necessity")
    is_conditional = StatedField(label="Denied for missing information")
    is_provided = StatedField(label="Given already")
    has_liability_dispute = StatedField(label="Liability for it disputed")
    authorized_on = DayField(label="Authorized on")
    settled_on = DayField(label="Settled on")
    request_withdrawn_on = DayField(label="Withdrawn on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        thirds = {"css_class": "col-sm-4"}
        self.helper = part_of_page(
            *(
                Row(*(Column(name, **thirds) for name in ELIGIBILITY_FACTS[first : first + 3]))
                for first in (0, 3, 6)
            )
        )
        _mark_nothing_optional(self)


def _mark_nothing_optional(form: forms.Form) -> None:
    """The page says that everything may be left as not stated; each field need not repeat it."""
    for one in form.fields.values():
        one.is_needed_when_shown = True


@dataclass(frozen=True)
class Judged:
    """One service on the page: the row, what was found on it, and its form.

    `alike` is the place of an earlier service with the same open checks; 0 where there is none.
    """

    service: DisputedService
    judged: JudgedService
    form: ServiceDecisionForm
    alike: int = 0

    @property
    def open_findings(self) -> list[Any]:
        """What speaks against it or is not known; the rest is folded."""
        return [one for one in self.judged.findings if one.verdict != "passes"]

    @property
    def passed_findings(self) -> list[Any]:
        """What is in order."""
        return [one for one in self.judged.findings if one.verdict == "passes"]


def decision_forms(
    services: Sequence[DisputedService],
    judged: Sequence[JudgedService],
    choices: list[Any],
    posted: QueryDict | None,
    draft: str = "",
) -> list[Judged]:
    """Return each service with its form; `draft` are words of a request for information.

    The first service that may be reviewed has them whole, the others name that one.
    """
    rows: list[Judged] = []
    asking = draft
    first_by_open: dict[tuple[Any, ...], int] = {}
    for service, one in zip(services, judged, strict=True):
        prefix = f"service-{service.pk}"
        words = asking if one.proposal.outcome in MAY_BE_ASKED_ABOUT else ""
        form = ServiceDecisionForm(posted, prefix=prefix, judged=one, choices=choices, asking=words)
        if words == draft and draft:
            asking = f"The same records as for service {service.position}."
        row = Judged(service, one, form)
        first = first_by_open.setdefault(tuple(row.open_findings), service.position)
        rows.append(replace(row, alike=first if first != service.position else 0))
    return rows


def answer_forms(
    services: Iterable[DisputedService], posted: QueryDict | None
) -> Iterator[tuple[DisputedService, ServiceAnswersForm]]:
    """Yield each service with the form of its answers."""
    for service in services:
        initial: Mapping[str, Any] = {name: getattr(service, name) for name in ELIGIBILITY_FACTS}
        prefix = f"service-{service.pk}"
        yield service, ServiceAnswersForm(posted, prefix=prefix, initial=dict(initial))

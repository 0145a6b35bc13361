"""What a case needs next: the step ahead on its way, in a sentence, and the page where it is taken.

Buttons are drawn from the lifecycle's open steps and the user's permissions; pages of the judgement
are named by the template, which may know both sides.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.lifecycle import CASE, MAIN_LINE, CaseStatus
from cases.models import Case, EligibilityDecision
from cases.statemachine import Step

S = CaseStatus

PAGE_BY_STEP = {
    "find_eligible": "cases:eligibility",
    "find_ineligible": "cases:eligibility",
    "assign": "cases:assign_case",
    "request_records": "cases:request_records",
    "complete_records": "cases:complete_records",
    "consolidate": "cases:consolidate_case",
    "separate": "cases:consolidate_case",
    "terminate": "cases:end_dispute",
}
# One page takes every ending, of some services or of all.
LABEL_BY_STEP = {"terminate": "End the dispute"}
ASK_BY_STATUS = {
    S.RECEIVED: "Decide whether the application can be reviewed.",
    S.ELIGIBLE: "Record the day on which the case was assigned.",
    S.ASSIGNED: "Ask the parties for their records.",
    S.AWAITING_RECORDS: "Wait for the records; close the list when they are complete.",
    S.READY_FOR_REVIEW: "Choose a reviewer whose credentials fit the services.",
    S.IN_REVIEW: "The reviewer decides each service and submits.",
    S.IN_QUALITY_CHECK: "Read the determination; return it with reasons or approve it.",
    S.APPROVED: "The medical director reads and signs.",
    S.SIGNED: "The letter is being prepared and sealed; this takes seconds.",
    S.SEALED: "Serve the letter on each recipient and record when and how.",
    S.ISSUED: "Nothing more to do: the determination has been served on everyone.",
    S.WITHDRAWN: "Nothing more to do: the case was withdrawn.",
    S.TERMINATED: "Nothing more to do: the case was terminated.",
    S.INELIGIBLE: "Nothing more to do: the application was found ineligible.",
    S.CONSOLIDATED: "Nothing more to do here: it is decided with another case.",
}
WAITING_BY_OUTCOME = {
    "needs_information": "Wait for what was asked; decide when it has come or its time is over.",
    "deferred": "Wait until the other dispute is over; the applicant then has 30 days.",
}
HOLDER_BY_STATUS = {
    S.RECEIVED: "Coordinators",
    S.ELIGIBLE: "Coordinators",
    S.ASSIGNED: "Coordinators",
    S.AWAITING_RECORDS: "The parties",
    S.READY_FOR_REVIEW: "Coordinators",
    S.IN_REVIEW: "The reviewer",
    S.IN_QUALITY_CHECK: "Quality check",
    S.APPROVED: "Medical director",
    S.SIGNED: "The seal",
    S.SEALED: "Release staff",
    S.ISSUED: "Nobody, issued",
}


@dataclass(frozen=True)
class StepButton:
    """A step the user may take now, and the page where it is taken."""

    label: str
    url: str


@dataclass(frozen=True)
class NextStep:
    """What the case needs: the step's name, the sentence, its button, and the quieter ways on."""

    name: str
    sentence: str
    primary: StepButton | None
    others: tuple[StepButton, ...]


def next_step(case: Case, user: Any) -> NextStep:
    """Return what the case needs next and what of it `user` may do on pages of the file."""
    ahead = step_ahead(case.status)
    open_steps = CASE.open_steps(case.status)
    others = [step for step in open_steps if step is not ahead and not _shares_page(step, ahead)]
    buttons = [button for step in others if (button := _button(case, step, user))]
    return NextStep(
        name=ahead.name if ahead else "",
        sentence=_sentence(case),
        primary=_button(case, ahead, user) if ahead else None,
        others=tuple(buttons),
    )


def _sentence(case: Case) -> str:
    """Say what the case waits for; a received one may have been decided on and wait for others."""
    if case.status == S.RECEIVED:
        outcomes = set(
            EligibilityDecision.objects.current()
            .filter(service__case=case)
            .values_list("outcome", flat=True)
        )
        for outcome, words in WAITING_BY_OUTCOME.items():
            if outcome in outcomes:
                return words
    if case.status == S.AWAITING_RECORDS:
        row = case.deadlines.running().filter(rule_id="R1").first()
        day = row and row.target_on
        if day:
            return (
                "Wait for the records, due from the claims administrator by "
                f"{day:%a} {day.day} {day:%b %Y}; close the list when they are complete."
            )
    return ASK_BY_STATUS[S(case.status)]


def step_ahead(status: str) -> Step | None:
    """Return the step that leads to the next stage of the main line; None at its end."""
    if status not in MAIN_LINE[:-1]:
        return None
    target = MAIN_LINE[MAIN_LINE.index(S(status)) + 1]
    return next(step for step in CASE.open_steps(status) if step.target == target)


def holder(case: Case) -> str:
    """Return who has the case in hand, in words that name nobody."""
    return HOLDER_BY_STATUS.get(S(case.status), "Nobody, ended")


def _shares_page(step: Step, ahead: Step | None) -> bool:
    if ahead is None or ahead.name not in PAGE_BY_STEP:
        return False
    return PAGE_BY_STEP.get(step.name) == PAGE_BY_STEP[ahead.name]


def _button(case: Case, step: Step, user: Any) -> StepButton | None:
    page = PAGE_BY_STEP.get(step.name)
    if page is None or not user.has_perm(step.permission):
        return None
    label = LABEL_BY_STEP.get(step.name, step.label)
    return StepButton(label, reverse(page, args=[case.case_number]))

"""What eligibility asks and the file did not say: stated by a coordinator, where it is known."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.lifecycle import lock_case
from cases.errors import EditConflict, Refused
from cases.intake.dates import range_refusal
from cases.intake.findings import day_words
from cases.lifecycle import CASE, CaseStatus
from cases.models import Case
from cases.models.disputes import ELIGIBILITY_FACTS

OF_APPLICATION = (
    "filed_by",
    "is_signed",
    "signed_on",
    "has_ur_decision_attached",
    "is_form_given",
    "form_given_on",
    "has_outside_dispute",
    "is_review_agreed",
    "dispute_resolved_on",
    "is_threat_certified",
)
OF_UR_DECISION = ("is_expedited",)
WORDS_BY_DAY = {
    "signed_on": "day of signing",
    "form_given_on": "day on which the form was given",
    "dispute_resolved_on": "day on which notice of the end of the dispute was served",
    "authorized_on": "day of the authorization",
    "settled_on": "day of the settlement",
    "request_withdrawn_on": "day of the withdrawal",
}
Fault = tuple[int | None, str, str]


@transaction.atomic
def answer_eligibility(
    case: Case,
    answers: Mapping[str, Any],
    by_service: Mapping[int, Mapping[str, Any]],
    *,
    by: Any,
    at: datetime,
    revision: str,
) -> Case:
    """Write what is stated of the application, its UR decision and each service by its key.

    `revision` is the digest of what was on the page; EditConflict when that is not stored any more.
    """
    case = lock_case(case)
    access.require(by, "cases.decide_eligibility")
    refuse_late_answers(case)
    if revision != answers_digest(case):
        raise EditConflict(
            "Somebody answered for this case after the page was opened. What you chose is still "
            "here; open the page in another window, compare, and save again."
        )
    faults = answer_faults(case, answers, by_service, timezone.localdate(at))
    if faults:
        raise Refused(*[sentence for _, _, sentence in faults])
    changed = _write(case.application, OF_APPLICATION, answers)
    changed += _write(case.ur_decision, OF_UR_DECISION, answers)
    for service in case.services.select_for_update():
        changed += _write(service, ELIGIBILITY_FACTS, by_service.get(service.pk, {}))
    if changed:
        audit.append("eligibility.answered", case, by=by, changed=set(changed))
        refresh_deadlines(case, by=by, at=at, reason="eligibility.answered")
    return case


def answers_digest(case: Case) -> str:
    """Return a digest of what is stated now."""
    stated: list[Any] = [getattr(case.application, name) for name in OF_APPLICATION]
    stated += [getattr(case.ur_decision, name) for name in OF_UR_DECISION]
    stated += case.services.order_by("pk").values_list("pk", *ELIGIBILITY_FACTS)
    return hashlib.sha256(json.dumps(stated, default=str).encode()).hexdigest()


def refuse_late_answers(case: Case) -> None:
    """Raise StepNotAllowed when eligibility is behind the case."""
    if case.status != CaseStatus.ELIGIBLE:
        CASE.step("find_eligible", case.status)


def answer_faults(
    case: Case,
    answers: Mapping[str, Any],
    by_service: Mapping[int, Mapping[str, Any]],
    today: date,
) -> list[Fault]:
    """Return what cannot be: the service's key (None: the application), the field, a sentence."""
    faults: list[Fault] = []
    for key, values in ((None, answers), *by_service.items()):
        for name, words in WORDS_BY_DAY.items():
            if values.get(name):
                sentence = _day_fault(case, words, values[name], today)
                faults += [(key, name, sentence)] if sentence else []
    if answers.get("is_signed") is False and answers.get("signed_on"):
        words = "A day of signing is given, but the application is said not to be signed."
        faults.append((None, "signed_on", f"{words} Correct one of them."))
    if answers.get("has_outside_dispute") is False and answers.get("dispute_resolved_on"):
        words = "The end of a dispute is given, but no other dispute is said to exist."
        faults.append((None, "dispute_resolved_on", f"{words} Correct one of them."))
    signed, received = answers.get("signed_on"), case.application_received_on
    if signed and signed > received and not case.information_asked_at:
        words = f"The day of signing ({day_words(signed)}) is after the application was received"
        faults.append((None, "signed_on", f"{words} ({day_words(received)}). Check both."))
    return faults


def _day_fault(case: Case, words: str, day: date, today: date) -> str:
    sentence = range_refusal(words, day, today)
    if not sentence and day < case.date_of_injury:
        return (
            f"The {words} ({day_words(day)}) is before the date of injury "
            f"({day_words(case.date_of_injury)}). Check both."
        )
    return sentence


def _write(row: models.Model, names: tuple[str, ...], answers: Mapping[str, Any]) -> list[str]:
    """Write what differs and return the names of its fields."""
    changed = [n for n in names if n in answers and getattr(row, n) != answers[n]]
    for name in changed:
        setattr(row, name, answers[name])
    if changed:
        row.save(update_fields=changed)
    return changed

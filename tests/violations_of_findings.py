"""Answers to findings and runs of the checks: every constraint of them, violated by raw rows."""

from collections.abc import Callable

from reviews.models import CheckRun, FindingAnswer
from tests.factories import NOON, make_determination, make_review


def answer(**fields: object) -> FindingAnswer:
    """A finding kept with its reason."""
    review = fields.pop("review", None) or make_review()
    known = {
        "check_id": "radiation",
        "key": "a" * 64,
        "severity": "asks",
        "place": "service 1, rationale",
        "words": "Into the left arm",
        "sentence": "Look at where the pain goes.",
        "reason": "Both limbs hurt.",
        "answered_by": review.reviewer.user,
        "answered_at": NOON,
    } | fields
    return FindingAnswer.objects.create(review=review, **known)


def run(**fields: object) -> CheckRun:
    """A run that let a submission pass."""
    version = make_determination()
    known = {
        "stage": "submission",
        "ran_by": version.submitted_by,
        "ran_at": NOON,
        "engine": "checks/1",
        "blocks": 0,
        "asks": 0,
        "notes": 0,
        "outcome": {},
    } | fields
    return CheckRun.objects.create(determination=version, **known)


def second_answer() -> None:
    """One finding answered twice."""
    first = answer()
    answer(review=first.review)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "reviews_one_answer_a_finding": second_answer,
    "reviews_a_finding_is_kept_with_a_reason": lambda: answer(reason=""),
    "reviews_an_answer_names_its_finding": lambda: answer(key="radiation"),
    "reviews_no_step_passes_an_unanswered_finding": lambda: run(asks=1, unanswered=1),
    "reviews_a_run_names_its_checks": lambda: run(engine=""),
}

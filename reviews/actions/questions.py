"""Writes the reviewer's questions and the coordinator's answers.

Who asks stays inside: what is put to a party carries the question alone (LC 4610.6(f)).
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal, with_plain_lines
from cases.errors import Refused
from reviews.actions.endings import lock_written
from reviews.lifecycle import OPEN_REVIEWS
from reviews.models import Review, ReviewerQuestion

LONGEST = 4_000
About = ReviewerQuestion.About


@transaction.atomic
def ask_question(
    review: Review, *, by: Any, at: datetime, about: str, text: str, party_role: str = ""
) -> ReviewerQuestion:
    """Put a question to the coordinator, or through the coordinator to a party of the case."""
    review = lock_written(review, by)
    text = with_plain_lines(text).strip()
    faults = _text_faults("The question", text, missing="Write what you need to know.")
    if about == About.PARTY and not review.case.parties.filter(role=party_role).exists():
        faults.append("Choose the party that the question is put to.")
    if faults:
        raise Refused(*faults)
    question = ReviewerQuestion.objects.create(
        review=review,
        about=about,
        party_role=party_role if about == About.PARTY else "",
        text=text,
        asked_by=by,
        asked_at=at,
    )
    audit.append(
        "question.asked",
        question,
        by=by,
        case=review.case,
        about=about,
        put_to=question.party_role,
    )
    return question


@transaction.atomic
def answer_question(
    question: ReviewerQuestion, *, by: Any, at: datetime, answer: str
) -> ReviewerQuestion:
    """Answer a question; the reviewer finds the answer in the workbench and at home."""
    case = lock_case(question.review.case)
    require(by, "reviews.answer_question")
    question = ReviewerQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.answered_at:
        raise Refused("The question has been answered already: reload to read the answer.")
    if question.review.status not in OPEN_REVIEWS:
        raise Refused("The review has ended, and nobody waits for the answer any more.")
    answer = with_plain_lines(answer).strip()
    faults = _text_faults("The answer", answer, missing="Write the answer.")
    if faults:
        raise Refused(*faults)
    question.answer, question.answered_by, question.answered_at = answer, by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.append("question.answered", question, by=by, case=case, about=question.about)
    return question


@transaction.atomic
def see_answers(review: Review, *, by: Any, at: datetime) -> None:
    """Note that the reviewer has the answers on the page; each is new only once."""
    fresh = review.questions.filter(answered_at__isnull=False, seen_at=None)
    for question in fresh.select_for_update(of=("self",)):
        question.seen_at = at
        question.save(update_fields=["seen_at"])
        audit.append("question.answer_seen", question, by=by, case=review.case)


def _text_faults(label: str, text: str, *, missing: str) -> list[str]:
    faults = [] if text else [missing]
    if len(text) > LONGEST:
        faults.append(f"{label} has {len(text):,} characters; at most {LONGEST:,} are kept.")
    refusal = character_refusal(label, text)
    return [*faults, refusal] if refusal else faults

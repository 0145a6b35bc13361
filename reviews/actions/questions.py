"""Writes the reviewer's questions and the coordinator's answers.

Who asks stays inside: what is put to a party carries the question alone (LC 4610.6(f)).
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.access import require
from cases.actions.lifecycle import lock_case
from cases.actions.notices import prepare_notice
from cases.characters import character_refusal, with_plain_lines
from cases.errors import Refused
from cases.notices.kinds import NoticeKind
from reviews.actions.endings import lock_written
from reviews.lifecycle import OPEN_REVIEWS
from reviews.models import Review, ReviewerQuestion

LONGEST = 4_000
About = ReviewerQuestion.About


@transaction.atomic
def ask_question(
    review: Review, *, by: Any, at: datetime, about: str, text: str, party_role: str = ""
) -> ReviewerQuestion:
    """Put a question to the coordinator, or to a party of the case.

    A question to a party is copied to all of them (LC 4610.6(b)): its notice is prepared here, with
    the question alone, and the coordinator serves it.
    """
    review = lock_written(review, by)
    text = with_plain_lines(text).strip()
    faults = _text_faults("The question", text, missing="Write what you need to know.")
    if about == About.PARTY and not review.case.parties.filter(role=party_role).exists():
        faults.append("Choose the party that the question is put to.")
    if about == About.PARTY and _names(review, text):
        faults.append("All parties are sent this question: leave your name out of it.")
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
    if question.party_role:
        facts = {"asked_role": question.party_role, "text": text}
        event = event_of(question)
        prepare_notice(review.case, NoticeKind.QUESTION, by=by, at=at, event=event, **facts)
    return question


def event_of(question: ReviewerQuestion) -> str:
    """Return what names the notices of a question, and of its answer, among those of its case."""
    return f"question-{question.pk}"


@transaction.atomic
def answer_question(
    question: ReviewerQuestion, *, by: Any, at: datetime, answer: str, is_partys: bool = False
) -> ReviewerQuestion:
    """Answer a question; the reviewer finds the answer in the workbench and at home.

    `is_partys`: these are the words of the party that was asked, and are copied to all parties.
    """
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
    if is_partys and question.party_role:
        facts = {"asked_role": question.party_role, "question": question.text, "answer": answer}
        event = event_of(question)
        prepare_notice(case, NoticeKind.ANSWER, by=by, at=at, event=event, **facts)
    return question


@transaction.atomic
def see_answers(review: Review, *, by: Any, at: datetime) -> None:
    """Note that the reviewer has the answers on the page; each is new only once."""
    fresh = review.questions.filter(answered_at__isnull=False, seen_at=None)
    for question in fresh.select_for_update(of=("self",)):
        question.seen_at = at
        question.save(update_fields=["seen_at"])
        audit.append("question.answer_seen", question, by=by, case=review.case)


def _names(review: Review, text: str) -> bool:
    """Whether the text says who reviews."""
    said = set(text.lower().replace(",", " ").replace(".", " ").split())
    words = review.reviewer.user.full_name.lower().replace(".", " ").split()
    return any(word in said for word in words if len(word) > 2)


def _text_faults(label: str, text: str, *, missing: str) -> list[str]:
    faults = [] if text else [missing]
    if len(text) > LONGEST:
        faults.append(f"{label} has {len(text):,} characters; at most {LONGEST:,} are kept.")
    refusal = character_refusal(label, text)
    return [*faults, refusal] if refusal else faults

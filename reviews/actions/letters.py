"""Steps around a letter's file: the case is sealed when both are there; a failed one is retried."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.actions.lifecycle import lock_case, transition_case
from cases.models import Case
from reviews.lifecycle import LETTER, LetterStatus
from reviews.models import DeterminationLetter
from reviews.tasks.letters import queue_on_commit


@transaction.atomic
def seal_case(case: Case, *, at: datetime) -> Case:
    """Take the case to sealed, as the system, once every letter of it is ready."""
    case = lock_case(case)
    letters = DeterminationLetter.objects.filter(determination__case=case)
    if letters.exclude(status=LetterStatus.READY).exists():
        return case
    return transition_case(case, "seal", by=None, at=at)


@transaction.atomic
def retry_letter(letter: DeterminationLetter, *, by: Any, at: datetime) -> DeterminationLetter:
    """Queue a failed letter again, with all its attempts before it."""
    lock_case(letter.determination.case)
    letter = DeterminationLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    step = LETTER.named("retry")
    access.require(by, step.permission)
    letter.status = LETTER.step(step.name, letter.status).target
    letter.attempts, letter.queued_at, letter.lease_until = 0, at, None
    letter.save()
    audit.append("letter.retried", letter, by=by, case=letter.determination.case, form=letter.form)
    queue_on_commit(letter.pk)
    return letter

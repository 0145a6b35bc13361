"""Waits for a case's letters: made here unless a worker has them in hand."""

import time
from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from cases import blobs
from cases.errors import Refused
from cases.models import Case
from reviews.lifecycle import LetterStatus
from reviews.models import DeterminationLetter
from reviews.pipelines.letters import produce

PATIENCE_SECONDS = 150
LOOK_AGAIN_SECONDS = 0.3


def finish_letters(case: Case, sleep: Callable[[float], None] = time.sleep) -> None:
    """Return when every letter of the case is ready; Refused if one cannot be made.

    A letter that nobody works on is made in this process; another's is waited for.
    """
    for _ in range(int(PATIENCE_SECONDS / LOOK_AGAIN_SECONDS)):
        waiting = letters_of(case).filter(status=LetterStatus.QUEUED)
        for letter_id in list(waiting.values_list("pk", flat=True)):
            produce(letter_id)
        _refuse_failed(case)
        if not letters_of(case).exclude(status=LetterStatus.READY).exists():
            return
        sleep(LOOK_AGAIN_SECONDS)
    held = letters_of(case).filter(Q(lease_until__gt=Now())).count()
    raise Refused(
        f"The letters of {case.case_number} are not ready after {PATIENCE_SECONDS} seconds; "
        f"{held} are being worked on. Run the command again: it goes on from here."
    )


def served_letter(case: Case) -> bytes:
    """Return the bytes of the sealed letter that is served."""
    letter = letters_of(case).get(form=DeterminationLetter.Form.SERVED)
    return blobs.read(letter.file_sha256)


def letters_of(case: Case) -> QuerySet[DeterminationLetter]:
    """Return the letters of the case's signed determination."""
    return DeterminationLetter.objects.filter(
        determination__case=case, determination__signed_at__isnull=False
    )


def _refuse_failed(case: Case) -> None:
    failed = letters_of(case).filter(status=LetterStatus.FAILED).first()
    if failed is not None:
        raise Refused(f"The {failed.get_form_display().lower()} failed: {failed.last_error}")

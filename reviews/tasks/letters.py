"""Letters in the background: a key in, one call; the row remembers what the broker forgets."""

import functools
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from cases.pipelines.bell import ring
from cases.pipelines.broker import note_sweep
from reviews.models import DeterminationLetter
from reviews.pipelines.letters import produce

# A letter queued just now is still on its way to a worker.
AGE_TO_BE_STUCK = timedelta(seconds=10)
# About as many as two workers make between two sweeps; the next sweep finds the rest.
LETTERS_A_SWEEP = 200


@shared_task
def produce_letter(letter_id: int) -> None:
    """Make one letter."""
    produce(letter_id)


@shared_task
def produce_stuck_letters() -> None:
    """Queue again what nobody works on: what the broker lost, or a killed worker left."""
    now = timezone.now()
    stuck = DeterminationLetter.objects.waiting(now).filter(queued_at__lt=now - AGE_TO_BE_STUCK)
    letter_ids = list(stuck.order_by("queued_at").values_list("pk", flat=True)[:LETTERS_A_SWEEP])
    if letter_ids:
        queue(*letter_ids)
    note_sweep(now)


def queue_on_commit(*letter_ids: int) -> None:
    """Ring the worker once the transaction is committed; a broker that is away stops nobody."""
    transaction.on_commit(functools.partial(queue, *letter_ids))


def queue(*letter_ids: int) -> None:
    """Ring the worker; the sweep finds the letters if this fails."""
    ring(produce_letter, *letter_ids)

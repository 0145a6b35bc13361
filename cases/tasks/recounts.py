"""Recounts in the background: a key in; the row remembers how far it came."""

import functools
import logging
import time

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from cases.models import Recount
from cases.pipelines.recounts import go_on

log = logging.getLogger(__name__)

# Well below the time limit of a task; what is left goes on in the next one.
SECONDS_A_TASK = 45.0


@shared_task
def recount_deadlines(recount_id: int) -> None:
    """Take batches of one recount for a while, then queue the rest."""
    end = time.monotonic() + SECONDS_A_TASK
    while go_on(recount_id, at=timezone.now()):
        if time.monotonic() > end:
            queue(recount_id)
            return


@shared_task
def resume_recounts() -> None:
    """Queue again what is not finished: what the broker lost, or an ended worker left."""
    for recount_id in Recount.objects.filter(finished_at=None).values_list("pk", flat=True):
        queue(recount_id)


def queue_on_commit(recount_id: int) -> None:
    """Ring the worker once the transaction is committed."""
    transaction.on_commit(functools.partial(queue, recount_id))


def queue(recount_id: int) -> None:
    """Ring the worker; a broker that is away stops nobody, the sweep finds the row."""
    try:
        recount_deadlines.apply_async((recount_id,), retry=False)
    except Exception as error:  # noqa: BLE001 - whatever ails the broker, the row is the truth
        log.warning("A recount was not queued (%s); the sweep finds it.", type(error).__name__)

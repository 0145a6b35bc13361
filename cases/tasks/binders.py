"""Binders in the background: a key in, one call; the row remembers what the broker forgets."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from cases.models import Binder
from cases.pipelines.bell import ring
from cases.pipelines.binders import SECONDS, produce, remove_old
from cases.pipelines.walled import PATIENCE

# A binder queued just now is still on its way to a worker.
AGE_TO_BE_STUCK = timedelta(seconds=10)
BINDERS_A_SWEEP = 50


# Ten thousand pages take longer than any other task may: the child's own bounds end it first.
LONGEST = SECONDS * PATIENCE + 60


@shared_task(soft_time_limit=LONGEST, time_limit=LONGEST + 30)
def produce_binder(binder_id: int) -> None:
    """Make one binder."""
    produce(binder_id)


@shared_task
def produce_stuck_binders() -> None:
    """Queue again what nobody works on, and forget what was asked for long ago."""
    now = timezone.now()
    stuck = Binder.objects.waiting(now).filter(queued_at__lt=now - AGE_TO_BE_STUCK)
    found = list(stuck.order_by("queued_at").values_list("pk", flat=True)[:BINDERS_A_SWEEP])
    if found:
        ring(produce_binder, *found)
    remove_old(now)

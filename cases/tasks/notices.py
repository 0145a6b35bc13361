"""Notices in the background: a key in, one call; the row remembers what the broker forgets."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from cases.models import Notice
from cases.pipelines.bell import ring
from cases.pipelines.notices import produce

# A notice queued just now is still on its way to a worker.
AGE_TO_BE_STUCK = timedelta(seconds=10)
NOTICES_A_SWEEP = 200


@shared_task
def produce_notice(notice_id: int) -> None:
    """Make one notice."""
    produce(notice_id)


@shared_task
def produce_stuck_notices() -> None:
    """Queue again what nobody works on: what the broker lost, or a killed worker left."""
    now = timezone.now()
    stuck = Notice.objects.waiting(now).filter(queued_at__lt=now - AGE_TO_BE_STUCK)
    found = list(stuck.order_by("queued_at").values_list("pk", flat=True)[:NOTICES_A_SWEEP])
    if found:
        ring(produce_notice, *found)

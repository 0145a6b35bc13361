"""Tidying away uploads that nobody goes on with."""

from celery import shared_task
from django.utils import timezone

from cases.pipelines import transfers


@shared_task
def remove_abandoned_transfers() -> None:
    """Remove what nobody sent a part of for as long as the setting says."""
    transfers.remove_abandoned(timezone.now())

"""The sweep that notes records which did not come in time."""

from celery import shared_task
from django.utils import timezone

from cases.pipelines.silences import note_silences as note


@shared_task
def note_silences() -> None:
    """Write the evidence that is still lacking."""
    note(timezone.now())

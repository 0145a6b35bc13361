"""Reminders of offers in the background."""

from celery import shared_task
from django.utils import timezone

from reviews.pipelines.offers import remind_of_offers


@shared_task
def remind_reviewers() -> None:
    """Remind of the offers that wait for an answer."""
    remind_of_offers(at=timezone.now())

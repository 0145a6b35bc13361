"""Reminders and mails in the background: what is due is found by asking the rows."""

from celery import shared_task
from django.utils import timezone

from cases.pipelines import messages


@shared_task
def remind() -> None:
    """Take the steps of the ladder that are due."""
    messages.remind(at=timezone.now())


@shared_task
def send_mails() -> None:
    """Send what nobody was mailed about yet."""
    messages.send_mails(at=timezone.now())

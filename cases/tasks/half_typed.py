"""Tidying away half-typed applications that hold nothing."""

from celery import shared_task
from django.utils import timezone

from cases.pipelines import half_typed


@shared_task
def tidy_half_typed() -> None:
    """Remove the old empty ones; one in which something was typed is never removed."""
    half_typed.remove_old_empty(timezone.now())

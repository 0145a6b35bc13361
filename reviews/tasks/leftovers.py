"""Files that nobody names, looked for in the background."""

from celery import shared_task
from django.utils import timezone

from reviews.pipelines.leftovers import remove_leftovers


@shared_task
def remove_unnamed_files() -> None:
    """Remove what killed workers left in the store."""
    remove_leftovers(timezone.now())

"""What every printed paper has: one row is the work, its lease and its result."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from cases.lifecycle import LetterStatus


class PrintedQuerySet(models.QuerySet["Printed"]):
    """Which papers."""

    def waiting(self, now: datetime) -> Self:
        """Keep the ones that nobody holds a lease on: what a sweep picks up."""
        return self.filter(status=LetterStatus.QUEUED).filter(
            Q(lease_until=None) | Q(lease_until__lt=now)
        )


class Printed(models.Model):
    """A paper that a worker makes from a frozen snapshot, and what it was made with."""

    status = models.CharField(
        max_length=10, choices=LetterStatus.choices, default=LetterStatus.QUEUED
    )
    queued_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    unsealed_sha256 = models.CharField(max_length=64, blank=True, default="")
    certificate_sha256 = models.CharField(max_length=64, blank=True, default="")
    versions = models.JSONField(default=dict, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    objects = PrintedQuerySet.as_manager()

    class Meta:
        abstract = True


def is_ready_with_its_file() -> Q:
    """Return the condition that a paper is ready exactly when its file is there."""
    return Q(
        status="ready",
        file_sha256__regex=r"^[0-9a-f]{64}$",
        file_size__isnull=False,
        file_size__gt=0,
        pages__isnull=False,
        pages__gte=1,
        ready_at__isnull=False,
    ) | (~Q(status="ready") & Q(file_sha256=""))

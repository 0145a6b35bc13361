"""Letters: one row a determination and form; the row is the work, its lease and its result."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from reviews.lifecycle import LetterStatus
from reviews.models.determinations import Determination


class LetterQuerySet(models.QuerySet["DeterminationLetter"]):
    """Which letters."""

    def waiting(self, now: datetime) -> Self:
        """Keep the letters that nobody holds a lease on: what a sweep picks up."""
        return self.filter(status=LetterStatus.QUEUED).filter(
            Q(lease_until=None) | Q(lease_until__lt=now)
        )


class DeterminationLetter(models.Model):
    """One document made from one determination: the served letter or the public body."""

    class Form(models.TextChoices):
        """The served letter has the cover; the public body is what may be published."""

        SERVED = "served", "Served letter"
        PUBLIC = "public", "Public body"

    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, related_name="letters"
    )
    form = models.CharField(max_length=10, choices=Form.choices)
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
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["determination", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "form"], name="reviews_one_letter_a_determination_and_form"
            ),
            models.UniqueConstraint(
                fields=["file_sha256"],
                condition=~Q(file_sha256=""),
                name="reviews_a_file_belongs_to_one_letter",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        status="ready",
                        file_sha256__regex=r"^[0-9a-f]{64}$",
                        file_size__isnull=False,
                        file_size__gt=0,
                        pages__isnull=False,
                        pages__gte=1,
                        ready_at__isnull=False,
                    )
                    | (~Q(status="ready") & Q(file_sha256=""))
                ),
                name="reviews_a_letter_is_ready_exactly_when_it_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"

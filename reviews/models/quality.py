"""Quality checks: one a submitted version, approved or returned with reasons."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reviews.models.determinations import Determination


class QualityCheck(models.Model):
    """The second look at one version (LC 139.5(d)(3)(B)); the reviewer's words are never edited."""

    class Outcome(models.TextChoices):
        """How the check ended; empty while it is open."""

        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned"

    determination = models.OneToOneField(
        Determination, on_delete=models.PROTECT, related_name="quality_check"
    )
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    reasons = models.TextField(blank=True, default="")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="reviews_a_finished_check_has_its_checker",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="returned") | ~Q(reasons=""),
                name="reviews_a_returned_review_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"Quality check {self.pk}"

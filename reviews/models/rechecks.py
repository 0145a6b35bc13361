"""A conflict check opened again: a party came that the attestation did not ask about."""

from typing import Self

from django.db import models
from django.db.models import Q

from reviews.models.reviews import Review


class ConflictRecheckQuerySet(models.QuerySet["ConflictRecheck"]):
    """Which checks."""

    def open(self) -> Self:
        """Keep what the reviewer has not answered."""
        return self.filter(answered_at=None)


class ConflictRecheck(models.Model):
    """What the reviewer swears of a party that came after the attestation; open until answered.

    `answers` has the form of the attestation's. While it is open the records are closed.
    """

    class Reason(models.TextChoices):
        """Why it was opened."""

        CLAIMS_ADMINISTRATOR = "claims_administrator", "Another claims administrator"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="rechecks")
    reason = models.CharField(max_length=24, choices=Reason.choices)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_free_of_conflict = models.BooleanField(null=True, blank=True)
    answers = models.JSONField(default=list, blank=True)
    wording_version = models.CharField(max_length=20, blank=True, default="")
    explanation = models.TextField(blank=True, default="")

    objects = ConflictRecheckQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(answered_at=None),
                name="reviews_one_open_recheck_a_review",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | (Q(is_free_of_conflict__isnull=False) & ~Q(wording_version="")),
                name="reviews_an_answered_recheck_has_its_answer",
            ),
            models.CheckConstraint(
                condition=~Q(is_free_of_conflict=False) | ~Q(explanation=""),
                name="reviews_a_conflict_found_again_is_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"Recheck {self.pk}"

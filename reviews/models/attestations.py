"""Conflict attestations: what the reviewer swore before any record was opened (LC 139.5(d)(5))."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reviews.models.offers import ReviewOffer


class ConflictAttestation(models.Model):
    """A reviewer's signed answer, party by party and affiliation by affiliation.

    `answers` is a list of {party_role, party_id, affiliation, has_affiliation}.
    """

    offer = models.OneToOneField(ReviewOffer, on_delete=models.PROTECT, related_name="attestation")
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    attested_at = models.DateTimeField()
    is_free_of_conflict = models.BooleanField()
    answers = models.JSONField(default=list)
    wording_version = models.CharField(max_length=20)
    explanation = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_free_of_conflict=True) | ~Q(explanation=""),
                name="reviews_a_declared_conflict_is_explained",
            )
        ]

    def __str__(self) -> str:
        return f"Attestation {self.pk}"

"""A reviewer's work on a case, from the attestation to the signature."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models import Case
from reviews.lifecycle import OPEN_REVIEWS, ReviewStatus
from reviews.models.offers import ReviewOffer
from reviews.models.roster import Reviewer

SUBMITTED_ONCE = (ReviewStatus.SUBMITTED, ReviewStatus.APPROVED, ReviewStatus.SIGNED)


class ReviewQuerySet(models.QuerySet["Review"]):
    """Which reviews, and whose."""

    def visible_to(self, user: Any) -> Self:
        """Keep one's own open reviews, and submitted ones for quality staff and director."""
        own = Q(reviewer__user=user, status__in=OPEN_REVIEWS)
        if user.has_perm("reviews.view_submitted_reviews"):
            return self.filter(own | Q(determinations__isnull=False)).distinct()
        return self.filter(own)

    def open(self) -> Self:
        """Keep the reviews that have not ended without a determination."""
        return self.filter(status__in=OPEN_REVIEWS)


class Review(models.Model):
    """One round of review by one reviewer, begun by a clean attestation."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    offer = models.OneToOneField(ReviewOffer, on_delete=models.PROTECT, related_name="review")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(
        max_length=12, choices=ReviewStatus.choices, default=ReviewStatus.DRAFTING
    )
    began_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"],
                condition=Q(status__in=sorted(OPEN_REVIEWS)),
                name="reviews_one_open_review_a_round",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["withdrawn", "recalled", "cancelled"])
                | ~Q(ended_reason=""),
                name="reviews_an_ended_review_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:workbench", args=[self.case.case_number])

"""Offers: a case offered to a reviewer, with the fit that was recorded for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Case
from reviews.lifecycle import OPEN_OFFERS, OfferStatus
from reviews.models.roster import Reviewer


class ReviewOffer(models.Model):
    """One offer of one case to one reviewer; a declined or recalled one stays as history."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="review_offers")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="offers")
    round = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(
        max_length=12, choices=OfferStatus.choices, default=OfferStatus.OFFERED
    )
    fit_specialty = models.CharField(
        max_length=120, help_text="The certification that fits the disputed services."
    )
    fit_reason = models.TextField(help_text="Why the specialty is the same or similar.")
    matching = models.JSONField(
        default=dict, blank=True, help_text="The gates and their findings as of the offer."
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField()
    respond_by = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=sorted(OPEN_OFFERS)),
                name="reviews_one_open_offer_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(fit_reason="") & ~Q(fit_specialty=""),
                name="reviews_an_offer_says_why_the_specialty_fits",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["declined", "recalled", "conflicted", "ended"])
                | ~Q(ended_reason=""),
                name="reviews_an_ended_offer_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Offer {self.pk}"

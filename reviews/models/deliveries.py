"""Deliveries: proof of service, one row a recipient of a served letter and attempt."""

from django.db import models

from cases.models.service import (
    Service,
    comes_back_after_it_was_served,
    is_served_with_its_proof,
)
from reviews.models.letters import DeterminationLetter


class Delivery(Service):
    """Service of one letter on one recipient; the appeal time runs from it (LC 4610.6(h))."""

    letter = models.ForeignKey(
        DeterminationLetter, on_delete=models.PROTECT, related_name="deliveries"
    )

    class Meta:
        ordering = ["letter", "position", "attempt"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "position", "attempt"],
                name="reviews_one_delivery_a_recipient_and_attempt",
            ),
            models.CheckConstraint(
                condition=is_served_with_its_proof(),
                name="reviews_service_has_date_method_and_address",
            ),
            models.CheckConstraint(
                condition=comes_back_after_it_was_served(),
                name="reviews_a_letter_comes_back_after_it_was_served",
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

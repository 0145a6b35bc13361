"""Deliveries: proof of service, one row a recipient of a served letter."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reviews.models.letters import DeterminationLetter


class Delivery(models.Model):
    """Service of one letter on one recipient; the appeal time runs from it (LC 4610.6(h))."""

    class Method(models.TextChoices):
        """How it was served."""

        MAIL = "mail", "Mail"
        ELECTRONIC = "electronic", "Electronic"
        FAX = "fax", "Fax"
        PERSONAL = "personal", "Personal service"

    # Methods by which the letter leaves on paper.
    IN_AN_ENVELOPE = (Method.MAIL, Method.PERSONAL)

    letter = models.ForeignKey(
        DeterminationLetter, on_delete=models.PROTECT, related_name="deliveries"
    )
    position = models.PositiveSmallIntegerField()
    recipient_role = models.CharField(max_length=30)
    recipient_name = models.CharField(max_length=200)
    address = models.TextField(blank=True, default="")
    method = models.CharField(max_length=12, choices=Method.choices, blank=True, default="")
    served_on = models.DateField(null=True, blank=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "position"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "position"], name="reviews_one_delivery_a_recipient"
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True)
                | (
                    ~Q(method="")
                    & ~Q(address="")
                    & Q(served_by__isnull=False)
                    & Q(recorded_at__isnull=False)
                ),
                name="reviews_service_has_date_method_and_address",
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

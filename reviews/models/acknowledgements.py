"""Who has said that a record which came after the review began was read."""

from django.conf import settings
from django.db import models

from cases.models import MedicalRecord
from reviews.models.reviews import Review


class RecordAcknowledgement(models.Model):
    """One person's word on one late record; added once, and never changed.

    Without a reason it says that every page was read; else why those not shown need not be.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="acknowledgements")
    record = models.ForeignKey(MedicalRecord, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["acknowledged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "record", "user"],
                name="reviews_a_late_record_is_acknowledged_once_by_each",
            )
        ]

    def __str__(self) -> str:
        return f"Acknowledgement {self.pk}"

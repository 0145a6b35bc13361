"""What a case cost at its closure: the amount as it was then, corrected only by another row."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case


class FeeEventQuerySet(models.QuerySet["FeeEvent"]):
    """Which fee events."""

    def current(self) -> Self:
        """Keep the ones that no other row has replaced."""
        return self.filter(replaced_at=None)


class FeeEvent(models.Model):
    """The fee of one case at one stage of closure (LC 4610.6(l)), frozen; None is not known.

    The facts that chose the rule stand beside the amount. A correction is a new row that says why;
    the one before stays, replaced.
    """

    class Stage(models.TextChoices):
        """How far the review had come."""

        DETERMINED = "determined", "Determined"
        BEFORE_REVIEWER = "before_reviewer", "Ended before a reviewer had it"
        AFTER_REVIEWER = "after_reviewer", "Ended after a reviewer had it"
        TAKEN_BACK = "taken_back", "Ending taken back"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="fee_events")
    stage = models.CharField(max_length=20, choices=Stage.choices)
    on = models.DateField(help_text="The day of closure.")
    assigned_on = models.DateField(help_text="Chooses the rule.")
    priority = models.CharField(max_length=10, choices=Case.Priority.choices)
    is_pharmacy_only = models.BooleanField(null=True, blank=True)
    degree = models.CharField(max_length=10, blank=True, default="")
    reviewers = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    cite = models.CharField(max_length=80, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    is_verified = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    reason = models.TextField(blank=True, default="", help_text="Why it corrects another.")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = FeeEventQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(replaced_at=None), name="cases_one_fee_a_case"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
                name="cases_a_corrected_fee_says_why",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="cases_a_fee_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"Fee {self.pk}"

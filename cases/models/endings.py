"""How a dispute ends without a determination: the event, who told of it, and for which services."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.lifecycle import CaseStatus
from cases.models.case import Case
from cases.models.disputes import DisputedService
from cases.models.parties import Party


class EndingQuerySet(models.QuerySet["Ending"]):
    """Which endings."""

    def standing(self) -> Self:
        """Keep the ones that were not taken back as typed wrong."""
        return self.filter(taken_back_at=None)


class Ending(models.Model):
    """One event that ended the dispute on some services or on all (LC 4610.5(g)).

    `happened_on` is the day of the event, `noticed_on` the day on which the organization learned of
    it. A row is never edited: one that was typed wrong is taken back with its reason and stays.
    """

    class Reason(models.TextChoices):
        """Why the dispute ended."""

        WITHDRAWN_BY_APPLICANT = "withdrawn_by_applicant", "Withdrawn by the applicant"
        WITHDRAWN_BY_PHYSICIAN = "withdrawn_by_physician", "Request withdrawn by the physician"
        AUTHORIZED = "authorized", "Authorized by the claims administrator"
        SETTLED = "settled", "Settlement or award"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="endings")
    reason = models.CharField(max_length=30, choices=Reason.choices)
    told_by = models.CharField(max_length=30, choices=Party.Role.choices)
    happened_on = models.DateField()
    noticed_on = models.DateField()
    explanation = models.TextField(help_text="In words, for the notice to the parties.")
    is_whole = models.BooleanField(default=False, help_text="The case ended with it.")
    left_status = models.CharField(max_length=20, choices=CaseStatus.choices)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_reason = models.TextField(blank=True, default="")

    objects = EndingQuerySet.as_manager()

    class Meta:
        ordering = ["ended_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(is_whole=True, taken_back_at=None),
                name="cases_a_case_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(noticed_on__gte=F("happened_on")),
                name="cases_notice_of_an_ending_follows_it",
            ),
            models.CheckConstraint(condition=~Q(explanation=""), name="cases_an_ending_says_why"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_reason="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_reason="")),
                name="cases_an_ending_taken_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Ending {self.pk}"


class EndedService(models.Model):
    """One service that an ending took out of the dispute; `taken_back_at` as of its ending."""

    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="ended_services")
    service = models.ForeignKey(DisputedService, on_delete=models.PROTECT, related_name="endings")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["service__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(taken_back_at=None),
                name="cases_a_service_ends_once",
            )
        ]

    def __str__(self) -> str:
        return f"End of service {self.service_id}"

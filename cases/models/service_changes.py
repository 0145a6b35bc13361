"""How a case's services were divided and put together, and which cases were consolidated."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case


class ServiceChange(models.Model):
    """One service split into several, or several put together; added, never edited.

    `before` and `after` are lists of {service, place, entry}: the row, where it stood, its words.
    """

    class Kind(models.TextChoices):
        """What was done."""

        SPLIT = "split", "Split"
        MERGED = "merged", "Put together"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="service_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    is_asked_again = models.BooleanField(
        default=False, help_text="Eligibility has to be decided on the result."
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["split", "merged"]) & ~Q(reason=""),
                name="cases_a_division_of_services_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Change of services {self.pk}"

    @property
    def places_before(self) -> list[int]:
        """Where the services stood."""
        return [one["place"] for one in self.before]

    @property
    def places_after(self) -> list[int]:
        """Where they stood afterwards."""
        return [one["place"] for one in self.after]


class Consolidation(models.Model):
    """A case that is decided with another one (8 CCR 9792.10.4(a)); separated again, it stays here.

    `copied` names the rows that the leading case was given: services, records, parties.
    """

    leading = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consolidations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consolidated")
    reason = models.TextField()
    copied = models.JSONField(default=dict)
    consolidated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    consolidated_at = models.DateTimeField()
    separated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    separated_at = models.DateTimeField(null=True, blank=True)
    separated_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(separated_at=None),
                name="cases_a_case_is_consolidated_into_one",
            ),
            models.CheckConstraint(
                condition=~Q(case=F("leading")), name="cases_a_case_does_not_lead_itself"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cases_a_consolidation_says_why"),
            models.CheckConstraint(
                condition=Q(separated_at=None, separated_reason="")
                | (Q(separated_at__isnull=False) & ~Q(separated_reason="")),
                name="cases_a_separation_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Consolidation {self.pk}"

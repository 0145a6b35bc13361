"""Who may open a case that his role does not open: a row with its reason and its end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case


class CaseGrant(models.Model):
    """A grant of one case to one user; `records` follows a signed conflict attestation."""

    class Scope(models.TextChoices):
        """How far the grant reaches."""

        FILE = "file", "The case file"
        RECORDS = "records", "The case file and its records"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_grants"
    )
    scope = models.CharField(max_length=10, choices=Scope.choices)
    reason = models.CharField(max_length=200)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["granted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "scope"],
                condition=Q(ended_at=None),
                name="cases_one_open_grant_a_user_and_scope",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("granted_at")),
                name="cases_a_grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"Grant {self.pk}"

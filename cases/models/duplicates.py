"""Applications that could be one: the suspicion, and what a person made of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case


class DuplicateSuspicion(models.Model):
    """Two cases that match in the fields named; `other` came first. Cases are never merged."""

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", "To look at"
        LINKED = "linked", "The same dispute"
        DISMISSED = "dismissed", "Different disputes"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suspicions")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="later_suspicions")
    matched = ArrayField(models.CharField(max_length=30))
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField(blank=True, default="")
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other"], name="cases_two_cases_are_suspected_once"
            ),
            models.CheckConstraint(
                condition=Q(other__lt=F("case")), name="cases_the_later_case_is_the_suspected_one"
            ),
            models.CheckConstraint(
                condition=Q(matched__len__gt=0), name="cases_a_suspicion_names_what_matches"
            ),
            models.CheckConstraint(
                condition=Q(state="open", reason="", decided_at=None)
                | (Q(state__in=["linked", "dismissed"], decided_at__isnull=False) & ~Q(reason="")),
                name="cases_a_settled_suspicion_says_why_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["found_at"], condition=Q(state="open"), name="open_suspicions"),
        ]

    def __str__(self) -> str:
        return f"Suspicion {self.pk}"

"""What was found on an application: the findings as they were judged, and the decision a service.

Both are added, never edited: a later decision replaces the earlier one, which stays.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.eligibility.checklist import Outcome
from cases.eligibility.findings import Code, Verdict
from cases.models.case import Case
from cases.models.disputes import DisputedService

OUTCOME_LABELS = {
    Outcome.ELIGIBLE: "Eligible",
    Outcome.INELIGIBLE: "Ineligible",
    Outcome.DEFERRED: "Deferred",
    Outcome.NEEDS_INFORMATION: "Needs information",
}
OUTCOMES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]
CODES = [(code.value, code.value) for code in Code]
VERDICTS = [(verdict.value, verdict.value.capitalize()) for verdict in Verdict]


class EligibilityDecisionQuerySet(models.QuerySet["EligibilityDecision"]):
    """Which decisions."""

    def current(self) -> Self:
        """Keep the ones that no later decision has replaced."""
        return self.filter(superseded_at=None)


class EligibilityDecision(models.Model):
    """What was decided on one service, what had been proposed, by whose power, and when.

    `received_at` is when the finding reached this organization: the clock of the notice runs from
    it (8 CCR 9792.10.4(b)).
    """

    class MadeBy(models.TextChoices):
        """Whose finding it is (LC 4610.5(k))."""

        DESIGNEE = "designee", "The Administrative Director's designee"
        DIRECTOR = "administrative_director", "The Administrative Director"

    service = models.ForeignKey(
        DisputedService, on_delete=models.PROTECT, related_name="eligibility_decisions"
    )
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    code = models.CharField(max_length=30, choices=CODES, blank=True, default="")
    reason = models.TextField()
    proposed_outcome = models.CharField(max_length=20, choices=OUTCOMES)
    proposed_code = models.CharField(max_length=30, choices=CODES, blank=True, default="")
    is_override = models.BooleanField()
    made_by = models.CharField(max_length=24, choices=MadeBy.choices)
    received_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = EligibilityDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["service", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(superseded_at=None),
                name="cases_one_current_eligibility_a_service",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["eligible", "ineligible", "deferred", "needs_information"]
                ),
                name="cases_eligibility_is_one_of_four",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["eligible", "needs_information"], code="")
                | (Q(outcome__in=["ineligible", "deferred"]) & ~Q(code="")),
                name="cases_what_is_not_taken_up_has_its_code",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="cases_an_eligibility_decision_says_why"
            ),
            models.CheckConstraint(
                condition=Q(
                    is_override=False,
                    outcome=F("proposed_outcome"),
                    code=F("proposed_code"),
                )
                | (
                    Q(is_override=True) & ~Q(outcome=F("proposed_outcome"), code=F("proposed_code"))
                ),
                name="cases_an_override_departs_from_the_proposal",
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("decided_at")),
                name="cases_a_finding_is_received_before_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, service {self.service_id}"


class EligibilityFinding(models.Model):
    """What one rule found when it was last asked for a decision; no service is the whole.

    `lines` is a list of {words, day, cite}: the arithmetic of its dates.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="eligibility_findings")
    service = models.ForeignKey(
        DisputedService,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="eligibility_findings",
    )
    judged_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    code = models.CharField(max_length=30, choices=CODES, blank=True, default="")
    reason = models.TextField()
    cite = models.CharField(max_length=120)
    lines = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["case", "judged_at", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "judged_at", "service", "rule"],
                nulls_distinct=False,
                name="cases_one_finding_a_rule_and_service",
            ),
            models.CheckConstraint(
                condition=(Q(verdict="fails") & ~Q(code=""))
                | Q(verdict__in=["passes", "unknown", "asks"], code=""),
                name="cases_a_finding_has_a_code_exactly_when_it_fails",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(cite=""), name="cases_a_finding_says_why_and_by_what"
            ),
        ]

    def __str__(self) -> str:
        return f"Finding {self.pk}"

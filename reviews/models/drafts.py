"""The draft: what the reviewer types, saved as typed, with a revision against lost updates."""

from django.db import models
from django.db.models import Q

from cases.models import Citation, DisputedService
from cases.models.disputes import Basis
from reviews.letters.outcome import Outcome
from reviews.models.reviews import Review

SERVICE_OUTCOMES = [(Outcome.UPHELD.value, "Upheld"), (Outcome.OVERTURNED.value, "Overturned")]


class OpioidUse(models.TextChoices):
    """What the reviewer says of an opioid that is refused: whether the worker takes it now."""

    CURRENT = "current", "In current use"
    NOT_TAKEN = "not_taken", "Not taken yet"


class Draft(models.Model):
    """The case-wide part of a review being written; `revision` counts saves."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="draft")
    clinical_case_summary = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class ServiceDraft(models.Model):
    """The part of a draft that decides one service; anything may still be missing."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="services")
    service = models.ForeignKey(DisputedService, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=SERVICE_OUTCOMES, blank=True, default="")
    imro_basis = models.CharField(max_length=12, choices=Basis.choices, blank=True, default="")
    decision_rationale = models.TextField(blank=True, default="")
    opioid_use = models.CharField(
        max_length=10,
        choices=OpioidUse.choices,
        blank=True,
        default="",
        help_text="In current use and upheld: the letter prints the notice on stopping an opioid.",
    )
    evidence_search = models.JSONField(
        blank=True,
        default=dict,
        help_text="How the evidence was searched: reviews/evidence/sequence.py.",
    )
    rationale_group = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="Services with the same number share one rationale, until one is edited alone.",
    )
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["service__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "service"], name="reviews_one_service_draft_a_service"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "upheld", "overturned"]),
                name="reviews_a_drafted_outcome_is_one_of_two",
            ),
            models.CheckConstraint(
                condition=Q(opioid_use__in=["", *OpioidUse.values]),
                name="reviews_an_opioid_is_in_use_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"Service draft {self.pk}"

    @property
    def has_opioid_notice(self) -> bool:
        """Whether the letter says that the decision is no advice to stop the opioid abruptly."""
        return self.outcome == Outcome.UPHELD and self.opioid_use == OpioidUse.CURRENT


class DraftCitation(Citation):
    """A guideline citation in a draft; it may still be empty."""

    service_draft = models.ForeignKey(
        ServiceDraft, on_delete=models.CASCADE, related_name="citations"
    )

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["service_draft", "position"], name="reviews_one_draft_citation_a_place"
            )
        ]

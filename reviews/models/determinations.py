"""Determinations: a submitted version of the reviewer's words, decision by decision, immutable.

Each submission makes a version. The quality check, the approval and the director's signature belong
to one version; a trigger refuses to change its text, its decisions or a signed snapshot.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case, Citation, DisputedService
from cases.models.disputes import Basis
from reviews.models.drafts import SERVICE_OUTCOMES
from reviews.models.reviews import Review


class Determination(models.Model):
    """One version of the determination: as submitted, then approved, then signed and frozen."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="determinations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="determinations")
    version = models.PositiveSmallIntegerField()
    clinical_case_summary = models.TextField()
    documents_reviewed = models.ManyToManyField(
        "cases.MedicalRecord", related_name="+", help_text="What this version is based on."
    )
    rests_on_all_records = models.BooleanField(
        default=False, help_text="Every page of every document had been read when it was submitted."
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True, default="")
    template_version = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["case", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "version"], name="reviews_versions_of_a_case_are_counted_once"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(signed_at__isnull=False),
                name="reviews_one_signed_determination_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(clinical_case_summary=""), name="reviews_a_determination_has_a_summary"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="reviews_nobody_approves_what_he_wrote",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True)
                | (~Q(signed_by=F("submitted_by")) & ~Q(signed_by=F("approved_by"))),
                name="reviews_nobody_signs_what_he_wrote_or_approved",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | Q(
                    approved_at__isnull=False,
                    signed_by__isnull=False,
                    snapshot__isnull=False,
                    snapshot_sha256__regex=r"^[0-9a-f]{64}$",
                ),
                name="reviews_a_signed_determination_is_approved_and_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"Determination {self.case_id} version {self.version}"


class ServiceDecision(models.Model):
    """The decision on one disputed service in one version (LC 4610.6(e))."""

    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, related_name="decisions"
    )
    service = models.ForeignKey(DisputedService, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=SERVICE_OUTCOMES)
    imro_basis = models.CharField(max_length=12, choices=Basis.choices)
    decision_rationale = models.TextField()
    evidence_search = models.JSONField(
        blank=True,
        default=dict,
        help_text="How the evidence was searched: reviews/evidence/sequence.py.",
    )
    has_opioid_notice = models.BooleanField(
        default=False, help_text="The letter prints the notice on stopping an opioid."
    )

    class Meta:
        ordering = ["service__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "service"], name="reviews_one_decision_a_service"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["upheld", "overturned"]),
                name="reviews_a_decision_is_upheld_or_overturned",
            ),
            models.CheckConstraint(
                condition=~Q(decision_rationale=""), name="reviews_a_decision_has_a_rationale"
            ),
            models.CheckConstraint(
                condition=Q(has_opioid_notice=False) | Q(outcome="upheld"),
                name="reviews_the_opioid_notice_follows_a_refusal",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.pk}"


class GuidelineCitation(Citation):
    """A guideline the expert reviewer relied on."""

    decision = models.ForeignKey(
        ServiceDecision, on_delete=models.CASCADE, related_name="guideline_citations"
    )

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "position"], name="reviews_one_guideline_citation_a_place"
            ),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(text=""),
                name="reviews_a_guideline_citation_names_its_source",
            ),
        ]

"""Every save of a draft, kept as it was: what makes any earlier wording come back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import DisputedService
from reviews.models.drafts import SERVICE_OUTCOMES, Draft, OpioidUse


class DraftRevision(models.Model):
    """One save of the summary, or of one service with its decision and citations; frozen.

    `citations` is a list of {source, title, year, sections, pages, text}, in the order typed.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    service = models.ForeignKey(
        DisputedService,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="None for the clinical case summary.",
    )
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=10, choices=SERVICE_OUTCOMES, blank=True, default="")
    imro_basis = models.CharField(max_length=12, blank=True, default="")
    opioid_use = models.CharField(max_length=10, choices=OpioidUse.choices, blank=True, default="")
    citations = models.JSONField(default=list)
    evidence_search = models.JSONField(default=dict, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()
    page_key = models.CharField(
        max_length=36,
        blank=True,
        default="",
        help_text="Which open page saved it; empty for a save that no page counted.",
    )
    page_save = models.PositiveIntegerField(
        default=0, help_text="The how-manieth save of that page it is, from 1."
    )
    restored_from = models.PositiveIntegerField(
        null=True, blank=True, help_text="The revision that was brought back by this save."
    )

    class Meta:
        ordering = ["draft", "service", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "service", "revision"],
                nulls_distinct=False,
                name="reviews_one_kept_text_a_revision",
            ),
            models.CheckConstraint(
                condition=Q(restored_from__isnull=True) | Q(restored_from__lt=models.F("revision")),
                name="reviews_a_restored_revision_is_an_earlier_one",
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(outcome="", imro_basis="", citations=[]),
                name="reviews_a_summary_decides_nothing",
            ),
            models.CheckConstraint(
                condition=Q(page_key="", page_save=0) | (~Q(page_key="") & Q(page_save__gte=1)),
                name="reviews_a_page_counts_its_saves_from_one",
            ),
        ]

    def __str__(self) -> str:
        return f"Revision {self.revision} of draft {self.draft_id}"

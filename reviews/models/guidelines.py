"""Guidelines that the organization loaded beside the shipped library; no page edits a row.

Structure and references alone; the text of a guideline is its publisher's.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class GuidelineLoad(models.Model):
    """One table that was loaded: the bytes by their digest, who, when."""

    sha256 = models.CharField(max_length=64, unique=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Guideline load {self.pk}"


class LoadedEdition(models.Model):
    """One edition of a guideline; of two with one title and year the later load counts."""

    class Kind(models.TextChoices):
        """Whether it is of the MTUS."""

        MTUS = "mtus", "MTUS"
        OTHER = "other", "Outside the MTUS"

    load = models.ForeignKey(GuidelineLoad, on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    title = models.CharField(max_length=300)
    organization = models.CharField(max_length=300, blank=True, default="")
    year = models.PositiveSmallIntegerField()
    regulation = models.CharField(max_length=300, blank=True, default="")
    parent = models.CharField(max_length=300, blank=True, default="")
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    first_page = models.PositiveIntegerField(null=True, blank=True)
    last_page = models.PositiveIntegerField(null=True, blank=True)
    sections = models.JSONField(default=list, blank=True)
    also = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["load", "pk"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("title"),
                "load",
                "year",
                name="reviews_one_edition_a_title_and_year_of_a_load",
            ),
            models.CheckConstraint(
                condition=Q(kind="mtus") | (Q(kind="other") & ~Q(organization="")),
                name="reviews_an_outside_guideline_has_its_organization",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="reviews_an_edition_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(first_page__isnull=True, last_page__isnull=True)
                | Q(first_page__gte=1, last_page__isnull=False, last_page__gte=F("first_page")),
                name="reviews_an_edition_has_its_first_and_last_page",
            ),
        ]

    def __str__(self) -> str:
        return f"Loaded edition {self.pk}"

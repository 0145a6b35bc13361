"""Evidence: passages that a reviewer marked, where they are cited, and documents left unread.

A highlight is the reviewer's own until the review is submitted; then only what the text cites is
kept with the version, for those who check it.
"""

from django.db import models
from django.db.models import F, Q

from cases.models import DisputedService, MedicalRecord, RecordPage
from reviews.models.determinations import Determination
from reviews.models.drafts import ServiceDraft
from reviews.models.reviews import Review


class Highlight(models.Model):
    """A passage or an area of a page, kept by its words, their neighbours and its place.

    `start` and `end` count words of the page's text; they hold for the reading `text_revision`, and
    a later reading is searched for the same words (see `reviews/evidence/anchors.py`).
    """

    class Kind(models.TextChoices):
        """What was marked."""

        TEXT = "text", "Passage"
        AREA = "area", "Area"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="highlights")
    key = models.UUIDField(help_text="Made where it was marked, so that a repeated save is one.")
    page = models.ForeignKey(RecordPage, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.TEXT)
    quote = models.TextField(blank=True, default="")
    prefix = models.TextField(blank=True, default="")
    suffix = models.TextField(blank=True, default="")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    text_revision = models.PositiveSmallIntegerField(default=1)
    left = models.FloatField(default=0.0)
    top = models.FloatField(default=0.0)
    right = models.FloatField(default=0.0)
    bottom = models.FloatField(default=0.0)
    service = models.ForeignKey(
        DisputedService, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "key"], name="reviews_a_highlight_is_made_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="area") | Q(end__gt=F("start")),
                name="reviews_a_passage_has_words",
            ),
            models.CheckConstraint(
                condition=Q(kind="text")
                | Q(left__gte=0, top__gte=0, right__lte=1, bottom__lte=1)
                & Q(right__gt=F("left"), bottom__gt=F("top")),
                name="reviews_an_area_lies_on_its_page",
            ),
        ]

    def __str__(self) -> str:
        return f"Highlight {self.pk}"


class EvidenceLink(models.Model):
    """That a highlight is cited in the summary, or in the rationale of one service."""

    highlight = models.ForeignKey(Highlight, on_delete=models.PROTECT, related_name="links")
    part = models.ForeignKey(
        ServiceDraft,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="Nothing: the clinical case summary.",
    )
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["highlight", "part"],
                nulls_distinct=False,
                name="reviews_a_highlight_is_cited_once_a_part",
            )
        ]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"


class CitedPassage(models.Model):
    """A page that a submitted version cites, with its words: what quality staff go and see."""

    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, related_name="cited_passages"
    )
    service = models.ForeignKey(
        DisputedService, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    highlight = models.ForeignKey(Highlight, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=200)

    class Meta:
        ordering = ["service__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "service", "highlight"],
                nulls_distinct=False,
                name="reviews_a_version_cites_a_highlight_once_a_part",
            )
        ]

    def __str__(self) -> str:
        return f"Cited passage {self.pk}"


class SetAside(models.Model):
    """A document that the reviewer leaves unopened, with the reason; no letter lists it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="set_aside")
    record = models.ForeignKey(MedicalRecord, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    set_aside_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "record"], name="reviews_a_document_is_set_aside_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="reviews_a_document_set_aside_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Set aside {self.pk}"

"""What somebody has read of the records of a case, and how the book lay when it was closed.

Reading is the reader's own: no more is kept than whether a page was shown legibly, and never for
how long beyond that.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.pages import RecordPage

# How long a page is in sight, large enough, until it counts as read.
READ_MILLISECONDS = 1500


class PageReading(models.Model):
    """That a page was in sight of somebody; `shown_ms` stops counting once it counts as read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="page_readings", db_index=False
    )
    page = models.ForeignKey(RecordPage, on_delete=models.PROTECT, related_name="readings")
    shown_ms = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page"], name="cases_one_reading_a_page_and_reader"
            ),
            models.CheckConstraint(
                condition=Q(shown_ms__lte=READ_MILLISECONDS),
                name="cases_reading_is_not_a_stopwatch",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(shown_ms=READ_MILLISECONDS),
                name="cases_a_page_was_read_when_it_was_shown_long_enough",
            ),
        ]
        indexes = [models.Index(fields=["case", "user"], name="readings_of_a_book")]

    def __str__(self) -> str:
        return f"Reading {self.pk}"


class ReadingPlace(models.Model):
    """Where somebody left the book of a case: page, how far down it, and how it was shown."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reading_places")
    number = models.PositiveIntegerField(help_text="Of the page, in the case.")
    offset = models.FloatField(default=0.0)
    zoom = models.CharField(max_length=10, default="width")
    is_spread = models.BooleanField(default=False)
    look = models.CharField(max_length=10, default="plain")
    is_text = models.BooleanField(default=False)
    left_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case"], name="cases_one_place_a_reader_and_book"
            ),
        ]

    def __str__(self) -> str:
        return f"Place {self.pk}"


class PageTurn(models.Model):
    """By how much somebody turned a page for himself, on top of what was found."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(RecordPage, on_delete=models.PROTECT, related_name="turns")
    degrees = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page"], name="cases_one_turn_a_page_and_reader"
            ),
            models.CheckConstraint(
                condition=Q(degrees__in=[90, 180, 270]),
                name="cases_a_reader_turns_by_quarters",
            ),
        ]

    def __str__(self) -> str:
        return f"Turn {self.pk}"
